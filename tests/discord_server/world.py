"""What Discord holds: servers, channels, messages, interactions with their deadlines. No input or output."""

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

EPOCH_MS = 1420070400000
ACKNOWLEDGE_WITHIN = 3.0
TOKEN_LIFE = 15 * 60.0
NONCE_LIFE = 300.0
EPHEMERAL = 64
LAYOUT = 1 << 15
DEFERRED, SHOWN, UPDATE_LATER, UPDATE, TYPED, MODAL = 5, 4, 6, 7, 8, 9


class RefusedError(Exception):
    """What Discord answers with in place of what was asked."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message}


@dataclass
class Interaction:
    """Something a user did that wants an answer within three seconds; all times in the world's seconds."""

    id: int
    token: str
    channel: int
    user: int
    created: float
    kind: int
    acknowledged: float | None = None
    response: int | None = None
    answer: "Message | None" = None
    answered: float | None = None


@dataclass
class Message:
    """A message that can be seen; `interaction` where it answers one."""

    id: int
    channel: int
    author: int
    body: dict[str, Any]
    created: float
    interaction: int | None = None
    edits: int = 0
    is_deleted: bool = False
    reply_to: int | None = None


@dataclass
class World:
    """Everything there is; `clock` in seconds, which a test may shift."""

    bot: int = 1000
    clock: Callable[[], float] = time.time
    shift: float = 0.0
    guilds: dict[int, list[int]] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    commands: list[dict[str, Any]] = field(default_factory=list)
    nonces: dict[tuple[int, str], int] = field(default_factory=dict)
    private: dict[int, int] = field(default_factory=dict)
    _numbers: Any = field(default_factory=itertools.count)

    def now(self) -> float:
        return self.clock() + self.shift

    def new_id(self) -> int:
        """Return a snowflake: milliseconds since Discord's epoch, and a number."""
        return int((int(self.now() * 1000) - EPOCH_MS) << 22 | next(self._numbers) & 0x3FFFFF)

    def guild_of(self, channel: int) -> int | None:
        return next((g for g, channels in self.guilds.items() if channel in channels), None)

    def private_channel(self, user: int) -> int:
        return self.private.setdefault(user, self.new_id())

    # --- what people do

    def said(self, channel: int, user: int, text: str, reply_to: int | None = None) -> Message:
        message = Message(self.new_id(), channel, user, {"content": text}, self.now(), reply_to=reply_to)
        self.messages[message.id] = message
        return message

    def acted(self, channel: int, user: int, kind: int = 2) -> Interaction:
        made = Interaction(self.new_id(), secrets.token_urlsafe(24), channel, user, self.now(), kind)
        self.interactions[made.token] = made
        return made

    # --- what the bot does

    def posted(self, channel: int, body: dict[str, Any], interaction: int | None = None) -> Message:
        """Post a message of the bot; the same enforced nonce within five minutes gives the first again."""
        if channel not in self.private.values() and self.guild_of(channel) is None:
            raise RefusedError(404, 10003, "Unknown Channel")
        _check(body)
        nonce = body.get("nonce")
        key = (channel, str(nonce))
        known = self.messages.get(self.nonces.get(key, 0))
        if nonce is not None and body.get("enforce_nonce") and known and self.now() - known.created < NONCE_LIFE:
            return known
        reply_to = (body.get("message_reference") or {}).get("message_id")
        message = Message(self.new_id(), channel, self.bot, body, self.now(), interaction)
        message.reply_to = int(reply_to) if reply_to else None
        self.messages[message.id] = message
        self.nonces[key] = message.id
        return message

    def edited(self, id_: int, body: dict[str, Any]) -> Message:
        message = self.messages.get(id_)
        if message is None or message.is_deleted:
            raise RefusedError(404, 10008, "Unknown Message")
        _check({**message.body, **body})
        message.body = {**message.body, **body}
        message.edits += 1
        return message

    def deleted(self, id_: int) -> None:
        message = self.messages.get(id_)
        if message is None or message.is_deleted:
            raise RefusedError(404, 10008, "Unknown Message")
        message.is_deleted = True

    def acknowledged(self, token: str, body: dict[str, Any]) -> Message | None:
        """Take the one acknowledgement of an interaction; return the message that it makes, if any."""
        found = self.interactions.get(token)
        if found is None or (found.acknowledged is None and self.now() - found.created > ACKNOWLEDGE_WITHIN):
            raise RefusedError(404, 10062, "Unknown interaction")
        if found.acknowledged is not None:
            raise RefusedError(400, 40060, "Interaction has already been acknowledged.")
        data = body.get("data") or {}
        if body["type"] in (SHOWN, UPDATE):
            _check(data)
        found.acknowledged, found.response = self.now(), body["type"]
        if body["type"] in (DEFERRED, SHOWN):
            found.answer = self.posted(found.channel, data if body["type"] == SHOWN else {**data, "is_deferred": True},
                                       found.id) if body["type"] == SHOWN else self._deferred(found, data)  # fmt: skip
        if body["type"] == SHOWN:
            found.answered = self.now()
        return found.answer

    def _deferred(self, found: Interaction, data: dict[str, Any]) -> Message:
        message = Message(self.new_id(), found.channel, self.bot, {**data, "is_deferred": True}, self.now(), found.id)
        self.messages[message.id] = message
        return message

    def answered(self, token: str, body: dict[str, Any]) -> Message:
        """Edit the one answer of an interaction."""
        found = self._live(token)
        if found.answer is None:
            raise RefusedError(404, 10008, "Unknown Message")
        found.answer.body.pop("is_deferred", None)
        self.edited(found.answer.id, body)
        found.answered = found.answered or self.now()
        return found.answer

    def followed_up(self, token: str, body: dict[str, Any]) -> Message:
        found = self._live(token)
        _check(body)
        message = Message(self.new_id(), found.channel, self.bot, body, self.now(), found.id)
        self.messages[message.id] = message
        return message

    def _live(self, token: str) -> Interaction:
        found = self.interactions.get(token)
        if found is None or found.acknowledged is None:
            raise RefusedError(404, 10015, "Unknown Webhook")
        if self.now() - found.created > TOKEN_LIFE:
            raise RefusedError(401, 50027, "Invalid Webhook Token")
        return found


def _check(body: dict[str, Any]) -> None:
    """Refuse what is too long or empty."""
    content, is_layout = body.get("content") or "", int(body.get("flags") or 0) & LAYOUT
    texts = list(_texts(body.get("components") or []))
    if len(content) > 2000 or sum(map(len, texts)) > 4000:
        raise RefusedError(400, 50035, "Invalid Form Body: too long")
    if is_layout and content:
        raise RefusedError(400, 50035, "Invalid Form Body: content beside a layout")
    if not (content or body.get("components") or body.get("embeds")):
        raise RefusedError(400, 50006, "Cannot send an empty message")


def _texts(components: list[dict[str, Any]]) -> Any:
    for component in components:
        if component.get("type") == 10:
            yield component.get("content", "")
        yield from _texts(component.get("components") or [])
