"""The gateway: hello, identify, resume with what was missed, heartbeats, and the ways in which it fails."""

import json
import secrets
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord_server import payloads
from tests.discord_server.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
HEARTBEAT_MS = 5000
REFUSED_TOKEN = 4004


class Gateway:
    """One session at a time; events are kept, so that a resumed session gets what it missed."""

    def __init__(self, world: World, address: Callable[[], str]) -> None:
        self.world = world
        self.identifies: list[float] = []
        self.resumes = 0
        self.refuses = 0
        """Connections that are still to be turned away."""
        self.closes_with: int | None = None
        """Close code that an identify meets, such as 4004 or 4014."""
        self._silent: web.WebSocketResponse | None = None
        """A connection that died without a word: its heartbeats are left unanswered, and nothing is sent to it."""
        self._address = address
        self._session = ""
        self._events: list[dict[str, Any]] = []
        self._socket: web.WebSocketResponse | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.refuses > 0:
            self.refuses -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=True, max_msg_size=0)
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        async for told in socket:
            if told.type is WSMsgType.TEXT:
                await self._take(socket, json.loads(told.data))
        if self._socket is socket:
            self._socket = None
        return socket

    async def _take(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        if socket is self._silent:
            return
        if told["op"] == HEARTBEAT:
            await socket.send_json({"op": ACK})
        elif told["op"] == IDENTIFY:
            await self._identified(socket)
        elif told["op"] == RESUME:
            await self._resumed(socket, told["d"])

    async def _identified(self, socket: web.WebSocketResponse) -> None:
        self.identifies.append(self.world.now())
        if self.closes_with is not None:
            await socket.close(code=self.closes_with)
            return
        self._session, self._events, self._socket = secrets.token_hex(8), [], socket
        await self.dispatch("READY", payloads.ready(self.world, self._session, self._address()))
        for guild in self.world.guilds:
            await self.dispatch("GUILD_CREATE", payloads.guild(self.world, guild))

    async def _resumed(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        if told["session_id"] != self._session:
            await socket.send_json({"op": INVALID, "d": False})
            return
        self.resumes += 1
        self._socket = socket
        for event in self._events:
            if event["s"] > told["seq"]:
                await socket.send_json(event)
        await self.dispatch("RESUMED", {})

    async def dispatch(self, name: str, data: dict[str, Any]) -> None:
        """Send an event; where nobody listens now it waits for a resume."""
        event = {"op": DISPATCH, "t": name, "s": len(self._events) + 1, "d": data}
        self._events.append(event)
        socket = self._socket
        if socket is not None and not socket.closed and socket is not self._silent:
            await socket.send_json(event)

    # --- tricks

    async def trick(self, kind: str, **more: Any) -> None:
        """Do what a test asks for with the connection."""
        await getattr(self, f"_{kind}")(**more)

    async def _drop(self) -> None:
        """Cut the socket without a close frame."""
        socket = self._socket
        if socket is not None and socket._req is not None and socket._req.transport is not None:
            socket._req.transport.abort()
        self._socket = None

    async def _close(self, code: int = 4000) -> None:
        if self._socket is not None:
            await self._socket.close(code=code)

    async def _op7(self) -> None:
        if self._socket is not None:
            await self._socket.send_json({"op": RECONNECT, "d": None})

    async def _op9(self, resumable: bool = False) -> None:
        if not resumable:
            self._session = ""
        if self._socket is not None:
            await self._socket.send_json({"op": INVALID, "d": resumable})

    async def _forget(self) -> None:
        """Cut the socket and know its session no more, so that a resume is refused."""
        self._session = ""
        await self._drop()

    async def _silence(self) -> None:
        """Be a connection that died without a word, until the client makes another."""
        self._silent = self._socket

    async def _replay(self, last: int = 20) -> None:
        """Send the last events again, as a resume with an old number does."""
        if self._socket is not None:
            for event in self._events[-last:]:
                await self._socket.send_json(event)

    async def _unreadable(self) -> None:
        """Send an event that no client can read."""
        await self.dispatch("MESSAGE_CREATE", {"id": "no number", "channel_id": []})
