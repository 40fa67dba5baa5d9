"""python -m tests.discord_server [PORT]: prints the port as soon as it listens on this machine, and runs until ended."""

import asyncio
import sys

from aiohttp import web

from tests.discord_server.control import Control
from tests.discord_server.gateway import Gateway
from tests.discord_server.rest import Rest
from tests.discord_server.world import World

HOST = "127.0.0.1"


async def main(port: int = 0) -> None:
    world, where = World(), [port]

    def address() -> str:
        return f"ws://{HOST}:{where[0]}/gateway"

    gateway = Gateway(world, address)
    rest = Rest(world, address)
    app = web.Application(middlewares=[rest.middleware], client_max_size=1 << 26)
    app.add_routes([web.get("/gateway", gateway.handle), *rest.routes(), *Control(world, rest, gateway).routes()])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, HOST, port, backlog=4096).start()
    where[0] = runner.addresses[0][1]
    sys.stdout.write(f"{where[0]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
