"""Choices while somebody types, from memory, and what becomes of what was typed instead. Pure but for discord.py."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from discord import app_commands

from bot.desk.names import CALLED_CHARACTERS, Called, called, found
from bot.desk.places import Place
from bot.escaping import name, unescape
from bot.failures import Failure
from bot.kept.watches import KeptWatch
from bot.languages import Words
from bot.rendering.watches import described
from index import Followed, Limits, days_named

CHOICES = 25
"""Discord's limit on choices."""
SPANS = ("this week", "this month", "this year", "last week", "last month", "last year")
"""Spans of days as they may be typed, whatever the language; what is read of them is English."""
DAYS_BACK = {"day-today": 0, "day-yesterday": 1, "day-last-week": 7, "day-last-month": 30, "day-last-year": 365}
Choice = app_commands.Choice[str]


def title_choices(titles: Iterable[Called], current: str) -> list[Choice]:
    """Return the titles that hold what was typed, in any order of its words."""
    return _choices(found(titles, current, CHOICES))


def name_choices(names: Iterable[Called], current: str) -> list[Choice]:
    """Return the names that hold what was typed, those that begin with it first."""
    return _choices(found(names, current, CHOICES, begun_first=True))


def feed_choices(feeds: Iterable[Followed], current: str) -> list[Choice]:
    """Return the followed feeds whose title or address holds what was typed."""
    named = (called(f.title or f.url, f.url)._replace(folded=f"{f.title} {f.url}".casefold()) for f in feeds)
    return _choices(found((n for n in named if len(n.value) <= CALLED_CHARACTERS), current, CHOICES))


def watch_choices(watches: Iterable[KeptWatch], current: str, words: Words) -> list[Choice]:
    """Return the watches of a place that hold what was typed, each known by its number."""
    told = ((w, unescape(words("watch-called", number=w.number, what=described(w, words)))) for w in watches)
    return _choices(found((called(name, str(w.number)) for w, name in told), current, CHOICES))


def day_choices(months: Iterable[str], current: str, words: Words) -> list[Choice]:
    """Return days: some before today, and the months that there are articles of."""
    today = datetime.now(UTC).date()
    near = [(words(key), (today - timedelta(days=back)).isoformat()) for key, back in DAYS_BACK.items()]
    spans = [(phrase, days_named(phrase, today)) for phrase in SPANS]
    offered = [called(f"{name} · {day}", day) for name, day in near]
    offered += [called(f"{phrase} · {span.first}", phrase) for phrase, span in spans if span]
    return _choices(found([*offered, *map(called, months)], current, CHOICES))


def collection_choices(place: Place, current: str) -> list[Choice]:
    """Return the collections that may be read in a place."""
    own = None if place.guild is None else place.own
    offered = (called(place.words("collection-own") if c == own else c, c) for c in place.collections)
    return _choices(found(offered, current, CHOICES))


def limits_of(publisher: str, speaker: str, since: str, until: str) -> Limits:
    """Return the limits that options set.

    Raises:
        Failure: a day is not one that can be read.
    """
    first, last = (_days(text) for text in (since, until))
    return Limits(publisher.strip(), speaker.strip(), first[0] if first else None, last[1] if last else None)


def _days(text: str) -> tuple[date, date] | None:
    found = days_named(text, datetime.now(UTC).date()) if text.strip() else None
    if text.strip() and found is None:
        raise Failure("bad-day", text=name(text, CALLED_CHARACTERS))
    return (found.first, found.last) if found else None


def _choices(names: Iterable[Called]) -> list[Choice]:
    return [Choice(name=n.name, value=n.value) for n in names]
