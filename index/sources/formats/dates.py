"""When an article was published, and how that is known. A date the page does not state is unknown."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from index.publication import YEARS, publication
from index.records import Block, BlockKind, DateBasis
from index.text.calendar import MONTHS, WEEKDAYS

ABROAD = """
    januar februar märz april mai juni juli august september oktober november dezember
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    """.split()
"""Months in German, French and Spanish; their own order tells which they are."""
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
FORMS = (
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})(?:-(?P<day>\d{2}))?(?!\d)"),
    re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+(?P<year>\d{{4}})\b", re.I),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})\.?\s+(?:de\s+)?(?P<month>{'|'.join(ABROAD)})\s+(?:de\s+)?(?P<year>\d{{4}})\b", re.I
    ),
    re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<day>\d{2})\.(?P<number>\d{2})\.(?P<short>\d{2})\b(?!\.)"),
    re.compile(r"\b(?P<year>\d{4})/(?P<number>\d{1,2})/(?P<day>\d{1,2})\b"),
)
"""Slashes after the day or month are in no form: nobody can tell which of the two comes first."""
DATE_LINE_WORDS = 12
"""A line of at most so many words that holds a whole date states when the page was published."""
TOP_LINES = 8


def parse_date(words: str) -> str | None:
    """Return the first date in `words` as ISO text (`2016-03-01`, or `2016-03`), or None."""
    return next(dates_in(words), None)


STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\d*(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def as_stated(words: str) -> str | None:
    """Return a date as precisely as `words` state it: with time and zone where they give them; None for no date."""
    stamp = STAMP.search(words)
    if stamp is None:
        return parse_date(words)
    day, time, zone = stamp.groups(default="")
    return publication(f"{day}T{time}{zone}")


def date_of_page(text: str, blocks: tuple[Block, ...]) -> tuple[str | None, DateBasis]:
    """Return the publication date that a page's own lines state.

    A caption's date counts only where the body speaks of that weekday: pictures are often older
    than the article they stand in.
    """
    for block in (b for b in blocks[:TOP_LINES] if b.kind is not BlockKind.CAPTION):
        line = block.span.of(text)
        if is_date_line(line) and (found := parse_date(line)):
            return found, DateBasis.STATED
    body = " ".join(b.span.of(text) for b in blocks if b.kind is BlockKind.BODY).casefold()
    captions = [b.span.of(text) for b in blocks if b.kind is BlockKind.CAPTION]
    fitting = [d for c in captions for d in dates_in(c) if len(d) == 10 and _weekday(d) in body]
    return (max(fitting), DateBasis.CAPTION) if fitting else (None, DateBasis.UNKNOWN)


DATE_LINE = re.compile(r"^\W*(?:(?:first |last )?(?:published|posted|updated|modified|issued|date|by\b)|on\b)", re.I)
BESIDE_DATE = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS).lower()}|(?:mon|tue|wed|thu|fri|sat|sun)|\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?|[ap]\.?m\b\.?"
    r"|[A-Z]{2,4}|at|on|th|st|nd|rd|T\d\S*|Z)\b",
    re.I,
)


def is_date_line(line: str) -> bool:
    """Tell a line that gives a date from one that speaks of it: nothing else stands there, or it says so."""
    if len(line.split()) > DATE_LINE_WORDS:
        return False
    if DATE_LINE.match(line):
        return True
    rest = line
    for form in FORMS:
        rest = form.sub(" ", rest)
    return not re.search(r"\w", BESIDE_DATE.sub(" ", rest))


def _weekday(iso: str) -> str:
    return WEEKDAYS[date.fromisoformat(iso).weekday()].lower()


def dates_in(words: str) -> Iterator[str]:
    """Yield the dates in `words`, in order, as ISO text."""
    found = [(m.start(), iso) for form in FORMS for m in form.finditer(words) if (iso := _iso(m.groupdict()))]
    yield from (iso for _, iso in sorted(found))


def _iso(parts: dict[str, str | None]) -> str | None:
    year = int(parts.get("year") or f"20{parts.get('short')}")
    number, name = parts.get("number"), parts.get("month")
    month = int(number) if number else _month(name or "")
    if year not in YEARS or not 1 <= month <= 12:
        return None
    if parts["day"] is None:
        return f"{year:04}-{month:02}"
    day = int(parts["day"])
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else None


def _month(name: str) -> int:
    """Return the number of a month by its English, German, French or Spanish name, or by three letters; 0 for none."""
    low = name.casefold()
    if low in ABROAD:
        return ABROAD.index(low) % 12 + 1
    return next((i for i, m in enumerate(MONTHS, 1) if low and m.casefold().startswith(low)), 0)
