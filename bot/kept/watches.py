"""What is watched for, where it is told, and what was told of it.

Of what was told no words are kept, only their sums, so that nothing is told twice.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from bot.kept.answers import packed_reference, unpacked_reference
from index import Reference

TOLD_SECONDS = 180 * 24 * 3600
"""For so long what was told is known again."""
MOST_WAITING = 100
"""Quotes that wait to be told of one watch, the first to come."""


class Kind(StrEnum):
    """What a watch is for: quotes, whole articles, or an answer that would be another."""

    QUOTES = "quotes"
    ARTICLES = "articles"
    ANSWER = "answer"


class Paused(StrEnum):
    """Why a watch is not looked after."""

    BY_HAND = "by hand"
    NO_CHANNEL = "no channel"


@dataclass(frozen=True, slots=True)
class KeptWatch:
    """A watch, where it is told, who set it, and how far the library was looked at for it.

    It is a server's, told in one of its channels, or, where `guild` is None, a person's, told to them alone. `topic` is
    the question where an answer is watched, and `first` the quote that it began with. `due` is when the next digest
    is, in seconds since the epoch; 0 where everything is told at once.
    """

    guild: int | None
    channel: int
    user: int
    kind: Kind
    topic: str = ""
    speaker: str = ""
    language: str = "en"
    only_new: bool = False
    is_daily: bool = False
    paused: str = ""
    mark: str = "0"
    looked: float = 0.0
    due: float = 0.0
    first: Reference | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A quote that is to be told; None where an answer is to be asked anew. `since` as in `Watches.looked`."""

    number: int
    reference: Reference | None
    since: float


class Watches(Protocol):
    """What is watched for. What somebody asks for names their place; the rest is the bot's own."""

    async def add(self, watch: KeptWatch, told: Iterable[str] = ()) -> int:
        """Keep a new watch, with sums of what it need not be told; return its number."""

    async def of(self, guild: int | None, user: int) -> list[KeptWatch]:
        """Return the watches of a server; in a direct message those of one person. The first made comes first."""

    async def active(self) -> list[KeptWatch]:
        """Return every watch that is not paused, for the bot's own look at the library."""

    async def pause(self, numbers: Collection[int], why: Paused | None, mark: str = "") -> None:
        """Pause watches, or go on with them from a mark: what came meanwhile is not told."""

    async def remove(self, number: int) -> None:
        """Forget a watch and all that belongs to it."""

    async def looked(
        self, number: int, mark: str, found: Sequence[tuple[Reference | None, Sequence[str]]], late_since: float = 0.0
    ) -> None:
        """Write down, at once, how far a watch has looked and what it has found that was not told before.

        Each thing found has sums by which it is known again: it is new where none of them is known, and what has
        none is told whatever it is. `late_since` is since when nothing was looked at, where that is long ago.
        """

    async def waiting(self, number: int) -> list[Waiting]:
        """Return what is to be told of a watch, in the order that it was found."""

    async def told(self, number: int, waiting: Iterable[Waiting], due: float = 0.0) -> None:
        """Write down that what waited was told, and when the next digest is due."""

    async def answered(self, number: int, first: Reference | None, sums: Sequence[str]) -> None:
        """Write down how an answer that is watched stands now, in place of how it stood before."""

    async def knows(self, number: int, sums: Iterable[str]) -> list[bool]:
        """Tell of each sum whether it was told of a watch."""

    async def purge(self) -> None:
        """Forget what was told half a year ago, but for voices and answers as they stand: these are compared with."""

    async def leave(self, guild: int) -> None:
        """Forget all that is watched in a server that the bot has left."""

    async def forget(self, user: int) -> int:
        """Forget what somebody watches for themselves, and that they set up others; return how many of the first."""


def sum_of(words: str) -> str:
    """Return the sum by which words are known again, whatever marks and blanks stand among them."""
    plain = " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def packed_place(reference: Reference | None) -> str:
    """Return where a quote stands as text; empty for none."""
    return json.dumps(packed_reference(reference)) if reference else ""


def unpacked_place(place: str) -> Reference | None:
    """Return what `packed_place` wrote down."""
    return unpacked_reference(json.loads(place)) if place else None


def watch_of(row: Sequence[Any]) -> KeptWatch:
    """Return the watch of a row, whose columns are in the order of both kinds of table."""
    number, guild, channel, user, language, kind, topic, speaker, new, daily, paused, mark, looked, due, first = row
    return KeptWatch(
        guild, channel, user, Kind(kind), topic, speaker, language, bool(new), bool(daily), paused, mark, looked, due,
        unpacked_place(first), number,
    )  # fmt: skip
