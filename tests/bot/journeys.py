"""What journeys share: places with people in them, and what a message or a click shows."""

import json
import re
from typing import Any

import discord

from bot.posts.reading import texts_of

DENIED = "who denied the strikes"
RAIN = "Rain fell on the lower town of Brey for three days. Tomas Reik said the river had risen by two metres."
MANAGER = discord.Permissions(manage_guild=True)


class Newsroom:
    """A server with a channel, a manager, a moderator, a member, and the bot."""

    def __init__(self, env: Any, name: str = "Newsroom") -> None:
        self.env = env
        self.guild = env.create_guild(name)
        self.channel = self.guild.create_text_channel("general")
        managers = self.guild.create_role("managers", permissions=MANAGER)
        moderators = self.guild.create_role("moderators", permissions=discord.Permissions(manage_messages=True))
        self.manager = self.guild.add_member(env.create_user(f"{name}-manager"), roles=[managers])
        self.moderator = self.guild.add_member(env.create_user(f"{name}-moderator"), roles=[moderators])
        self.user = env.create_user(f"{name}-member")
        self.member = self.guild.add_member(self.user)

    @property
    def told_in_private(self) -> str:
        """What the bot last told the member by direct message."""
        message = self.user.dm_channel.last_message
        return message.content if message else ""

    async def ask(self, question: str = DENIED, channel: Any = None) -> discord.Message:
        """Have the member ask by mention, and return the answer."""
        place = channel or self.channel
        await self.member.send(place, f"<@{self.env.bot.user.id}> {question}")
        return place.last_message  # type: ignore[no-any-return]

    def now(self, message: discord.Message) -> discord.Message:
        """Return a message as it is now."""
        return next(m for m in self.channel.history() if m.id == message.id)  # type: ignore[no-any-return]


def shown_text(message: discord.Message) -> str:
    return "\n".join(texts_of(message))


def said(result: Any) -> str:
    """Return all that a command or a click said, in the answer or beside it."""
    messages = [
        m.message if hasattr(m, "message") else m for m in (result.response, *result.followups) if m is not None
    ]
    return "\n".join(shown_text(m) for m in messages if m is not None)


def custom_ids(message: Any) -> list[str]:
    return re.findall(r'"custom_id": "([^"]+)"', json.dumps([c.to_dict() for c in message.components]))


def labels(message: Any) -> list[str]:
    return re.findall(r'"label": "([^"]+)"', json.dumps([c.to_dict() for c in message.components], ensure_ascii=False))
