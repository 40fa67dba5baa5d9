"""The nouns of On Record: frozen records with no input or output of their own.

Offsets are code points in `Article.text`, which is fixed once at ingestion. Everything shown in
quotation style is a slice of that text; no record holds quoted characters of its own.
"""

import hashlib
import re
from bisect import bisect_right
from dataclasses import astuple, dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from index.publication import publication

Vectors = npt.NDArray[np.float32]
"""Embeddings, one a row: shape (count, dimension); or one alone: shape (dimension,)."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points; `0 <= start < end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of `text` that this span covers."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def to(self, other: "Span") -> "Span":
        """Return the smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def moved(self, by: int) -> "Span":
        """Return this span `by` characters further on."""
        return Span(self.start + by, self.end + by)

    def after(self, place: int) -> "Span":
        """Return the part of this span from `place` on."""
        return Span(max(self.start, place), self.end)

    def trimmed(self, text: str) -> "Span":
        """Return this span without blanks at its ends, unless it holds nothing else."""
        words = self.of(text)
        lead, end = len(words) - len(words.lstrip()), len(words.rstrip())
        return Span(self.start + lead, self.start + end) if lead < end else self

    def widened(self, margin: int) -> "Span":
        """Return this span with `margin` characters more on either side, not before the text begins."""
        return Span(max(0, self.start - margin), self.end + margin)


class BlockKind(StrEnum):
    """What a stretch of a page is; only furniture is never quoted nor embedded."""

    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    FURNITURE = "furniture"


TIME_LINE = re.compile(r"\[(\d{1,3}:\d\d:\d\d)\]")
"""A line that tells at what time of a recording the next begins."""


