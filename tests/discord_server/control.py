"""What a test asks of the stand-in over HTTP: askers with planned arrivals, faults, tricks, and the record."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.discord_server import payloads
from tests.discord_server.faults import Fault
from tests.discord_server.gateway import Gateway
from tests.discord_server.rest import Rest
from tests.discord_server.world import Message, World


class Control:
    """Plays people, and tells what became of what they asked."""

    def __init__(self, world: World, rest: Rest, gateway: Gateway) -> None:
        self._world, self._rest, self._gateway = world, rest, gateway
        self._asked: list[dict[str, Any]] = []
        self._playing: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        verbs: dict[str, Callable[[dict[str, Any]], Any]] = {
            "world": self._build, "play": self._play, "faults": self._fault, "trick": self._trick,
            "outcomes": self._outcomes, "record": self._recorded, "state": self._state, "clear": self._clear,
            "shift": self._shift, "messages": self._messages,
        }  # fmt: skip
        return [web.post(f"/control/{name}", self._route(verb)) for name, verb in verbs.items()]

    def _route(self, verb: Callable[[dict[str, Any]], Any]) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.Response:
            told = verb(json.loads(await request.read() or b"{}"))
            return web.json_response(await told if asyncio.iscoroutine(told) else told)

        return handle

    def _build(self, told: dict[str, Any]) -> dict[str, Any]:
        """Make servers with channels: {guilds, channels, shards}; returns {guild: [channels]}."""
        for number in range(told.get("guilds", 1)):
            guild = (number % told.get("shards", 1) << 22) + 10_000 + number * 100
            self._world.guilds[guild] = [guild + 1 + n for n in range(told.get("channels", 1))]
        self._rest.limits_channels = told.get("limits_channels", False)
        return {str(g): c for g, c in self._world.guilds.items()}

    def _play(self, told: dict[str, Any]) -> dict[str, Any]:
        """Let people ask at planned times: {asks: [{at, kind, user, channel, text, options}]}; returns at once."""
        task = asyncio.create_task(self._played(told["asks"]))
        self._playing.add(task)
        task.add_done_callback(self._playing.discard)
        return {"playing": len(told["asks"])}

    async def _played(self, asks: list[dict[str, Any]]) -> None:
        begun = time.monotonic()
        for ask in sorted(asks, key=lambda a: float(a.get("at", 0.0))):
            await asyncio.sleep(max(0.0, begun + ask.get("at", 0.0) - time.monotonic()))
            await self._one(ask)

    async def _one(self, ask: dict[str, Any]) -> None:
        channel, user = ask["channel"], ask["user"]
        if ask["kind"] == "private":
            channel = self._world.private_channel(user)
        if ask["kind"] in ("mention", "private"):
            text = f"<@{self._world.bot}> {ask['text']}" if ask["kind"] == "mention" else ask["text"]
            message = self._world.said(channel, user, text)
            self._asked.append({**ask, "message": message.id, "asked": message.created})
            await self._gateway.dispatch("MESSAGE_CREATE", payloads.message(self._world, message))
            return
        kind = {"command": 2, "click": 3, "typed": 4}[ask["kind"]]
        made = self._world.acted(channel, user, kind)
        made.created -= ask.get("late", 0.0)
        shown = self._world.messages.get(int(ask.get("message", 0)))
        if ask["kind"] == "click" and shown is not None and ask.get("forges"):
            shown = Message(shown.id, channel, self._world.bot, _bearing(ask), shown.created)
        event = payloads.interaction(self._world, made, self._data(ask), shown)
        self._asked.append({**ask, "token": made.token, "interaction": made.id, "asked": made.created})
        await self._gateway.dispatch("INTERACTION_CREATE", event)
        for _ in range(ask.get("again", 0)):
            await self._gateway.dispatch("INTERACTION_CREATE", event)

    def _data(self, ask: dict[str, Any]) -> dict[str, Any]:
        if ask["kind"] == "click":
            values = {"values": ask["values"]} if "values" in ask else {}
            return {"custom_id": ask["custom_id"], "component_type": 3 if values else 2, **values}
        data = payloads.command_data(self._world, ask["command"], ask["options"])
        if ask["kind"] == "typed":
            data["options"][-1]["focused"] = True
        return data

    def _fault(self, told: dict[str, Any]) -> dict[str, Any]:
        self._rest.faults = [Fault(**f) for f in told["faults"]]
        return {"faults": len(self._rest.faults)}

    async def _trick(self, told: dict[str, Any]) -> dict[str, Any]:
        if "refuses" in told or "closes_with" in told:
            self._gateway.refuses = told.get("refuses", 0)
            self._gateway.closes_with = told.get("closes_with")
        else:
            await self._gateway.trick(told.pop("kind"), **told)
        return {}

    def _outcomes(self, _: dict[str, Any]) -> list[dict[str, Any]]:
        """Tell of everything asked when it was acknowledged and answered, and how often an answer can be seen."""
        seen = self._visible()
        answering: dict[int, list[Message]] = defaultdict(list)
        for message in seen:
            for asked in {message.interaction, message.reply_to} - {None}:
                answering[int(asked or 0)].append(message)
        return [{**ask, **self._outcome(ask, seen, answering)} for ask in self._asked]

    def _outcome(self, ask: dict[str, Any], seen: list[Message], answering: dict[int, list[Message]]) -> dict[str, Any]:
        if "mark" in ask:
            # Whatever way an answer took: words that only this question has stand in it.
            own = [m for m in seen if ask["mark"] in text_of(m)]
        if "token" in ask:
            held = self._world.interactions[ask["token"]]
            if "mark" not in ask:
                own = answering[held.id]
            return {"acknowledged": held.acknowledged and held.acknowledged - held.created,
                    "answered": held.answered and held.answered - held.created, "visible": len(own),
                    "text": text_of(own[0]) if own else "", "response": held.response}  # fmt: skip
        if "mark" not in ask:
            own = answering[ask["message"]]
        first = min((m.created for m in own), default=None)
        return {"acknowledged": None, "answered": first and first - ask["asked"], "visible": len(own),
                "text": text_of(own[0]) if own else ""}  # fmt: skip

    def _visible(self) -> list[Message]:
        return [m for m in self._world.messages.values()
                if m.author == self._world.bot and not m.is_deleted and not m.body.get("is_deferred")]  # fmt: skip

    def _messages(self, _: dict[str, Any]) -> list[dict[str, Any]]:
        """Return every message of the bot that can be seen, with what it says."""
        return [{"id": m.id, "channel": m.channel, "reply_to": m.reply_to, "text": text_of(m), "body": m.body}
                for m in self._visible()]  # fmt: skip

    def _recorded(self, _: dict[str, Any]) -> list[dict[str, Any]]:
        return self._rest.record

    def _state(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"identifies": self._gateway.identifies, "resumes": self._gateway.resumes,
                "unknown": self._rest.unknown, "commands": [c["name"] for c in self._world.commands],
                "connected": self._gateway.connected, "playing": len(self._playing)}  # fmt: skip

    def _shift(self, told: dict[str, Any]) -> dict[str, Any]:
        """Move the world's clock on by so many seconds."""
        self._world.shift += told["seconds"]
        return {}

    def _clear(self, _: dict[str, Any]) -> dict[str, Any]:
        """Forget what was asked and recorded, and every fault."""
        self._asked, self._rest.record, self._rest.faults = [], [], []
        return {}


def _bearing(ask: dict[str, Any]) -> dict[str, Any]:
    """Return a message's body with the button or menu that a click says it was on, as no honest client sends it."""
    own = (
        {"type": 3, "options": [{"label": "0", "value": "0"}]}
        if "values" in ask
        else {"type": 2, "style": 2, "label": "x"}
    )
    return {"content": "x", "components": [{"type": 1, "components": [{**own, "custom_id": ask["custom_id"]}]}]}


def text_of(message: Message) -> str:
    """Return all text that a message shows."""

    def under(components: list[dict[str, Any]]) -> list[str]:
        return [t for c in components for t in ([c["content"]] if "content" in c else under(c.get("components") or []))]

    return "\n".join([message.body.get("content") or "", *under(message.body.get("components") or [])]).strip()
