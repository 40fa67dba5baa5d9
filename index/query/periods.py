"""Times that a question names → a period of days, against a clock that is passed in. Pure.

Kept date parsers read points in time; a question asks for ranges ("in 2016", "since March", "last week"),
which none of them gives, so the dozen forms that people use stand here.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.publication import extent_of
from index.records import Article, DateBasis
from index.text.calendar import MONTHS, WEEKDAYS

LATE = timedelta(days=3)
"""A report of the last day of a period may appear so much later."""
FIRST, LAST = date.min, date.max
MONTH_NUMBERS = {name.casefold(): n for n, name in enumerate(MONTHS, 1)}
DAYS = {name.casefold(): n for n, name in enumerate(WEEKDAYS)}
UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
MONTH, DAY = "|".join(MONTH_NUMBERS), "|".join(DAYS)
YEAR = r"(?:1[89]|20)\d\d"
POINT = rf"""(?:
    (?P<iso>{YEAR}-\d\d-\d\d)
    |(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<dmonth>{MONTH})(?:,?\ (?P<dyear>{YEAR}))?
    |(?P<mmonth>{MONTH})\ (?P<mday>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\ (?P<myear>{YEAR}))?
    |(?P<month>{MONTH})(?:,?\ (?P<year_of_month>{YEAR}))?
    |(?P<decade>(?:1[89]|20)\d0)s
    |(?P<year>{YEAR})
)"""
BOUNDS = "in|on|during|of|since|from|after|before|until|till|by|throughout"
ABSOLUTE = re.compile(rf"\b(?P<how>{BOUNDS})\ (?:early\ |late\ |the\ )?{POINT}(?!\w)", re.I | re.X)
YEARS = ("iso", "dyear", "myear", "year_of_month", "decade", "year")
"""Parts of a point that name its year."""
OF_AN_EVENT, NOUN = re.compile(r"\bthe\ [\w ]*\d$", re.I), re.compile(r"\ [^\W\d_]")
"""A year that a word follows, with an article before it, names an event: "the 2018 final"."""
BETWEEN = re.compile(rf"\b(?:between|from)\ (?P<from>{YEAR})\ (?:and|to)\ (?P<to>{YEAR})\b", re.I | re.X)
RELATIVE = re.compile(
    rf"""\b(?:(?P<near>yesterday|today|tonight|this\ morning)
    |(?P<which>last|past|previous|this)\ (?P<unit>week|month|year)
    |(?:in\ the\ |over\ the\ |during\ the\ )?(?:last|past)\ (?P<count>\d{{1,3}})\ (?P<units>day|week|month|year)s
    |(?P<ago>\d{{1,3}}|an?)\ (?P<ago_units>day|week|month|year)s?\ ago
    |(?:on|last)\ (?P<weekday>{DAY}))\b""",
    re.I | re.X,
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included.

    `named` is a pattern of what a text calls it: the year, or the month or weekday of a time without one. `is_wish`
    where a question means a time without saying which: "last week" counts from a day that its asker may not think of,
    "in May" has no year, "the 2018 final" is an event. What is of that time comes first then, and nothing is left out.
    `words` are those of the question.
    """

    first: date
    last: date
    named: str = ""
    is_wish: bool = False
    words: str = ""

    def admits(self, article: Article, words: str) -> bool:
        """Tell whether an article may speak of this period: published in it, naming it, or undated."""
        if self.is_wish or article.published is None or article.published_basis is DateBasis.UNKNOWN:
            return True
        return self.is_met(article, words)

    def is_met(self, article: Article, words: str) -> bool:
        """Tell whether an article is known to be of this period, or words of it name it."""
        return self.dates(article) or bool(self.named and re.search(rf"\b(?:{self.named})\b", words))

    def dates(self, article: Article) -> bool:
        """Tell whether an article was published in this period, so that its words need not name it."""
        if article.published is None or article.published_basis is DateBasis.UNKNOWN:
            return False
        begun, ended = extent_of(article.published)
        return begun <= self.latest and ended >= self.first

    @property
    def latest(self) -> date:
        """The last day on which a report of this period may appear."""
        return _later(self.last, LATE)


def without_time(text: str) -> str:
    """Return a question without the time that it names."""
    found = BETWEEN.search(text) or _relative_in(text) or ABSOLUTE.search(text)
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()) if found else text


