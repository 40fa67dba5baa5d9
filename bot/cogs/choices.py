"""Choices while somebody types, from memory, and what becomes of what was typed instead. Pure but for discord.py."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from discord import app_commands

from bot.escaping import label, name
from bot.failures import Failure
from bot.languages import Words
from bot.places import Place
from index import Followed, Limits, Title, days_named

CHOICES = 25
CHOICE_CHARACTERS = 100
"""Discord's limits on choices, and on a choice's name and value."""
DAYS_BACK = {"day-today": 0, "day-yesterday": 1, "day-last-week": 7, "day-last-month": 30, "day-last-year": 365}
Choice = app_commands.Choice[str]


def title_choices(titles: Iterable[Title], current: str) -> list[Choice]:
    """Return the titles that hold what was typed, in any order of its words."""
    typed = current.casefold().split()
    named = ((" · ".join(filter(None, (t.title or t.id, t.publisher))), t.id) for t in titles)
    return _first(
        Choice(name=_called(called), value=id_)
        for called, id_ in named
        if len(id_) <= CHOICE_CHARACTERS and all(w in called.casefold() for w in typed)
    )


def name_choices(names: Iterable[str], current: str) -> list[Choice]:
    """Return the names that hold what was typed, those that begin with it first."""
    typed = current.casefold().strip()
    held = [n for n in dict.fromkeys(names) if typed in n.casefold() and len(n) <= CHOICE_CHARACTERS]
    held.sort(key=lambda n: not n.casefold().startswith(typed))
    return _first(Choice(name=_called(n), value=n) for n in held)


def feed_choices(feeds: Iterable[Followed], current: str) -> list[Choice]:
    """Return the followed feeds whose title or address holds what was typed."""
    typed = current.casefold().strip()
    held = [f for f in feeds if typed in f"{f.title} {f.url}".casefold() and len(f.url) <= CHOICE_CHARACTERS]
    return _first(Choice(name=_called(f.title or f.url), value=f.url) for f in held)


def day_choices(titles: Iterable[Title], current: str, words: Words) -> list[Choice]:
    """Return days: some before today, and the months that there are articles of."""
    today = datetime.now(UTC).date()
    near = [(words(key), (today - timedelta(days=back)).isoformat()) for key, back in DAYS_BACK.items()]
    months = sorted({t.published[:7] for t in titles if t.published and len(t.published) >= 7}, reverse=True)
    typed = current.casefold().strip()
    offered = [(f"{name} · {day}", day) for name, day in near] + [(month, month) for month in months]
    return _first(Choice(name=_called(name), value=day) for name, day in offered if typed in name.casefold())


def collection_choices(place: Place, current: str) -> list[Choice]:
    """Return the collections that may be read in a place."""
    own = None if place.guild is None else place.own
    called = {c: place.words("collection-own") if c == own else c for c in place.collections}
    typed = current.casefold().strip()
    return _first(Choice(name=_called(n), value=c) for c, n in called.items() if typed in n.casefold())


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
        raise Failure("bad-day", text=name(text, CHOICE_CHARACTERS))
    return (found.first, found.last) if found else None


def _called(text: str) -> str:
    return label(text, CHOICE_CHARACTERS) or "–"


def _first(choices: Iterable[Choice]) -> list[Choice]:
    kept: list[Choice] = []
    for choice in choices:
        kept.append(choice)
        if len(kept) == CHOICES:
            break
    return kept
