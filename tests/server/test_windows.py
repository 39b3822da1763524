import threading
import time

import pytest

from server.windows import MemoryWindows


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)


def test_a_window_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    windows = MemoryWindows()
    assert [windows.acquire_entry("a", 2, 60) for _ in range(3)] == [True, True, False]
    clock.now += 59.9
    assert not windows.acquire_entry("a", 2, 60)
    assert windows.acquire_entry("b", 2, 60)
    clock.now += 0.2
    assert windows.acquire_entry("a", 2, 60)


def test_it_tells_how_full_a_window_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    windows = MemoryWindows()
    assert windows.get_moving_window("a", 5, 60)[1] == 0
    windows.acquire_entry("a", 5, 60)
    clock.now += 10
    windows.acquire_entry("a", 5, 60)
    oldest, count = windows.get_moving_window("a", 5, 60)
    assert count == 2
    assert time.time() - oldest == pytest.approx(10, abs=1)
    assert windows.get("a") == 2
    windows.clear("a")
    assert windows.get("a") == 0


def test_many_addresses_are_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    windows = MemoryWindows()
    for number in range(10_000):
        windows.acquire_entry(f"a{number}", 5, 60)
        windows.get_moving_window(f"b{number}", 5, 60)
    clock.now += 121
    windows.acquire_entry("a", 5, 60)
    assert windows.reset() <= 1


def test_threads_do_not_slip_past_the_limit() -> None:
    windows = MemoryWindows()
    taken: list[bool] = []

    def take() -> None:
        taken.extend(windows.acquire_entry("a", 100, 60) for _ in range(100))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 100
