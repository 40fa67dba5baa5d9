"""When an article was published, and how that is known. A date the page does not state is unknown."""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from itertools import product
from types import MappingProxyType

from babel import Locale

from index.publication import YEARS, publication
from index.records import Block, BlockKind, DateBasis
from index.text.calendar import MONTHS, WEEKDAYS

LANGUAGES = """
    af ar az be bg bn bs ca cs cy da de el es et eu fi fr ga gl gu he hi hr hu hy id is it ka kk kn ko lt lv mk ml mr ms
    mt nb nl nn pa pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi
    """.split()
"""Languages whose months are known, as Unicode's CLDR has them; whose own calendar is another are left out."""


def _months() -> Mapping[str, int]:
    """Return months by their names abroad; a name of two months (Croatian and Polish "listopad") is left out."""
    found = defaultdict[str, set[int]](set)
    for language in LANGUAGES:
        months = Locale(language).months
        for use, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
            for number, name in months[use][width].items():
                found[name.casefold().rstrip(".")].add(number)
    words = {name: numbers for name, numbers in found.items() if re.fullmatch(r"[^\W\d_]{3,}", name)}
    return MappingProxyType({name: min(numbers) for name, numbers in words.items() if len(numbers) == 1})


ABROAD = _months()
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
MONTH_ABROAD = "|".join(sorted(map(re.escape, ABROAD), key=len, reverse=True))
FORMS = (
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})(?:-(?P<day>\d{2}))?(?!\d)"),
    re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+(?P<year>\d{{4}})\b", re.I),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:\.|er|º|°)?\s+(?:de\s+)?(?P<month>{MONTH_ABROAD})\b\.?(?:\s+de)?\s+(?P<year>\d{{4}})\b",
        re.I,
    ),
    re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<day>\d{2})\.(?P<number>\d{2})\.(?P<short>\d{2})\b(?!\.)"),
    re.compile(r"\b(?P<year>\d{4})/(?P<number>\d{1,2})/(?P<day>\d{1,2})\b"),
    re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<number>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"),
)
"""Slashes after the day or month are in no form: nobody can tell which of the two comes first."""
DATE_LINE_WORDS = 12
"""A line of at most so many words that holds a whole date states when the page was published."""
TOP_LINES = 8
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
LONGEST_DATE = 60
"""Characters of words that are nothing but a date."""


def parse_date(words: str) -> str | None:
    """Return the first date in `words` as ISO text (`2016-03-01`, or `2016-03`), or None."""
    return next(dates_in(words), None)


STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\d*(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
IN_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|[A-Z]{1,3})",
    re.ASCII,
)
"""The form of dates in mails and feeds (RFC 5322)."""


def as_stated(words: str) -> str | None:
    """Return a date as precisely as `words` state it: with time and zone where they give them; None for no date."""
    stamp = STAMP.search(words)
    if stamp is not None:
        day, time, zone = stamp.groups(default="")
        return publication(f"{day}T{time}{zone}")
    if IN_MAIL.fullmatch(" ".join(words[:LONGEST_DATE].split())):
        try:
            return publication(parsedate_to_datetime(words).isoformat())
        except ValueError:
            return parse_date(words)
    return parse_date(words) or _whole(words)


def _whole(words: str) -> str | None:
    """Return the day that words give which are nothing but a date, in any language; None where two could be meant.

    Nothing is filled in: what names no day, month and year is no date.
    """
    import dateparser

    options = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"], "STRICT_PARSING": True}
    if not YEAR.search(words) or len(words) > LONGEST_DATE:
        return None
    read = [dateparser.parse(words, settings={**options, "DATE_ORDER": order}) for order in ("DMY", "MDY")]
    days = {found.date().isoformat() if found else None for found in read}
    return publication(days.pop()) if len(days) == 1 else None


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
PUBLISHED = re.compile(
    r"^\W*(?:first )?(?:publ|posted|issued|pubbl|veröff|erschien|opubl|опубл|julkais|gepubl|zveřej|zverej|objav|közzét"
    r"|megjelent|yayın)",
    re.I,
)
"""How a line begins that says when something was published, in the languages of news sites."""
BESIDE_DATE = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS).lower()}|(?:mon|tue|wed|thu|fri|sat|sun)|\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?|[ap]\.?m\b\.?"
    r"|[A-Z]{2,4}|at|on|th|st|nd|rd|T\d\S*|Z)\b",
    re.I,
)


def is_date_line(line: str) -> bool:
    """Tell a line that gives a date from one that speaks of it: nothing else stands there, or it says so."""
    if len(line.split()) > DATE_LINE_WORDS:
        return False
    if DATE_LINE.match(line) or PUBLISHED.match(line):
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
    """Return the number of a month by its English name or three letters of it, or by its name abroad; 0 for none."""
    low = name.casefold()
    own = next((i for i, m in enumerate(MONTHS, 1) if low and m.casefold().startswith(low)), 0)
    return own or ABROAD.get(low, 0)