def without_relative_time(text: str) -> str:
    """Return a question without words that no article of that time would say: "last week", and not "on Tuesday"."""
    found = None if BETWEEN.search(text) else _relative_in(text)
    if found is None or found["weekday"]:
        return text
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def _relative_in(text: str) -> re.Match[str] | None:
    """Return where a text counts from today; "USA Today" does not."""
    return next((m for m in RELATIVE.finditer(text) if not m.start() or not m[0][0].isupper()), None)


def period_of(text: str, today: date) -> Period | None:
    """Return the period that a question names, or None; months and weekdays without a year are the last ones."""
    between = BETWEEN.search(text)
    if between:
        return Period(date(int(between["from"]), 1, 1), date(int(between["to"]), 12, 31), words=between[0])
    relative = _relative_in(text)
    if relative:
        return replace(_relative(relative.groupdict(), today), is_wish=True, words=relative[0])
    absolute = ABSOLUTE.search(text)
    try:
        return _absolute(text, absolute, today) if absolute else None
    except ValueError:
        return None


def _absolute(text: str, said: re.Match[str], today: date) -> Period:
    period = _bounded(said["how"].casefold(), _point(said.groupdict(), today), today)
    is_event = bool(OF_AN_EVENT.search(said[0]) and NOUN.match(text, said.end()))
    has_year = any(said[name] for name in YEARS)
    return replace(period, is_wish=is_event or not has_year, words=said[0])


def _relative(said: Mapping[str, str | None], today: date) -> Period:
    def days_ago(days: int) -> date:
        return today - timedelta(days=days)

    if said["near"]:
        day = days_ago(1) if said["near"].casefold() == "yesterday" else today
        return Period(day, day)
    if said["unit"]:
        return _unit(said["unit"].casefold(), str(said["which"]).casefold() == "this", today)
    if said["count"]:
        return Period(days_ago(int(said["count"]) * UNITS[str(said["units"]).casefold()]), today)
    if said["ago"]:
        count = int(said["ago"]) if said["ago"].isdigit() else 1
        size = UNITS[str(said["ago_units"]).casefold()]
        return Period(days_ago(count * size + size // 2), days_ago(count * size - size // 2))
    weekday = str(said["weekday"])
    back = (today.weekday() - DAYS[weekday.casefold()]) % 7 or 7
    return Period(days_ago(back), days_ago(back), weekday.title())


def _unit(unit: str, is_this: bool, today: date) -> Period:
    if unit == "week":
        monday = today - timedelta(days=today.weekday())
        return Period(monday, today) if is_this else Period(monday - timedelta(days=7), monday - timedelta(days=1))
    first = today.replace(day=1) if unit == "month" else date(today.year, 1, 1)
    if is_this:
        return Period(first, today)
    before = first - timedelta(days=1)
    return Period(before.replace(day=1) if unit == "month" else date(before.year, 1, 1), before)


def _point(said: Mapping[str, str | None], today: date) -> Period:
    """Return the days that one named time covers.

    Raises:
        ValueError: there is no such day.
    """
    if said["iso"]:
        day = date.fromisoformat(said["iso"])
        return Period(day, day, str(day.year))
    month, number = said["dmonth"] or said["mmonth"], said["day"] or said["mday"]
    if month and number:
        named = said["dyear"] or said["myear"]
        return _recent(lambda y: (date(y, MONTH_NUMBERS[month.casefold()], int(number)),) * 2, named, month, today)
    if said["month"]:
        of_month = MONTH_NUMBERS[said["month"].casefold()]
        return _recent(lambda y: _month(y, of_month), said["year_of_month"], said["month"], today)
    if said["decade"]:
        return Period(
            date(int(said["decade"]), 1, 1), date(int(said["decade"]) + 9, 12, 31), said["decade"][:3] + r"\d"
        )
    year = int(str(said["year"]))
    return Period(date(year, 1, 1), date(year, 12, 31), str(year))


def _recent(days_in: Callable[[int], tuple[date, date]], year: str | None, month: str, today: date) -> Period:
    if year:
        return Period(*days_in(int(year)), year)
    first, last = days_in(today.year)
    return Period(*((first, last) if first <= today else days_in(today.year - 1)), month.title())


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _bounded(how: str, point: Period, today: date) -> Period:
    """Return the period that a point bounds: "since March" reaches to today."""
    if how in ("since", "from"):
        return Period(point.first, today)
    if how == "after":
        return Period(_later(point.last, timedelta(days=1)), LAST)
    if how == "before":
        return Period(FIRST, point.first - timedelta(days=1))
    if how in ("until", "till", "by"):
        return Period(FIRST, point.last)
    return point


def _later(day: date, by: timedelta) -> date:
    return day + by if day < LAST - by else LAST
