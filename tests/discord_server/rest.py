"""The routes of version 10 that a bot of questions and answers calls; every request is written down as it came."""

import json
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.discord_server import payloads
from tests.discord_server.faults import JSON, VIA, Fault, answer_of
from tests.discord_server.world import RefusedError, World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
API = "/api/v10"
CHANNEL_POSTS, CHANNEL_SECONDS = 5, 5.0
"""Messages that one channel takes in so many seconds."""


class Rest:
    """Answers requests from the world, unless a fault is due."""

    def __init__(self, world: World, gateway: Callable[[], str]) -> None:
        self.world = world
        self.faults: list[Fault] = []
        self.record: list[dict[str, Any]] = []
        self.unknown: list[str] = []
        self.limits_channels = False
        self._gateway = gateway
        self._posts: dict[int, deque[float]] = defaultdict(deque)

    def routes(self) -> list[web.RouteDef]:
        call = f"{API}/webhooks/{{application}}/{{token}}"
        return [
            web.get(f"{API}/users/@me", self._me),
            web.get(f"{API}/oauth2/applications/@me", self._application),
            web.get(f"{API}/applications/@me", self._application),
            web.get(f"{API}/gateway", self._where),
            web.get(f"{API}/gateway/bot", self._where),
            web.put(f"{API}/applications/{{application}}/commands", self._commands),
            web.post(f"{API}/users/@me/channels", self._private),
            web.post(f"{API}/interactions/{{interaction}}/{{token}}/callback", self._callback),
            web.patch(f"{call}/messages/@original", self._answer),
            web.get(f"{call}/messages/@original", self._original),
            web.post(call, self._follow_up),
            web.post(f"{API}/channels/{{channel}}/messages", self._post),
            web.get(f"{API}/channels/{{channel}}/messages", self._history),
            web.get(f"{API}/channels/{{channel}}/messages/{{message}}", self._message),
            web.patch(f"{API}/channels/{{channel}}/messages/{{message}}", self._edit),
            web.delete(f"{API}/channels/{{channel}}/messages/{{message}}", self._delete),
            web.post(f"{API}/channels/{{channel}}/typing", self._typing),
        ]

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Write the request down, and let it meet the faults that are due."""
        if not request.path.startswith(API):
            return await handler(request)
        raw = await request.read()
        path = request.path.removeprefix(API)
        row: dict[str, Any] = {"at": self.world.now(), "method": request.method, "path": path,
                               "body": raw.decode("utf-8", "replace"), "status": None}  # fmt: skip
        self.record.append(row)
        fault = next((f for f in self.faults if f.meets(request.method, path, time.monotonic())), None)
        if fault and not fault.after and (faulty := await answer_of(fault, request)) is not None:
            row["status"] = faulty.status
            return faulty
        response = await self._answered(request, handler)
        row["took_effect"] = response.status < 300
        if fault and fault.after and (faulty := await answer_of(fault, request)) is not None:
            row["status"] = faulty.status
            return faulty
        row["status"] = response.status
        return response

    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except RefusedError as refused:
            return _json(refused.body, refused.status)
        except web.HTTPNotFound:
            self.unknown.append(f"{request.method} {request.path}")
            return _json({"code": 0, "message": "404: Not Found"}, 404)

    # --- the bot itself

    async def _me(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != "Bot right":
            return _json({"code": 0, "message": "401: Unauthorized"}, 401)
        return _json(payloads.user(self.world.bot, bot=True))

    async def _application(self, _: web.Request) -> web.Response:
        me = payloads.user(self.world.bot, bot=True)
        return _json({"id": me["id"], "name": "bot", "icon": None, "description": "", "bot_public": True, "flags": 0,
                      "bot_require_code_grant": False, "verify_key": "", "owner": payloads.user(1), "team": None,
                      "bot": me, "integration_types_config": {}})  # fmt: skip

    async def _where(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return _json({"url": self._gateway(), "shards": 1, "session_start_limit": limit})

    async def _commands(self, request: web.Request) -> web.Response:
        told = await request.json()
        me = str(self.world.bot)
        self.world.commands = [
            {"default_member_permissions": None, "options": [], "description": "", "type": 1, **c,
             "id": str(self.world.new_id()), "application_id": me, "version": "1"}
            for c in told
        ]  # fmt: skip
        return _json(self.world.commands)

    async def _private(self, request: web.Request) -> web.Response:
        recipient = int((await request.json())["recipient_id"])
        return _json(payloads.channel(self.world, self.world.private_channel(recipient)))

    # --- interactions

    async def _callback(self, request: web.Request) -> web.Response:
        body = await request.json()
        token = request.match_info["token"]
        made = self.world.acknowledged(token, body)
        told: dict[str, Any] = {"interaction": {"id": request.match_info["interaction"], "type": 2}}
        told["resource"] = {"type": body["type"]}
        if made is not None:
            told["interaction"]["response_message_id"] = str(made.id)
            told["resource"]["message"] = payloads.message(self.world, made)
        return _json(told)

    async def _answer(self, request: web.Request) -> web.Response:
        made = self.world.answered(request.match_info["token"], await request.json())
        return _json(payloads.message(self.world, made))

    async def _original(self, request: web.Request) -> web.Response:
        held = self.world.interactions.get(request.match_info["token"])
        if held is None or held.answer is None:
            raise RefusedError(404, 10008, "Unknown Message")
        return _json(payloads.message(self.world, held.answer))

    async def _follow_up(self, request: web.Request) -> web.Response:
        made = self.world.followed_up(request.match_info["token"], await request.json())
        return _json(payloads.message(self.world, made))

    # --- messages

    async def _post(self, request: web.Request) -> web.Response:
        channel = int(request.match_info["channel"])
        if self.limits_channels and (wait := self._wait_of(channel)):
            body = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
            return _json(body, 429, {**VIA, "Retry-After": str(wait), "X-RateLimit-Remaining": "0"})
        return _json(payloads.message(self.world, self.world.posted(channel, await request.json())))

    def _wait_of(self, channel: int) -> float:
        """Return how long a channel's bucket wants a post to wait, and count it where it needs not."""
        posts, now = self._posts[channel], time.monotonic()
        while posts and now - posts[0] > CHANNEL_SECONDS:
            posts.popleft()
        if len(posts) >= CHANNEL_POSTS:
            return round(CHANNEL_SECONDS - (now - posts[0]) + 0.01, 3)
        posts.append(now)
        return 0.0

    async def _history(self, request: web.Request) -> web.Response:
        channel, limit = int(request.match_info["channel"]), int(request.query.get("limit", "50"))
        own = [m for m in self.world.messages.values() if m.channel == channel and not m.is_deleted]
        return _json([payloads.message(self.world, m) for m in reversed(own[-limit:])])

    async def _message(self, request: web.Request) -> web.Response:
        held = self.world.messages.get(int(request.match_info["message"]))
        if held is None or held.is_deleted:
            raise RefusedError(404, 10008, "Unknown Message")
        return _json(payloads.message(self.world, held))

    async def _edit(self, request: web.Request) -> web.Response:
        made = self.world.edited(int(request.match_info["message"]), await request.json())
        return _json(payloads.message(self.world, made))

    async def _delete(self, request: web.Request) -> web.Response:
        self.world.deleted(int(request.match_info["message"]))
        return web.Response(status=204)

    async def _typing(self, _: web.Request) -> web.Response:
        return web.Response(status=204)


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return JSON with exactly the content type that discord.py parses."""
    return web.Response(
        status=status, body=json.dumps(body).encode(), headers={**(headers or {}), "Content-Type": JSON}
    )
