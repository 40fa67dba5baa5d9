"""Which articles tell of one event, and which figures they give for it. Pure.

Events are kept apart unless much speaks for one: a reader can join two cards, nobody can take a
merged one apart. Accounts stand side by side; nothing is averaged, and no winner is chosen.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.questions import Counted
from index.records import Account, Act, Article, BlockKind, DateBasis, EventCard, Excerpt, Quote, Span, Speech

LIKENESS_BY_DAYS = ((3, 0.15), (14, 0.30), (10**6, 0.50))
"""Cosine of two articles' weighted words from which they tell one event, by how many days lie between
their stated dates. On 69 events told by several publishers, no pair above the first was two events."""
LIKENESS_UNDATED = 0.60
"""The same where a date is not stated: only near-copies are joined."""
LEAD = 3000
"""Characters of an article that tell what it is about."""


UNASSERTED = frozenset({Act.DENIES, Act.DOUBTS, Act.CONDEMNS, Act.PRAISES, Act.ACCUSES, Act.ORDERS, Act.CALLS_FOR})
"""Acts that take their object for granted, or dispute it, without vouching for it."""


@dataclass(frozen=True, slots=True)
class Count:
    """A figure inside a sentence: where it stands, and what it counts."""

    span: Span
    matter: Counted
    is_part: bool = False


NUMBER_WORDS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    """.split()
NUMBER = (
    rf"(?:\d[\d,.]*\d|\d|(?:{'|'.join(NUMBER_WORDS)})(?:-(?:{'|'.join(NUMBER_WORDS[:9])}))?"
    r"|dozens|scores|hundreds|thousands)"
)
HEDGE = (
    r"(?:(?:no (?:fewer|less|more) than|at least|more than|fewer than|less than|over|about|around|some|nearly|almost"
    r"|up to|as many as|as much as|an estimated|another)\s+)?"
)
PEOPLE = (
    r"(?:people|persons?|civilians?|children|child|women|woman|men|man|girls?|boys?|soldiers?|troops|fighters?|militants?"
    r"|rebels?|passengers?|workers?|students?|officers?|residents?|villagers?|others|lives|refugees|migrants|protesters?"
    r"|journalists?|doctors?|nurses?|patients?|medics|hostages|bodies|miners|sailors|victims)"
)
NOT_NOUN = r"(?!(?:and|or|were|was|have|had|has|now|in|on|from|of the|dead|killed|injured|wounded)\b)"
LOOSE = rf"(?P<figure>{HEDGE}\b{NUMBER}(?:\s+(?:of\s+)?{NOT_NOUN}[a-z][\w-]*){{0,4}}?)"
"""A figure with whatever noun stands between it and the verb that says what it counts."""
STRICT = rf"(?P<figure>{HEDGE}\b{NUMBER}(?:\s+(?:of\s+)?(?:[a-z-]+\s+)?{PEOPLE}\b)?)"
"""A figure with a noun for people, where no verb follows to end it."""
HELPERS = r"(?:\s+(?:who|that|were|was|have|had|has|been|being|are|is|now|also|reportedly|since))*"
BEING = r"\s+(?:were|was|been|being|are|is)(?:\s+(?:now|also|reportedly))?"
ENDING = r"(?=\s*(?:[,.;:)”\"]|$|(?:in|by|when|on|and|during|after|as|since|near)\b|at\b(?!\s+least)))"
"""What may follow a participle that has no object: "two gunmen killed 12" counts no gunmen."""
SUFFERED = {
    Counted.KILLED: r"(?:dead|died|dying|slain|perished|lost their lives|fatalities|deaths?)",
    Counted.WOUNDED: r"injuries",
    Counted.HOSPITAL: r"(?:taken to (?:the |a )?hospitals?|hospitali[sz]ed|in hospital)",
    Counted.MISSING: r"(?:missing|unaccounted for)",
    Counted.DISPLACED: r"homeless",
}
DONE_TO = {
    Counted.KILLED: r"killed",
    Counted.WOUNDED: r"(?:wounded|injured|hurt)",
    Counted.DETAINED: r"(?:arrested|detained)",
    Counted.DISPLACED: r"(?:displaced|evacuated)",
}
"""Participles that could as well be verbs with an object: who did it must not be counted."""
BEFORE = {
    Counted.KILLED: r"(?:killed|killing|kills|claimed the lives of)",
    Counted.WOUNDED: r"(?:wounded|wounding|injured|injuring|hurting)",
    Counted.DETAINED: r"(?:arrested|arresting|detained|detaining)",
    Counted.DISPLACED: r"(?:displaced|displacing|evacuated|evacuating)",
}
AFTER_PATTERNS = (
    *((re.compile(rf"{LOOSE}{HELPERS}\s+{verb}\b", re.I), matter) for matter, verb in SUFFERED.items()),
    *((re.compile(rf"{LOOSE}{HELPERS}{BEING}\s+{verb}\b", re.I), matter) for matter, verb in DONE_TO.items()),
    *((re.compile(rf"{LOOSE}{HELPERS}\s+{verb}\b{ENDING}", re.I), matter) for matter, verb in DONE_TO.items()),
)
BEFORE_PATTERNS = tuple((re.compile(rf"\b{verb}\s+{STRICT}", re.I), matter) for matter, verb in BEFORE.items())
BODIES_PATTERN = (
    re.compile(rf"(?P<figure>{HEDGE}\b{NUMBER}\s+(?:[a-z-]+\s+)?bodies)\b", re.I),
    Counted.BODIES,
)
TOLL_PATTERN = (
    re.compile(
        rf"\b(?:toll|number of (?:\w+ ){{0,3}}?(?:killed|dead|deaths))\b[^.;]{{0,80}}?\b(?:to|at|of|is|was)\s+{STRICT}",
        re.I,
    ),
    Counted.KILLED,
)
PART = re.compile(
    rf"\b(?:including|among them|of (?:them|whom))\b,?\s+{LOOSE}(?=\s*[,.;:)]|\s+(?:and|in|at)\b|\s*$)", re.I
)