def time_line(second: int) -> str:
    """Return the line that tells of a second of a recording."""
    return f"[{second // 3600}:{second // 60 % 60:02}:{second % 60:02}]"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article between line ends, and what it is."""

    span: Span
    kind: BlockKind


class DateBasis(StrEnum):
    """How the publication date of an article is known."""

    STATED = "stated"
    CAPTION = "caption"
    ADDRESS = "address"
    RELATIVE = "relative"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Article:
    """One document, immutable after ingestion.

    `published` is ISO text as precise as it is known (`2016-03`, `2016-03-01`, or with time and zone
    `2016-03-01T09:30+02:00`) and None exactly when `published_basis` is unknown. `pages` are the places
    where the pages of a paged document begin. `self_described` is the publisher and address that a document
    gives itself and that where it came from does not bear out: shown as that, and never searched or limited by.
    `picture` is the address of a picture that its page names for it, "" where there is none that may be shown.
    `key` names an article.

    Raises:
        ValueError: `published` is no real date, or is not known in the way that `published_basis` says.
    """

    id: str
    collection: str
    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    published: str | None = None
    published_basis: DateBasis = DateBasis.UNKNOWN
    pages: tuple[int, ...] = ()
    self_described: str = ""
    picture: str = ""

    def __post_init__(self) -> None:
        if self.published is not None and publication(self.published) != self.published:
            raise ValueError(f"not a publication date: {self.published!r}")
        if (self.published is None) != (self.published_basis is DateBasis.UNKNOWN):
            raise ValueError(f"{self.published!r} is not known in this way: {self.published_basis}")

    @property
    def key(self) -> tuple[str, str]:
        """What names it: its collection, and its id in that."""
        return self.collection, self.id

    @property
    def called(self) -> str:
        """Its title, or its first words where it has none."""
        if self.title:
            return self.title
        return first_words(
            next((b.span.of(self.text) for b in self.blocks if b.kind is not BlockKind.FURNITURE), self.text)
        )

    @property
    def day(self) -> str | None:
        """The publication date without a time of day, in the zone that the publisher gave."""
        return self.published[:10] if self.published else None

    @property
    def dated(self) -> str:
        """The publication date in words, with how it is known where the article does not state it plainly."""
        if self.day is None:
            return "date not stated"
        how = {DateBasis.CAPTION: " by a caption", DateBasis.ADDRESS: " by its address"}
        return self.day + how.get(self.published_basis, "")

    def page_of(self, span: Span) -> int | None:
        """Return the number of the page on which `span` begins, from 1; None where there are no pages."""
        return bisect_right(self.pages, span.start) if self.pages else None

    def time_of(self, span: Span) -> str | None:
        """Return at what time of a recording the words at `span` begin; None where it is none."""
        if not self.blocks or not TIME_LINE.fullmatch(self.blocks[0].span.of(self.text)):
            return None
        before = self.blocks[: bisect_right(self.blocks, span.start, key=lambda b: b.span.start)]
        lines = (TIME_LINE.fullmatch(b.span.of(self.text)) for b in reversed(before))
        return next((line[1] for line in lines if line), None)

    def kind_at(self, span: Span) -> BlockKind:
        """Return the kind of the block in which `span` begins."""
        return next((b.kind for b in self.blocks if b.span.start <= span.start < b.span.end), BlockKind.BODY)


@dataclass(frozen=True, slots=True)
class Passage:
    """The retrieved unit: whole sentences that follow one another, as a span of its article."""

    span: Span
    sentences: tuple[Span, ...]
    kind: BlockKind = BlockKind.BODY


class Act(StrEnum):
    """What a speaker does by saying something."""

    SAYS = "says"
    DENIES = "denies"
    ACCUSES = "accuses"
    CONFIRMS = "confirms"
    ADMITS = "admits"
    WARNS = "warns"
    PROMISES = "promises"
    ORDERS = "orders"
    CALLS_FOR = "calls for"
    CONDEMNS = "condemns"
    PRAISES = "praises"
    PREDICTS = "predicts"
    DOUBTS = "doubts"


class Counted(StrEnum):
    """What a figure counts."""

    KILLED = "killed"
    BODIES = "bodies found"
    WOUNDED = "wounded"
    HOSPITAL = "taken to hospital"
    MISSING = "missing"
    DETAINED = "detained"
    DISPLACED = "displaced"
    FIGURE = "figure"
    """Whatever is asked for, as a reader marks it."""


class Stance(StrEnum):
    """On which side of a claim somebody stands."""

    ASSERTS = "asserts"
    DENIES = "denies"
    UNCLEAR = "unclear"


class Reason(StrEnum):
    """Why a question is declined."""

    ANSWERED = ""
    EMPTY = "empty question"
    TOO_LONG = "question too long"
    NOTHING = "nothing found"
    NOT_ADMITTED = "nothing of that publisher or time"
    WHICH = "which event is meant"
    NEWEST = "the newest is asked for"
    WEAK = "no passage answers it"
    LANGUAGE = "asked in another language than that of the articles"


class Speech(StrEnum):
    """Whether the content stands in quotation marks wholly, not at all, or in part."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody said something: who, by which words, what.

    `source` is the article's own words for the speaker at this place ("he", "the ministry").
    `name` is where the fullest name of that speaker stands in the same article, so that even the
    name shown is a slice; both are None where nobody is named. `relay` is whom the speaker was
    quoted through.
    """

    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    act: Act
    speech: Speech
    source: Span | None = None
    name: Span | None = None
    role: Span | None = None
    relay: Span | None = None

    @property
    def extent(self) -> Span:
        """The smallest span that holds source, cue and content."""
        spans = [*self.cue, *self.content, *([self.source] if self.source else [])]
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def covered(self, span: Span) -> int:
        """Return how many characters of `span` are content of this statement."""
        return sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in self.content)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few words of an article, by place: a short answer, a figure, a name."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        """The words themselves, sliced from the article."""
        return self.span.of(self.article.text)


MOST_FIRST = 60


def first_words(text: str) -> str:
    """Return the first words of a text on one line, whole ones, with an ellipsis where more follow."""
    words = " ".join(text[: 4 * MOST_FIRST].split())
    if len(words) <= MOST_FIRST:
        return words
    whole = words[: MOST_FIRST + 1].rpartition(" ")[0].rstrip(" ,;:.")
    return f"{whole or words[:MOST_FIRST]}…"


def digest(text: str) -> str:
    """Return a short sum by which a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a quote stands, without any of its characters: enough to read it again from the library.

    `digest` tells whether the article still says the same there, and names the same speaker;
    `also_in` are the collections and ids of its copies.
    """

    collection: str
    article: str
    span: Span
    digest: str
    statement: Statement | None = None
    also_in: tuple[tuple[str, str], ...] = ()


class Credit(StrEnum):
    """What a part of a quote's credit line tells; each is shown in words of the reader's language."""

    SPEAKER = "speaker"
    UNNAMED = "speaker not named"
    ARTICLE = "the article"
    INDIRECT = "in the article's words"
    RELAY = "through"
    HEADING = "from a heading"
    CAPTION = "from a caption"
    PAGE = "p."
    TIME = "at"
    PUBLISHER = "publisher"
    NO_PUBLISHER = "publisher not stated"
    SELF_DESCRIBED = "says of itself:"
    DATE = "date"
    ALSO_IN = "also in"
    CHANGED = "since changed at its source"


NAMES_ONLY = (Credit.SPEAKER, Credit.PUBLISHER, Credit.DATE)
"""Parts of a credit line that are told by their value alone."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Whole sentences of an article, by place, with the statement they answer by, if any.

    `also_in` are articles that print the very same words: copies, counted once. `since_changed` marks a
    quote of what the article said before it changed at its source.
    """

    article: Article
    span: Span
    score: float
    statement: Statement | None = None
    also_in: tuple[Article, ...] = ()
    since_changed: bool = False

    @property
    def text(self) -> str:
        """The quoted characters, sliced from the article."""
        return self.span.of(self.article.text)

    @property
    def reference(self) -> Reference:
        """Where the quote stands."""
        said = self.statement
        named = (said.source, said.name, said.role, said.relay) if said else ()
        words = [self.text, *(span.of(self.article.text) for span in named if span)]
        article = self.article
        copies = tuple(a.key for a in self.also_in)
        return Reference(article.collection, article.id, self.span, digest("\x1f".join(words)), said, copies)

    @property
    def kind(self) -> BlockKind:
        """Whether this is body text, a heading or a caption."""
        return self.article.kind_at(self.span)

    @property
    def speaker(self) -> str | None:
        """The name shown for the speaker, or None where nobody is named."""
        return self._words(self.statement.name) if self.statement else None

    @property
    def source(self) -> str | None:
        """The article's own words for the speaker at this place."""
        return self._words(self.statement.source) if self.statement else None

    @property
    def role(self) -> str | None:
        """The speaker's role in the article's own words."""
        return self._words(self.statement.role) if self.statement else None

    @property
    def relay(self) -> str | None:
        """Whom the speaker was quoted through."""
        return self._words(self.statement.relay) if self.statement else None

    @property
    def credited(self) -> str | None:
        """The speaker's name with the role beside it, or None where nobody is named."""
        return f"{self.speaker}, {self.role}" if self.speaker and self.role else self.speaker

    @property
    def credits(self) -> tuple[tuple[Credit, str], ...]:
        """Who said it, through whom, who published it, and when: names never confused."""
        said, article = self.statement, self.article
        copies = ", ".join(dict.fromkeys(a.publisher or a.called for a in self.also_in))
        unnamed = Credit.UNNAMED if said else Credit.ARTICLE
        parts = [
            (Credit.SPEAKER, self.credited) if self.credited else (unnamed, ""),
            (Credit.INDIRECT, "") if said and said.speech is Speech.INDIRECT else None,
            (Credit.RELAY, self.relay) if self.relay else None,
            (Credit[self.kind.name], "") if self.kind in (BlockKind.HEADING, BlockKind.CAPTION) else None,
            (Credit.PAGE, str(page)) if (page := article.page_of(self.span)) else None,
            (Credit.TIME, time) if (time := article.time_of(self.span)) else None,
            (Credit.PUBLISHER, article.publisher) if article.publisher else (Credit.NO_PUBLISHER, ""),
            (Credit.SELF_DESCRIBED, article.self_described) if article.self_described else None,
            (Credit.DATE, article.dated),
            (Credit.ALSO_IN, copies) if copies else None,
            (Credit.CHANGED, "") if self.since_changed else None,
        ]
        return tuple(part for part in parts if part is not None)

    @property
    def credit_line(self) -> str:
        """The credits in English words."""
        return " · ".join(value if part in NAMES_ONLY else f"{part} {value}".strip() for part, value in self.credits)

    def _words(self, span: Span | None) -> str | None:
        return " ".join(span.of(self.article.text).split()) if span else None


