"""Place: who asks, where, in which language, and what may be quoted there."""

from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.failures import Failure
from bot.languages import Words
from bot.settings import OWN


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is asked; made anew for every message and every click, so that rights are those of now.

    `collections` are what may be read there: a server's own, and the public ones that it chose. `is_open` tells
    whether answers may be seen by others in this channel.
    """

    guild: int | None
    channel: int
    user: int
    words: Words
    collections: tuple[str, ...]
    is_open: bool = True
    private: bool = False

    @property
    def server(self) -> int:
        """The server's id; 0 in a direct message, where nothing is chosen and nothing changed."""
        return self.guild or 0

    @property
    def own(self) -> str:
        """The name of the server's own collection.

        Raises:
            ValueError: there is no server, as in a direct message.
        """
        return own_collection(self.guild)

    def narrowed(self, collection: str) -> "Place":
        """Return this place reading one of its collections only; all of them where none is named.

        Raises:
            Failure: it may not read that one.
        """
        if not collection:
            return self
        if collection not in self.collections:
            raise Failure("no-collection")
        return replace(self, collections=(collection,))


def is_ones_own(interaction: "discord.Interaction[Any]") -> bool:
    """Tell whether whoever asks has the bot for themselves only, where nobody has invited it."""
    return interaction.is_user_integration() and not interaction.is_guild_integration()


def own_collection(guild: int | None) -> str:
    """Return the name of a server's own collection.

    Raises:
        ValueError: there is no server, as in a direct message.
    """
    if guild is None:
        raise ValueError("a direct message has no collection of its own")
    return f"{OWN}{guild}"
