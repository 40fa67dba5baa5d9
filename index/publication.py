"""When something was published: a real day as precisely as it is known, or not known at all. Pure.

The one place that decides it. What pages, feeds, rows and documents state may be any string; what an article
holds is what `publication` returns.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import NamedTuple

YEARS = range(1800, 2101)
"""Years in which news may have been published; what lies outside was written by a machine that knew no date."""
FORM = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?P<time>T.*)?)?)?", re.ASCII | re.DOTALL)
TIME = re.compile(r"T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII)


class Extent(NamedTuple):
    """The first and the last day that a publication date may mean, both included."""

    first: date
    last: date


def publication(words: str | None) -> str | None:
    """Return a publication date as ISO text as precise as `words` are, or None where they are no real date.

    Taken are `2016`, `2016-03`, `2016-03-01`, and that with a time of day and a zone; a time that no clock shows
    is left out.
    """
    found = FORM.fullmatch(words or "")
    if found is None or _extent(found) is None:
        return None
    time = found["time"]
    return found[0].removesuffix(time) if time and not _is_moment(found[0], time) else found[0]


def extent_of(published: str) -> Extent:
    """Return the days that a publication date may mean: `2016-03` is a month, `2016` a year.

    Raises:
        ValueError: it is no publication date.
    """
    found = FORM.fullmatch(published)
    extent = _extent(found) if found else None
    if extent is None:
        raise ValueError(f"not a publication date: {published!r}")
    return extent


def _extent(found: re.Match[str]) -> Extent | None:
    year, month, day = int(found["year"]), int(found["month"] or 0), int(found["day"] or 0)
    if year not in YEARS:
        return None
    try:
        first = date(year, month if found["month"] else 1, day if found["day"] else 1)
    except ValueError:
        return None
    if found["day"]:
        return Extent(first, first)
    last = month or 12
    return Extent(first, date(year, last, monthrange(year, last)[1]))


def _is_moment(words: str, time: str) -> bool:
    try:
        return bool(TIME.fullmatch(time)) and datetime.fromisoformat(words) is not None
    except ValueError:
        return False
