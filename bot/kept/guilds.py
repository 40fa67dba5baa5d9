"""What servers have chosen, what they asked in vain, and who changed their library."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

KEPT_SECONDS = 30 * 24 * 3600
"""For so long questions without an answer are kept, where a server wants that."""
AUDIT_SECONDS = 365 * 24 * 3600
"""For so long who changed a library is kept."""
MOST_TOLD = 50


class Right(StrEnum):
    """What a role may do with a server's library; each is given by itself."""

    ADD = "add"
    REMOVE = "remove"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """How the bot behaves in a server, as its moderators chose.

    `channels` are those where it may answer, all where it is empty; `roles`, `removers` and `followers` are those whose
    members may add to the library, remove from it, and follow feeds, beside those who manage the server; `forums` are
    those whose posts are answered, and `threads` the channels in whose threads every message is, without a mention;
    `collections` are the public ones it may quote there, all where it is None.
    """

    channels: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    removers: tuple[int, ...] = ()
    followers: tuple[int, ...] = ()
    forums: tuple[int, ...] = ()
    threads: tuple[int, ...] = ()
    collections: tuple[str, ...] | None = None
    language: str = ""
    private: bool = False
    keeps_questions: bool = False

    def with_right(self, right: Right) -> tuple[int, ...]:
        """Return the roles whose members have a right."""
        return {Right.ADD: self.roles, Right.REMOVE: self.removers, Right.FOLLOW: self.followers}[right]

    @classmethod
    def unpacked(cls, chosen: str) -> "GuildSettings":
        """Return the settings that `packed` wrote down, here or in an earlier release."""
        # Lists are tuples again; what an earlier release did not know is as nobody has chosen yet.
        known = {part.name for part in fields(cls)}
        kept: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in json.loads(chosen).items()
            if key in known
        }
        return cls(**kept)

    @property
    def packed(self) -> str:
        """The settings as text."""
        return json.dumps(asdict(self))

    def quotes_from(self, public: Iterable[str]) -> tuple[str, ...]:
        """Return those of the operator's public collections that this server chose."""
        return tuple(name for name in public if self.collections is None or name in self.collections)


class Did(StrEnum):
    """What somebody changed in a server's library."""

    ADDED = "added"
    REMOVED = "removed"
    FOLLOWED = "followed"
    UNFOLLOWED = "unfollowed"
    SETTINGS = "settings"
    WATCHED = "watched"
    UNWATCHED = "unwatched"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a server's audit: who did what to what, and when in seconds since the epoch; `user` 0 is unknown."""

    user: int
    did: Did
    what: str
    count: int
    made: float


class Gap(NamedTuple):
    """A question that could not be answered, by its number, and the collection and id of the article nearest to it."""

    number: int
    question: str
    nearest: tuple[str, str] | None = None

    @classmethod
    def kept(cls, number: int, question: str, collection: str | None, article: str | None) -> "Gap":
        """Return the gap that a row of a table holds."""
        return cls(number, question, (collection, article) if collection and article else None)


def each_once(gaps: Iterable[Gap]) -> list[Gap]:
    """Return each question's first gap."""
    found: dict[str, Gap] = {}
    for gap in gaps:
        found.setdefault(gap.question, gap)
    return list(found.values())


class Guilds(Protocol):
    """Servers' choices, gaps and changes. Every call but `forget` names its guild."""

    def settings(self, guild: int | None) -> GuildSettings:
        """Return what a server chose, from memory; the defaults in a direct message."""

    async def choose(self, guild: int, settings: GuildSettings) -> None:
        """Keep what a server chose; where it keeps no questions any more, those kept are deleted."""

    async def missed(self, guild: int, question: str, nearest: tuple[str, str] | None = None) -> None:
        """Keep a question that could not be answered and the article that came nearest, if the server wants that."""

    async def gaps(self, guild: int) -> list[Gap]:
        """Return the questions of the last thirty days that could not be answered, the latest first, each once."""

    async def gap(self, guild: int, number: int) -> Gap | None:
        """Return a server's gap of this number; None where it has none."""

    async def fill(self, guild: int, question: str) -> None:
        """Delete a server's gaps of this question."""

    async def changed(self, guild: int, user: int, did: Did, what: str = "", count: int = 0) -> None:
        """Keep who changed a server's library."""

    async def changes(self, guild: int) -> list[Change]:
        """Return the changes of a server's library, the latest first."""

    async def purge(self) -> None:
        """Delete questions older than thirty days, and changes older than a year."""

    async def leave(self, guild: int) -> None:
        """Delete all that is held on a server that the bot has left."""

    async def forget(self, user: int) -> None:
        """Take somebody's name out of every server's audit."""
