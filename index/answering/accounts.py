"""Which figures and positions quotes give: accounts that stand side by side. Pure.

Nothing is averaged, and no winner is chosen.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.query.questions import Asked, Question
from index.records import Account, Act, BlockKind, Counted, Excerpt, Quote, Span, Speech, Stance, Statement

DISPUTING = frozenset({Act.DENIES, Act.DOUBTS})
UNASSERTED = DISPUTING | frozenset({Act.CONDEMNS, Act.PRAISES, Act.ACCUSES, Act.ORDERS, Act.CALLS_FOR})
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
ALONE = r"(?<![^\W\d]-)(?<!\w)"
"""Before a number that counts something; that of "Marsh-19" is a part of a name."""
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
LOOSE = rf"(?P<figure>{HEDGE}{ALONE}{NUMBER}(?:\s+(?:of\s+)?{NOT_NOUN}[a-z][\w-]*){{0,4}}?)"
"""A figure with whatever noun stands between it and the verb that says what it counts."""
STRICT = rf"(?P<figure>{HEDGE}{ALONE}{NUMBER}(?:\s+(?:of\s+)?(?:[a-z-]+\s+)?{PEOPLE}\b)?)"
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
    re.compile(rf"(?P<figure>{HEDGE}{ALONE}{NUMBER}\s+(?:[a-z-]+\s+)?bodies)\b", re.I),
    Counted.BODIES,
)
COMES_TO = r"(?:to|at|of|is|was|surpass(?:es|ed)|exceed(?:s|ed)|pass(?:es|ed)|reach(?:es|ed)|topp?(?:s|ed))"
TOLL_PATTERN = (
    re.compile(
        rf"\b(?:toll|number of (?:\w+ ){{0,3}}?(?:killed|dead|deaths))\b[^.;]{{0,80}}?\b{COMES_TO}\s+{STRICT}",
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
                figure, by = Excerpt(quote.article, span), counter(quote, span)
                accounts.append(Account(figure, count.matter, quote, by, count.is_part))
    return tuple(a for a in accounts if not _is_said_below(a, accounts))


def _is_said_below(account: Account, accounts: Sequence[Account]) -> bool:
    """Tell whether a headline's figure is given again, and more fully, by the body of its article."""
    if account.quote.kind is not BlockKind.HEADING:
        return False
    said = (account.figure.article.id, account.counts, account.is_part)
    number = set(re.findall(r"\d+", account.figure.text))
    return any(
        (a.figure.article.id, a.counts, a.is_part) == said and set(re.findall(r"\d+", a.figure.text)) == number
        for a in accounts
        if a.quote.kind is BlockKind.BODY
    )


def _is_disputed(quote: Quote, figure: Span) -> bool:
    """Tell whether somebody denies the figure itself: "denied that 40 were killed" is nobody's count."""
    said = quote.statement
    if said is None or said.act not in DISPUTING:
        return False
    holding = [c for c in said.content if c.holds(figure)]
    is_clause = said.speech is not Speech.INDIRECT or any(
        c.of(quote.article.text).casefold().startswith("that ") for c in holding
    )
    return bool(holding) and is_clause


def counter(quote: Quote, figure: Span) -> str | None:
    """Return who gives the figure: the speaker only where they assert it, else nobody but the article.

    "X denies a part in strikes that left 23 dead" is not X's count.
    """
    said = quote.statement
    if said is None or said.act in UNASSERTED or not any(c.holds(figure) for c in said.content):
        return None
    return quote.speaker


# --- positions

STANCES = {
    Act.DENIES: Stance.DENIES, Act.ACCUSES: Stance.ASSERTS, Act.CONFIRMS: Stance.ASSERTS, Act.ADMITS: Stance.ASSERTS,
    Act.DOUBTS: Stance.UNCLEAR,
}  # fmt: skip
"""On which side of a claim an act stands."""
UNCLEAR = re.compile(
    r"\b(?:could not|cannot|can't|couldn't|unable to|not (?:yet )?(?:been )?(?:independently )?)\s*(?:be\s+)?"
    r"(?:independently\s+)?(?:verif|confirm|establish)\w*|\bno comment\b|\bdeclined to comment\b"
    r"|\b(?:un|not )clear (?:who|whether|if)\b",
    re.I,
)
LONGEST_POSITION = 110
"""Characters of a position's words; longer ones are shown as far as a whole word."""


def asks_for_positions(question: Question) -> bool:
    """Tell whether it matters who denies and who asserts: who denied it, did they, who did it."""
    return question.act in STANCES or question.kind in (Asked.YES_NO, Asked.WHO)


def asks_who_says(question: Question) -> bool:
    """Tell whether it is asked who says something, so that whoever denies it must be told as that."""
    return question.kind is Asked.WHO_SAID and question.act not in STANCES


def denials_of(quotes: Iterable[Quote]) -> tuple[Account, ...]:
    """Return who denies what the quotes speak of, each speaker once."""
    return tuple(a for a in _positions(quotes) if a.counts is Stance.DENIES)


def positions_of(quotes: Iterable[Quote]) -> tuple[Account, ...]:
    """Return who denies, asserts or leaves open what the quotes speak of, each speaker once for each side.

    One side alone is no dispute: then there is nothing to set side by side.
    """
    found = _positions(quotes)
    return tuple(sorted(found, key=lambda a: a.counts)) if len({a.counts for a in found}) > 1 else ()


def _positions(quotes: Iterable[Quote]) -> list[Account]:
    found: dict[tuple[Stance, str], Account] = {}
    for quote in quotes:
        said = quote.statement
        stance = _stance(quote, said) if said is not None else None
        if said is not None and stance is not None and quote.speaker:
            key = (stance, quote.speaker.casefold())
            found.setdefault(key, Account(Excerpt(quote.article, _shown(quote, said)), stance, quote, quote.speaker))
    return list(found.values())


def _stance(quote: Quote, said: Statement) -> Stance | None:
    return Stance.UNCLEAR if UNCLEAR.search(quote.text) else STANCES.get(said.act)


def _shown(quote: Quote, said: Statement) -> Span:
    """Return the words that stand for a position: the first content, cut at a blank where it is long."""
    span, text = said.content[0], quote.article.text
    if len(span) <= LONGEST_POSITION:
        return span
    cut = text.rfind(" ", span.start + 1, span.start + LONGEST_POSITION)
    return Span(span.start, cut if cut > 0 else span.start + LONGEST_POSITION)
