"""What the bot has shown: under an opaque key, where each quote stands, never its words nor the question.

Buttons carry only the key, so they work after a restart, and a forged one finds nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from bot.kept.answers import Posted, ShownAnswer, unpacked_answer

NOT_KEPT = ""
"""The key of an answer that could not be kept."""
KEPT_SECONDS = 30 * 24 * 3600
KEY = r"[0-9a-f]{16}"
MOST_KEPT = 200_000
"""Answers that are kept at most, the latest; a row has about a kilobyte."""


class Marked(NamedTuple):
    """An answer that somebody marked wrong: what they said of it, what it was, and in which message, if in any."""

    note: str
    answer: ShownAnswer | None
    message: int | None


class Judgements(NamedTuple):
    """How many of a server's answers were marked helpful, and those marked wrong, the latest first."""

    helpful: int
    wrong: tuple[Marked, ...]

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]]) -> "Judgements":
        """Return what rows of judgements say: whether helpful, the note, the message, then the answer's columns."""
        told = list(rows)
        wrong = (
            Marked(note, unpacked_answer(answer) if answer[0] else None, message)
            for helpful, note, message, *answer in told
            if not helpful
        )
        return cls(sum(bool(row[0]) for row in told), tuple(wrong))


class ShownAnswers(Protocol):
    """Where each shown quote stands, under an opaque key."""

    async def keep(self, answer: ShownAnswer, *, private: bool = False) -> str:
        """Keep an answer and return its key; NOT_KEPT where the disk takes nothing: it is shown all the same.

        An article that is shown to its asker alone, just as before, keeps its key until it is shared.
        """

    async def purge(self) -> None:
        """Forget what is older than thirty days, and the oldest of more than may be kept."""

    async def find(self, key: str, guild: int | None, channel: int) -> ShownAnswer | None:
        """Return the answer kept under `key`, if it was shown in this very place."""

    async def posted(self, key: str, message: int) -> None:
        """Write down which message shows an answer, so that it can be edited when its source goes."""

    async def quoting(self) -> dict[tuple[str, str], list[str]]:
        """Return, for each (collection, article id) that a posted answer quotes, the keys of those answers."""

    async def found_posted(self, key: str) -> Posted | None:
        """Return a posted answer by its key alone, for the bot's own use."""

    async def told(self, key: str, articles: Iterable[tuple[str, str]]) -> None:
        """Write down that an answer says already that these articles went."""

    async def share(self, key: str) -> bool:
        """Note that an answer is shown to all, and tell whether it was not before."""

    async def unshare(self, key: str) -> None:
        """Note that an answer could not be shown to all after all."""

    async def leave(self, guild: int) -> None:
        """Forget all that is held on a server that the bot has left."""

    async def forget(self, key: str) -> None:
        """Forget an answer."""

    async def judge(self, key: str, guild: int | None, user: int, *, helpful: bool, note: str = "") -> None:
        """Keep what somebody thinks of an answer; the last word counts."""

    async def judgements(self, guild: int) -> Judgements:
        """Return what was thought of a guild's answers in the last thirty days."""

    async def forget_asker(self, user: int) -> tuple[int, int]:
        """Forget that somebody asked for answers, and what they thought of any; return how many of each.

        Where an answer stands is kept without its asker, so that it can still be withdrawn; its buttons are dead.
        """
