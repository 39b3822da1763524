import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import SettingsError
from server.settings import Settings, origin_of, read_settings, ready_store, signing_key


def test_nothing_set_is_the_embedded_default() -> None:
    settings = read_settings()
    assert settings.openai_api_key is None
    assert settings.rate_limit == 10
    assert settings.data == Path("data")
    assert settings.sql_url.endswith("data/store/sitebrief.db")


def test_empty_variables_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "")
    monkeypatch.setenv("DATABASE_URL", "")
    assert read_settings().openai_api_key is None


def test_postgres_urls_get_our_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEBRIEF_SECRET_KEY", "k" * 32)
    for url in ("postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"):
        monkeypatch.setenv("DATABASE_URL", url)
        assert read_settings().sql_url == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("VOICE_AGENT_RATE_LIMIT", "many"),
        ("VOICE_AGENT_RATE_LIMIT", "0"),
        ("VOICE_AGENT_ALLOWED_ORIGINS", "https://a.test/path"),
        ("VOICE_AGENT_ALLOWED_ORIGINS", "*"),
        ("OPENAI_BASE_URL", "api.openai.com"),
        ("SITEBRIEF_SECRET_KEY", "short-canary"),
        ("DATABASE_URL", "mysql://root:canary@host/db"),
        ("REDIS_URL", "http://host"),
        ("SITEBRIEF_TRUSTED_PROXIES", "2"),
    ],
)
def test_a_wrong_value_is_one_line_naming_the_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    message = str(caught.value)
    assert message.startswith(f"{variable}: ")
    assert "\n" not in message
    assert "canary" not in message


def test_a_shared_database_needs_a_shared_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@h/d")
    with pytest.raises(SettingsError, match="SITEBRIEF_SECRET_KEY is not set"):
        read_settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("OPENAI_API_KEY", "SITEBRIEF_SECRET_KEY", "SITEBRIEF_API_KEYS"):
        monkeypatch.setenv(variable, "canary" * 8)
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:canary@h/d")
    assert "canary" not in repr(read_settings())


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://A.test", "https://a.test"),
        ("https://a.test:443", "https://a.test"),
        ("http://a.test:80/", "http://a.test"),
        ("http://a.test:8080", "http://a.test:8080"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_origins_are_written_as_browsers_do(written: str, origin: str) -> None:
    assert origin_of(written) == origin


@given(st.text())
def test_an_origin_is_stable_or_refused(text: str) -> None:
    try:
        origin = origin_of(text)
    except ValueError:
        return
    assert origin_of(origin) == origin


def test_an_unwritable_data_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(SITEBRIEF_DATA=tmp_path / "file")
    with pytest.raises(
        SettingsError, match=r"SITEBRIEF_DATA: cannot write in .*; .*set SITEBRIEF_DATA"
    ):
        ready_store(settings)


def test_the_machines_key_is_kept_and_private(tmp_path: Path) -> None:
    settings = Settings(SITEBRIEF_DATA=tmp_path)
    ready_store(settings)
    key = signing_key(settings)
    assert len(key) == 64
    assert signing_key(settings) == key
    assert stat.S_IMODE((tmp_path / "store" / "secret.key").stat().st_mode) == 0o600
