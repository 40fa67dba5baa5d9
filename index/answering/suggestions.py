"""What may be asked next of an answer: questions that the articles of its first event can answer."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from index.answering.accounts import SUFFERED, counted
from index.query.questions import Question, wanted_counts
from index.records import Act, Article, Counted, EventCard, Next, Statement, Suggestion
from index.text.chunking import sentences_of
from index.text.names import is_by
from index.text.words import WORD

MOST = 3
COUNTED = {
    Counted.KILLED: "how many were killed",
    Counted.WOUNDED: "how many were wounded",
    Counted.MISSING: "how many are missing",
    Counted.DETAINED: "how many were arrested",
    Counted.DISPLACED: "how many were displaced",
}
"""Counts that are suggested, by what is asked for them, the gravest first."""
COUNTS = re.compile(
    rf"\b(?:{'|'.join(SUFFERED.values())}|killed|wounded|injured|hurt|arrested|detained|displaced|evacuated)\b", re.I
)
"""What stands in every sentence that counts one of these; counting itself takes a hundred times as long."""
ACTS = {Act.DENIES: Next.DENIED, Act.CONFIRMS: Next.CONFIRMED}


def question_of(suggestion: Suggestion) -> str:
    """Return how a suggestion is asked, in English, which the library reads.

    Raises:
        KeyError: a suggestion of a count is about none that is suggested.
    """
    if suggestion.kind is Next.SAID:
        return f"what did {suggestion.about} say"
    return COUNTED[Counted(suggestion.about)] if suggestion.about else f"who {suggestion.kind} it"


def suggestions(question: Question, cards: Sequence[EventCard], said: Sequence[Statement]) -> tuple[Suggestion, ...]:
    """Return up to three questions, of each kind one before two of any; `said` are the first event's statements."""
    kinds = (_of_speakers(question, cards), _of_counts(question, cards[0].articles), _of_acts(question, cards[0], said))
    found = chain.from_iterable(zip_longest(*kinds))
    return tuple(one for one in found if one is not None)[:MOST]


def _of_speakers(question: Question, cards: Sequence[EventCard]) -> Iterator[Suggestion]:
    """Yield whose words may be asked for: of those quoted, who is not asked about already."""
    asked = {w.casefold() for w in WORD.findall(question.text)}
    told = list[str]()
    for quote in (q for card in cards for q in card.quotes if q.speaker and q.statement):
        speaker = quote.speaker or ""
        is_asked = not asked.isdisjoint(w.casefold() for w in WORD.findall(speaker))
        if not is_asked and not any(is_by(one, quote) for one in told):
            told.append(speaker)
            yield Suggestion(Next.SAID, speaker)


def _of_counts(question: Question, articles: Sequence[Article]) -> Iterator[Suggestion]:
    if wanted_counts(question.text):
        return
    sentences = (s.of(a.text) for a in articles for s in sentences_of(a))
    counts = {c.matter for text in sentences if COUNTS.search(text) for c in counted(text)}
    yield from (Suggestion(Next.COUNTED, matter) for matter in COUNTED if matter in counts)


def _of_acts(question: Question, card: EventCard, said: Sequence[Statement]) -> Iterator[Suggestion]:
    """Yield whether who denied or confirmed it may be asked: where somebody does, and the answer does not show it."""
    shown = {q.statement.act for q in card.quotes if q.statement} | {question.act}
    yield from (Suggestion(k) for act, k in ACTS.items() if act not in shown and any(s.act is act for s in said))
