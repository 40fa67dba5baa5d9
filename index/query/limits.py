"""Limits that an asker sets beside the question: whose articles, whose words, of which days. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from index.publication import extent_of, publication
from index.query.periods import Period, period_of
from index.records import Article, Quote

WORD = re.compile(r"\w+")
MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer must come from; what is empty limits nothing. Both days are included.

    An article without a date cannot be shown to lie within days, so days leave it out.
    """

    publisher: str = ""
    speaker: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def are_set(self) -> bool:
        """Whether anything is limited."""
        return self != Limits()

    def admit(self, article: Article) -> bool:
        """Tell whether an article may answer, by its publisher and its day."""
        if self.publisher and article.publisher != self.publisher:
            return False
        if self.since is None and self.until is None:
            return True
        if article.published is None:
            return False
        first, last = extent_of(article.published)
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)

    def allow(self, quote: Quote) -> bool:
        """Tell whether a quote's statement is by the speaker: each word of the name stands in name, words or role."""
        if not self.speaker:
            return True
        asked = set(WORD.findall(self.speaker.casefold()))
        named = " ".join(filter(None, (quote.speaker, quote.source, quote.role))).casefold()
        return bool(asked) and asked <= set(WORD.findall(named))


NO_LIMITS = Limits()


def days_named(text: str, today: date) -> Period | None:
    """Return the days that a few words name ("2024-04-10", "2024-04", "March 2023", "last week"), or None."""
    words = " ".join(text.split())
    month = MONTH.fullmatch(words)
    if month:
        return Period(*extent_of(words)) if publication(words) else None
    return period_of(words, today) or period_of(f"in {words}", today)
