"""python -m server.peer [PORT]: run the peer on 127.0.0.1; prints its base URL when it listens."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web

from server.peer.app import peer_app


async def _serve(port: int) -> None:
    runner = web.AppRunner(peer_app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    bound = runner.addresses[0][1]
    sys.stdout.write(f"http://127.0.0.1:{bound}/v1\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main() -> None:
    """Run until interrupted."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    try:
        asyncio.run(_serve(port))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