def counted(sentence: str) -> list[Count]:
    """Return the figures of a sentence with what they count, in order, none overlapping."""
    found: list[Count] = []
    for pattern, matter in (BODIES_PATTERN, TOLL_PATTERN, *AFTER_PATTERNS, *BEFORE_PATTERNS):
        for match in pattern.finditer(sentence):
            _add(found, Count(Span(*match.span("figure")), matter))
    for match in PART.finditer(sentence):
        whole = [c for c in found if c.span.end <= match.start()]
        if whole:
            _add(
                found,
                Count(Span(*match.span("figure")), max(whole, key=lambda c: c.span.end).matter, is_part=True),
            )
    return sorted(found, key=lambda c: c.span.start)


def _add(found: list[Count], count: Count) -> None:
    if not any(count.span.meets(c.span) for c in found):
        found.append(count)


def accounts_of(quotes: Sequence[Quote], wanted: frozenset[Counted]) -> tuple[Account, ...]:
    """Return every figure that the quotes give for what is asked, each with the quote that says so."""
    accounts = []
    for quote in quotes:
        for count in counted(quote.text):
            span = Span(quote.span.start + count.span.start, quote.span.start + count.span.end)
            if count.matter in wanted and not _is_disputed(quote, span):
                matter = f"of them {count.matter}" if count.is_part else str(count.matter)
                accounts.append(Account(Excerpt(quote.article, span), matter, quote, _counter(quote, span)))
    return tuple(accounts)


def _is_disputed(quote: Quote, figure: Span) -> bool:
    """Tell whether somebody denies the figure itself: "denied that 40 were killed" is nobody's count."""
    said = quote.statement
    if said is None or said.act not in (Act.DENIES, Act.DOUBTS):
        return False
    holding = [c for c in said.content if c.holds(figure)]
    is_clause = said.speech is not Speech.INDIRECT or any(
        c.of(quote.article.text).casefold().startswith("that ") for c in holding
    )
    return bool(holding) and is_clause


def _counter(quote: Quote, figure: Span) -> str | None:
    """Return who gives the figure: the speaker only where they assert it, else nobody but the article.

    "X denies a part in strikes that left 23 dead" is not X's count.
    """
    said = quote.statement
    if said is None or said.act in UNASSERTED or not any(c.holds(figure) for c in said.content):
        return None
    return quote.speaker


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
    dates = [x.published for x in (a, b) if x.published_basis is DateBasis.STATED and len(x.published or "") == 10]
    if len(dates) < 2:
        return None
    first, second = (date.fromisoformat(str(d)) for d in dates)
    return abs((first - second).days)


def cards_of(
    quotes: Sequence[Quote], groups: Sequence[tuple[Article, ...]], wanted: frozenset[Counted]
) -> tuple[EventCard, ...]:
    """Return a card for each group that has a quote, the one with the best quote first."""
    cards = []
    for group in groups:
        keys = {(a.collection, a.id) for a in group}
        own = _without_copies([q for q in quotes if (q.article.collection, q.article.id) in keys])
        if own:
            name = own[0].article.title or own[0].article.id
            cards.append(EventCard(name, group, own, accounts_of(own, wanted)))
    return tuple(sorted(cards, key=lambda c: -c.quotes[0].score))


def _without_copies(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Count the same words of the same speaker once, in the article that printed them first."""
    by_words: dict[tuple[str, str | None], list[Quote]] = {}
    for quote in quotes:
        by_words.setdefault((" ".join(quote.text.split()), quote.speaker), []).append(quote)
    kept = []
    for same in by_words.values():
        first = min(same, key=lambda q: q.article.published or "9")
        others = {(q.article.collection, q.article.id): q.article for q in same}
        del others[first.article.collection, first.article.id]
        kept.append(replace(first, score=same[0].score, also_in=tuple(others.values())))
    return tuple(kept)
