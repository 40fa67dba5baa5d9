"""What a report begins with before its first word: the place, the day and the agency that it came from. Pure."""

import re

from index.records import Span

PLACE = r"[A-Z][A-Z.'’-]{1,40}(?: [A-Z][A-Z.'’-]{1,40}){0,3}(?:, [A-Z][\w. ]{1,24}?)?"
DASH = r"(?:--|[—–―-])"
DATELINE = re.compile(rf"{PLACE}(?: \([^()]{{2,24}}\))?\s*{DASH}\s+")
AGENCIES = r"(?:AP|AFP|ANI|ANSA|BBC|Bloomberg|CBS|CNN|DPA|dpa|EFE|Kyodo|NBC|PA|PTI|Reuters|TASS|UPI|Xinhua|Yonhap)"
AGENCY = re.compile(
    rf"(?:\({AGENCIES}(?: [A-Z][a-z]+)?\)\s*{DASH}*|(?:{PLACE}|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, [A-Z][\w. ]{{1,24}}?)?)"
    rf" \({AGENCIES}(?: [A-Z][a-z]+)?\)\s*{DASH}+)\s*(?=[“\"‘'\w])"
)
"""Known ones only: "The Fishers' Union (FU) — …" begins with whom it is about."""
ALONE = re.compile(r"^[A-Z][A-Z .,'’-]{2,40}(?:,\s+[A-Z][\w.]+\.?)?(?:\s+\([^)]{2,20}\))?\s*(?:[—–-]+)?$")


def is_dateline(words: str) -> bool:
    """Tell words that are nothing but a dateline, which a splitter takes for a sentence."""
    return bool(ALONE.match(words))


def after_dateline(text: str, span: Span) -> Span:
    """Leave out the place and agency that a report begins with; a parser takes them for its subject."""
    return _after(DATELINE, text, after_agency(text, span))


def after_agency(text: str, span: Span) -> Span:
    """Leave out an agency's mark in brackets, with the place before it: they are no words of the report."""
    return _after(AGENCY, text, span)


def _after(mark: re.Pattern[str], text: str, span: Span) -> Span:
    found = mark.match(span.of(text))
    return Span(span.start + found.end(), span.end) if found and found.end() < len(span) else span
