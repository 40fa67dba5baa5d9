"""The gateway: hello, identify, resume with what was missed, heartbeats, and the ways in which it fails."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord_server import payloads
from tests.discord_server.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
HEARTBEAT_MS = 5000
REFUSED_TOKEN = 4004


@dataclass
class Session:
    """What one client has identified for: a shard of so many."""

    shard: int = 0
    shards: int = 1
    id: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None

    def serves(self, guild: int) -> bool:
        return (guild >> 22) % self.shards == self.shard


class Gateway:
    """A session for each shard; events are kept, so that a resumed session gets what it missed."""

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
        self._sessions = {0: Session()}

    @property
    def connected(self) -> int:
        """How many shards are connected."""
        return sum(s.socket is not None for s in self._sessions.values())

    @property
    def _first(self) -> Session:
        return self._sessions[0]

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
        for session in self._sessions.values():
            if session.socket is socket:
                session.socket = None
        return socket

    async def _take(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        if socket is self._silent:
            return
        if told["op"] == HEARTBEAT:
            await socket.send_json({"op": ACK})
        elif told["op"] == IDENTIFY:
            await self._identified(socket, *told["d"].get("shard", (0, 1)))
        elif told["op"] == RESUME:
            await self._resumed(socket, told["d"])

    async def _identified(self, socket: web.WebSocketResponse, shard: int, shards: int) -> None:
        self.identifies.append(self.world.now())
        if self.closes_with is not None:
            await socket.close(code=self.closes_with)
            return
        session = self._sessions[shard] = Session(shard, shards, secrets.token_hex(8), [], socket)
        served = [guild for guild in self.world.guilds if session.serves(guild)]
        ready = payloads.ready(self.world, session.id, self._address(), served, (shard, shards))
        await self._send(session, "READY", ready)
        for guild in served:
            await self._send(session, "GUILD_CREATE", payloads.guild(self.world, guild))

    async def _resumed(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        session = next((s for s in self._sessions.values() if s.id and s.id == told["session_id"]), None)
        if session is None:
            await socket.send_json({"op": INVALID, "d": False})
            return
        self.resumes += 1
        session.socket = socket
        for event in session.events:
            if event["s"] > told["seq"]:
                await socket.send_json(event)
        await self._send(session, "RESUMED", {})

    async def dispatch(self, name: str, data: dict[str, Any]) -> None:
        """Send an event of a server to the shard that serves it, else to the first."""
        guild = int(data.get("guild_id") or 0)
        await self._send(next((s for s in self._sessions.values() if s.serves(guild)), self._first), name, data)

    async def _send(self, session: Session, name: str, data: dict[str, Any]) -> None:
        """Send an event; where nobody listens now it waits for a resume."""
        event = {"op": DISPATCH, "t": name, "s": len(session.events) + 1, "d": data}
        session.events.append(event)
        socket = session.socket
        if socket is not None and not socket.closed and socket is not self._silent:
            await socket.send_json(event)

    # --- tricks

    async def trick(self, kind: str, **more: Any) -> None:
        """Do what a test asks for with the connection."""
        await getattr(self, f"_{kind}")(**more)

    async def _drop(self) -> None:
        """Cut the socket without a close frame."""
        socket = self._first.socket
        if socket is not None and socket._req is not None and socket._req.transport is not None:
            socket._req.transport.abort()
        self._first.socket = None

    async def _close(self, code: int = 4000) -> None:
        if self._first.socket is not None:
            await self._first.socket.close(code=code)

    async def _op7(self) -> None:
        if self._first.socket is not None:
            await self._first.socket.send_json({"op": RECONNECT, "d": None})

    async def _op9(self, resumable: bool = False) -> None:
        if not resumable:
            self._first.id = ""
        if self._first.socket is not None:
            await self._first.socket.send_json({"op": INVALID, "d": resumable})

    async def _forget(self) -> None:
        """Cut the socket and know its session no more, so that a resume is refused."""
        self._first.id = ""
        await self._drop()

    async def _silence(self) -> None:
        """Be a connection that died without a word, until the client makes another."""
        self._silent = self._first.socket

    async def _replay(self, last: int = 20) -> None:
        """Send the last events again, as a resume with an old number does."""
        if self._first.socket is not None:
            for event in self._first.events[-last:]:
                await self._first.socket.send_json(event)

    async def _unreadable(self) -> None:
        """Send an event that no client can read."""
        await self.dispatch("MESSAGE_CREATE", {"id": "no number", "channel_id": []})
