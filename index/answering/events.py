"""Which articles tell of one event. Pure.

Events are kept apart unless much speaks for one: a reader can join two cards, nobody can take a
merged one apart.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from index.answering.accounts import accounts_of, asks_for_positions, asks_who_says, denials_of, positions_of
from index.query.questions import Question, wanted_counts
from index.records import Article, BlockKind, DateBasis, EventCard, Quote
from index.text.words import WORD

LIKENESS_BY_DAYS = ((3, 0.15), (14, 0.30), (10**6, 0.50))
"""Cosine of two articles' weighted words from which they tell one event, by how many days lie between
their stated dates. On 69 events told by several publishers, no pair above the first was two events."""
LIKENESS_UNDATED = 0.60
"""The same where a date is not stated: only near-copies are joined."""
COPIED = 0.85
"""Share of their words that two quotes have in common from which one is a copy of the other."""
LEAD = 3000
"""Characters of an article that tell what it is about."""


def group_by_event(
    articles: Sequence[Article], terms: Callable[[str], Sequence[str]], weight: Callable[[str], float]
) -> list[tuple[Article, ...]]:
    """Return the articles in groups that tell one event each, in the order of their first member.

    An article joins the group that it is most alike to on average, if it is alike enough.
    """
    profiles = [_profile(a, terms, weight) for a in articles]
    groups: list[list[int]] = []
    for place, article in enumerate(articles):
        margins = [
            (sum(_margin(articles[o], article, _cosine(profiles[o], profiles[place])) for o in g) / len(g), g)
            for g in groups
        ]
        margin, home = max(margins, key=lambda pair: pair[0], default=(-1.0, []))
        if margin >= 0:
            home.append(place)
        else:
            groups.append([place])
    return [tuple(articles[p] for p in group) for group in groups]


def _profile(
    article: Article, terms: Callable[[str], Sequence[str]], weight: Callable[[str], float]
) -> Mapping[str, float]:
    body = " ".join(b.span.of(article.text) for b in article.blocks if b.kind in (BlockKind.BODY, BlockKind.HEADING))[
        :LEAD
    ]
    counts = Counter(terms(f"{article.title} {article.title} {body}"))
    return {t: (1 + math.log(n)) * weight(t) for t, n in counts.items()}


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    shared = sum(v * b[t] for t, v in a.items() if t in b)
    return shared / (math.hypot(*a.values()) * math.hypot(*b.values()) or 1.0)


def _margin(a: Article, b: Article, likeness: float) -> float:
    """Return by how much two articles are more alike than one event must be; below 0 speaks against it."""
    days = _days_apart(a, b)
    least = LIKENESS_UNDATED if days is None else next(least for most, least in LIKENESS_BY_DAYS if days <= most)
    return likeness - least


def _days_apart(a: Article, b: Article) -> int | None:
    """Return the days between two stated dates; a caption's date is too weak to join by."""
    dates = [x.day for x in (a, b) if x.published_basis is DateBasis.STATED and len(x.day or "") == 10]
    if len(dates) < 2:
        return None
    first, second = (date.fromisoformat(str(d)) for d in dates)
    return abs((first - second).days)


def cards_of(
    question: Question, quotes: Sequence[Quote], read: Sequence[Quote], groups: Sequence[tuple[Article, ...]]
) -> tuple[EventCard, ...]:
    """Return a card for each group that has a quote, the one with the best quote first.

    `read` are all sentences that were read, the best first: whoever contradicts a quote stands among them.
    """
    wanted = wanted_counts(question.text)
    cards = []
    for group in groups:
        keys = {a.key for a in group}
        own = _without_titles(without_copies([q for q in quotes if q.article.key in keys]))
        if own:
            name = own[0].article.called
            accounts = accounts_of(own, wanted)
            if not wanted and asks_for_positions(question):
                accounts = positions_of([*own, *(q for q in read if q.article.key in keys)])
            elif not wanted and asks_who_says(question):
                accounts = denials_of(own)
            cards.append(EventCard(name, group, own, accounts))
    return tuple(sorted(cards, key=lambda c: -c.quotes[0].score))


def _without_titles(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Return quotes without a headline that stands above them anyway, but for one that is the best of them."""
    first, *rest = quotes or (None,)
    if first is None:
        return ()
    return (first, *(q for q in rest if q.kind is not BlockKind.HEADING or _words(q) != _flat(q.article.title)))


def _flat(text: str) -> frozenset[str]:
    return frozenset(w.casefold() for w in WORD.findall(text))


def without_copies(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Count nearly the same words of the same speaker once, in the article that printed them first."""
    alike: list[list[Quote]] = []
    for quote in quotes:
        home = next((same for same in alike if _is_copy(same[0], quote)), None)
        if home is not None:
            home.append(quote)
        else:
            alike.append([quote])
    return tuple(_first_printed(same) for same in alike)


def _is_copy(one: Quote, other: Quote) -> bool:
    """Tell whether two quotes are one but for a word or a dateline; a figure that differs makes two of them."""
    if one.speaker != other.speaker:
        return False
    a, b = _words(one), _words(other)
    if a == b:
        return True
    figures = [{w for w in words if w[0].isdigit()} for words in (a, b)]
    shared = len(a & b) / max(len(a | b), 1)
    is_elsewhere = one.article.key != other.article.key
    return is_elsewhere and figures[0] == figures[1] and shared >= COPIED


def _words(quote: Quote) -> frozenset[str]:
    return _flat(quote.text)


def _first_printed(same: Sequence[Quote]) -> Quote:
    first = min(same, key=lambda q: q.article.published or "9")
    others = {q.article.key: q.article for q in same}
    del others[first.article.key]
    return replace(first, score=same[0].score, also_in=tuple(others.values()))
