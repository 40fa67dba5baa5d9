"""What articles, publishers and speakers are called, for choices while somebody types.

Choices are found in the bot's own loop, between everybody's acknowledgements: names are folded once, where they are
read, and found in bounded time.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from bot.escaping import label
from index import Title

CALLED_CHARACTERS = 100
"""Discord's limit on a choice's name and value, and so on what typing can tell of it."""
FOLDED_CHARACTERS = 300
"""Of a name that typing is compared with; a title may be told by its end."""
MOST_WORDS = 8
"""Words of what was typed that are looked for."""
LONGEST = 0.01
"""Seconds after which what was found so far is offered."""
AT_A_TIME = 256
MOST_NAMES = 50_000
"""Of one kind in one collection, the newest; nobody finds more by typing."""
WITHIN, MOST_WITHIN = 1.0, 5
"""Seconds, and how often in them one person is offered choices; a client asks as often as somebody types."""
MOST_TYPING = 10_000


class Called(NamedTuple):
    """A choice: what it is called, what is meant by it, and how typing is compared with it."""

    name: str
    value: str
    folded: str


class Names(NamedTuple):
    """What a collection's articles, publishers and speakers are called, and the months that its articles are of."""

    titles: tuple[Called, ...] = ()
    publishers: tuple[Called, ...] = ()
    speakers: tuple[Called, ...] = ()
    months: tuple[str, ...] = ()


def names_of(titles: Sequence[Title], publishers: Iterable[str], speakers: Iterable[str]) -> Names:
    """Return the names in a collection, as the bot is to hold them."""
    told = (called(" · ".join(filter(None, (t.title, t.publisher))), t.id) for t in titles)
    months = sorted({t.published[:7] for t in titles if t.published and len(t.published) >= 7}, reverse=True)
    return Names(
        _choosable(told),
        _choosable(map(called, publishers)),
        _choosable(map(called, speakers)),
        tuple(months),
    )


def called(name: str, value: str | None = None) -> Called:
    """Return a choice that is called so; it means its name where no other value is given."""
    shown = label(name, CALLED_CHARACTERS) or "–"
    return Called(shown, name if value is None else value, label(name, FOLDED_CHARACTERS).casefold())


def _choosable(names: Iterable[Called]) -> tuple[Called, ...]:
    return tuple(n for n in islice(names, MOST_NAMES) if len(n.value) <= CALLED_CHARACTERS)


def found(names: Iterable[Called], typed: str, most: int, *, begun_first: bool = False) -> list[Called]:
    """Return up to `most` names that hold each word typed; those that begin with the first of them before others."""
    words = typed[:CALLED_CHARACTERS].casefold().split()[:MOST_WORDS]
    ends, first = time.perf_counter() + LONGEST, words[0] if words and begun_first else ""
    begun: list[Called] = []
    holding: list[Called] = []
    remaining = iter(names)
    while some := list(islice(remaining, AT_A_TIME)):
        for name in some:
            if all(w in name.folded for w in words):
                (begun if name.folded.startswith(first) else holding).append(name)
        if len(begun) >= most or time.perf_counter() > ends:
            break
    return list({n.value: n for n in (*begun, *holding)}.values())[:most]


class NameBook:
    """The names in every collection that was read, in memory, so that choices wait for nothing."""

    def __init__(self) -> None:
        self._names: dict[str, Names] = {}

    def keep(self, collection: str, names: Names) -> None:
        """Hold the names of a collection, in place of those before."""
        self._names[collection] = names

    def __contains__(self, collection: str) -> bool:
        """Whether the names of a collection were read."""
        return collection in self._names

    def titles(self, collections: Iterable[str]) -> Iterator[Called]:
        """Yield the titles in collections."""
        return (t for c in collections for t in self._named(c).titles)

    def count(self, collections: Iterable[str]) -> int:
        """Return how many titles there are in collections."""
        return sum(len(self._named(c).titles) for c in collections)

    def publishers(self, collections: Iterable[str]) -> Iterator[Called]:
        """Yield the publishers in collections."""
        return (p for c in collections for p in self._named(c).publishers)

    def speakers(self, collections: Iterable[str]) -> Iterator[Called]:
        """Yield the speakers in collections, in each who said most first."""
        return (s for c in collections for s in self._named(c).speakers)

    def months(self, collections: Iterable[str]) -> list[str]:
        """Return the months that articles in collections are of, the latest first."""
        return sorted({m for c in collections for m in self._named(c).months}, reverse=True)

    def _named(self, collection: str) -> Names:
        return self._names.get(collection, Names())


class Typing:
    """How often each person was offered choices of late."""

    def __init__(self) -> None:
        self._offered: dict[int, deque[float]] = {}

    def is_steady(self, user: int) -> bool:
        """Note that somebody types, and tell whether not faster than anybody can."""
        now = time.monotonic()
        times = self._offered.pop(user, None) or deque(maxlen=MOST_WITHIN)
        self._offered[user] = times
        if len(self._offered) > MOST_TYPING:
            self._offered.pop(next(iter(self._offered)))
        if len(times) == MOST_WITHIN and now - times[0] < WITHIN:
            return False
        times.append(now)
        return True