@dataclass(frozen=True, slots=True)
class Account:
    """One version of a disputed fact: as written, what it counts or on which side it stands, and who vouches for it.

    `by` is the name of the speaker who gives it, or None where the article itself does; `is_part` where a figure is of
    those that another counts.
    """

    figure: Excerpt
    counts: Counted | Stance
    quote: Quote
    by: str | None = None
    is_part: bool = False

    @property
    def credit(self) -> str:
        """Who vouches for the figure, in words."""
        return self.by or f"the article, {self.quote.article.publisher or 'publisher not stated'}"


def counts_told(account: Account) -> str:
    """Return what an account counts, or its side, in English words."""
    return f"of them {account.counts}" if account.is_part else str(account.counts)


@dataclass(frozen=True, slots=True)
class EventCard:
    """Quotes about one event; events are never merged, accounts never averaged."""

    event: str
    articles: tuple[Article, ...]
    quotes: tuple[Quote, ...]
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage; scores compare within one answer only."""

    article: Article
    span: Span
    score: float

    @property
    def text(self) -> str:
        """The passage's characters, sliced from the article."""
        return self.span.of(self.article.text)


class Next(StrEnum):
    """What kind of question may be asked after an answer."""

    SAID = "said"
    COUNTED = "counted"
    DENIED = "denied"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that may be asked after an answer: its kind, and whose words or which count it is about."""

    kind: Next
    about: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library has to say: event cards with quotes, or a reason for declining.

    `confidence` is between 0 and 1. A declined answer has no cards; `nearest` are the quotes that came
    nearest, which do not answer; `choices` an article of each event that an open question may mean. `untimely` is the
    time asked for, in the question's words, where nothing shown is known to be of it, `unsaid` whoever is asked for
    words, where nothing shown is known to be by them, `uncounted` the words that ask for a figure, where nothing
    shown is known to be one of that, and `about` the event that is taken to be spoken of still, where the question was
    understood by the talk before it. `suggestions` are questions that the articles of its first event may answer next.
    """

    question: str
    confidence: float
    reason: Reason
    cards: tuple[EventCard, ...] = ()
    short_answers: tuple[Excerpt, ...] = ()
    hits: tuple[Hit, ...] = ()
    nearest: tuple[Quote, ...] = ()
    choices: tuple[Article, ...] = ()
    untimely: str = ""
    unsaid: str = ""
    uncounted: str = ""
    about: str = ""
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the answer quotes anything; declining is an answer too."""
        return bool(self.cards)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """All quotes, best first."""
        return tuple(sorted((q for c in self.cards for q in c.quotes), key=lambda q: -q.score))


@dataclass(frozen=True, slots=True)
class ModelKey:
    """What makes embeddings comparable: two libraries with unequal keys are never searched together."""

    sha256: str
    dimension: int
    normalised: bool
    max_pieces: int


MOST_NEW = 25


@dataclass(slots=True)
class AddReport:
    """What came of adding; `new` are the ids of the first `MOST_NEW` articles that were added."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    passages: int = 0
    statements: int = 0
    new: tuple[str, ...] = ()

    @property
    def articles(self) -> int:
        """How many articles were looked at."""
        return self.added + self.replaced + self.unchanged

    def __add__(self, other: "AddReport") -> "AddReport":
        return AddReport(*(x + y for x, y in zip(astuple(self), astuple(other), strict=True)))
