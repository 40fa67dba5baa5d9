"""Answers → pages that Discord can show, and what is read back from one that was shown. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from bot.escaping import name, size, unescape
from bot.languages import Languages, Words
from bot.rendering.quoting import SMALL, attribution, place_told, quoted, raised
from index import Account, Answer, Article, Excerpt, Quote, Reason, Suggestion

PAGE_CHARACTERS = 3600
"""Of the 4,000 that all text of one message may have, in the larger of two counts, with room to spare."""
PAGE_QUOTES = 5
MOST_ACCOUNTS = 8
FIRST_QUOTES = 2
MOST_SHORT = 6
MOST_NEAREST = 2
NOTES = ("about", "untimely", "unsaid", "uncounted")
"""Keys of our words for what is to be said of quotes."""
DECLINED = {
    Reason.EMPTY: "declined-empty",
    Reason.TOO_LONG: "declined-too-long",
    Reason.NOTHING: "declined-nothing",
    Reason.NOT_ADMITTED: "declined-not-admitted",
    Reason.LANGUAGE: "declined-language",
    Reason.WHICH: "which",
    Reason.NEWEST: "newest",
}
"""Our words for why a question is declined, where they are not those for any other."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote on a page, or None where one stood that was withdrawn, with the number and name of its event."""

    number: int
    event: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Page:
    """What one message shows: a line of ours above, then quotes by event, each event's accounts once.

    `before` are the quotes of earlier pages, from which those of this one are counted on; None where all are of the one
    article whose card stands above, and none has a number.
    """

    heading: str
    words: Words
    quotes: tuple[Shown, ...] = ()
    accounts: Mapping[int, Sequence[Account]] = field(default_factory=dict)
    footer: str = ""
    before: int | None = 0
    suggestions: tuple[Suggestion | None, ...] = ()
    choices: tuple[Article, ...] = ()

    @property
    def true(self) -> list[Quote]:
        """The quotes that the page shows."""
        return [s.quote for s in self.quotes if s.quote is not None]

    def blocks(self) -> list["EventOnPage"]:
        """Return the page's blocks of text, one for each event in order of its number."""
        found = []
        if self.before is None:
            return (
                [EventOnPage("", tuple((0, s.quote) for s in self.quotes), self.words, is_below_card=True)]
                if self.quotes
                else []
            )
        places = {id(s): place for place, s in enumerate(self.quotes, self.before + 1)}
        for number in sorted({s.number for s in self.quotes}):
            own = [s for s in self.quotes if s.number == number]
            lines = _account_lines(self.accounts.get(number, ()), self.words)
            days = {self.words.dated(s.quote.article) for s in own if s.quote}
            dated = list(days) if len(days) == 1 else []
            title = "\n".join([*_titled(name(own[0].event), dated), *lines])
            quotes = tuple((places[id(s)], s.quote) for s in own)
            named = (s.quote.article for s in own if s.quote and s.quote.article.called == own[0].event)
            pictured = next((article for article in named if article.picture), None)
            found.append(EventOnPage(title, quotes, self.words, is_dated=not dated, pictured=pictured))
        return found

    def size(self) -> int:
        """Return how many characters the page's text takes."""
        blocks = self.blocks()
        return sum(map(size, (self.heading, self.footer, *(t for b in blocks for t in b.texts()))))


@dataclass(frozen=True, slots=True)
class EventOnPage:
    """One event on a page: its title with accounts, and its quotes with their numbers; whether each tells its day.

    Where all is of the one article whose card stands above, `is_below_card`, no title and no number is needed.
    `pictured` is the article that the event is called by, if its page names a picture.
    """

    title: str
    quotes: tuple[tuple[int, Quote | None], ...]
    words: Words
    is_dated: bool = True
    is_below_card: bool = False
    pictured: Article | None = None

    def texts(self) -> list[str]:
        """Return the title, each quote and each attribution, apart from one another."""
        quotes = (text for texts in self.quotes_told() for text in texts)
        return [*([self.title] if self.title else []), *quotes]

    def quotes_told(self) -> list[list[str]]:
        """Return each quote and its attribution, apart from one another.

        A line of ours right below a quote could be read as a part of it. A quote too long to be shown
        whole is pointed to instead.
        """
        return [self._texts_of(number, q) for number, q in self.quotes]

    def _texts_of(self, number: int, quote: Quote | None) -> list[str]:
        if quote is None:
            return [self.words("withdrawn-quote")]
        credited = (
            attribution(quote, self.words, number=number, is_dated=self.is_dated)
            if not self.is_below_card
            else place_told(quote, self.words)
        )
        return [quoted(quote.text) or self.words("too-long"), credited]


def _titled(event: str, day: Sequence[str]) -> list[str]:
    """Return an event's title with its one day below it, or the day as the title of what has no other."""
    return [f"### {event}", *(SMALL + d for d in day)] if event else [f"### {d}" for d in day]


def _fitted(page: Page, taken: int) -> tuple[Page, int]:
    """Return a page of a size, and that; without accounts, then short answers, where one quote makes it too long."""
    if taken <= PAGE_CHARACTERS:
        return page, taken
    page = replace(page, accounts={})
    page = page if page.size() <= PAGE_CHARACTERS else replace(page, heading=_repeated(page.heading))
    return page, page.size()


def _account_lines(accounts: Sequence[Account], words: Words) -> list[str]:
    """Return a line for each account, with the day of its article where they are of several: figures grow."""
    of_one_day = len({a.quote.article.day for a in accounts}) < 2
    days = ["" if of_one_day else f" · {words.dated(a.quote.article)}" for a in accounts]
    return [_account_line(a, words) + day for a, day in zip(accounts, days, strict=True)]


def _account_line(account: Account, words: Words) -> str:
    publisher = name(account.quote.article.publisher) or words("credit-no_publisher")
    by = name(account.by) if account.by else words("account-by-article", publisher=publisher)
    return f"- {_counted(account, words)}: **{name(account.figure.text)}** — {by}"


def _counted(account: Account, words: Words) -> str:
    """Return in words what an account counts, or the position it takes; "of them" where it is a part of another."""
    told = words("count-" + account.counts.replace(" ", "-"))
    return words("count-of-them", counts=told) if account.is_part else told


def pages_of(answer: Answer, words: Words) -> list[Page]:
    """Return the pages of an answer, cut between quotes and never inside one."""
    if not answer.answered:
        return [_declined(answer, words)]
    accounts = {number: card.accounts[:MOST_ACCOUNTS] for number, card in enumerate(answer.cards)}
    # Two quotes of each event first, so that no event waits behind another's tenth.
    quotes = [
        Shown(number, card.event, quote)
        for part in (slice(0, FIRST_QUOTES), slice(FIRST_QUOTES, None))
        for number, card in enumerate(answer.cards)
        for quote in card.quotes[part]
    ]
    first, *more = paged(
        heading_of(answer.question, answer.short_answers, words, notes_of(answer)), words, quotes, accounts
    )
    return [replace(first, suggestions=answer.suggestions), *more]


def paged(
    heading: str,
    words: Words,
    quotes: Sequence[Shown],
    accounts: Mapping[int, Sequence[Account]] | None = None,
    *,
    are_numbered: bool = True,
) -> list[Page]:
    """Pack quotes into pages; the heading's small lines stand on each, an event's accounts where it comes first."""
    accounts, before = accounts or {}, 0 if are_numbered else None
    pages, taken = [Page(heading, words, before=before)], size(heading)
    told: set[int] = set()
    for item in quotes:
        new = {item.number: accounts[item.number]} if item.number in accounts.keys() - told else {}
        title, rest = _sizes(Page("", words, (item,), new))
        more = rest if any(s.number == item.number for s in pages[-1].quotes) else title + rest
        if pages[-1].quotes and (taken + more > PAGE_CHARACTERS or len(pages[-1].quotes) == PAGE_QUOTES):
            first = _repeated(heading)
            pages.append(Page(first, words, before=before))
            taken, more = size(first), title + rest
        page = pages[-1]
        whole = replace(page, quotes=(*page.quotes, item), accounts={**page.accounts, **new})
        pages[-1], taken = _fitted(whole, taken + more)
        told.add(item.number)
    # As they are read on the page, an event after the other, so that menus count them alike.
    return numbered([replace(p, quotes=tuple(sorted(p.quotes, key=lambda s: s.number))) for p in pages])


def _sizes(alone: Page) -> tuple[int, int]:
    """Return how many characters the title of a page's one block takes, and its quote, each worked out once."""
    [block] = alone.blocks()
    return size(block.title), sum(size(text) for texts in block.quotes_told() for text in texts)


def numbered(pages: Sequence[Page]) -> list[Page]:
    """Return the pages, each saying which it is where there are several, with quotes counted through all of them."""
    counts = accumulate((len(p.quotes) for p in pages), initial=0)
    counted = [replace(p, before=None if p.before is None else n) for p, n in zip(pages, counts, strict=False)]
    if len(pages) == 1:
        return counted
    return [replace(p, footer=SMALL + p.words("page-of", page=n, pages=len(pages))) for n, p in enumerate(counted, 1)]


def notes_of(answer: Answer) -> dict[str, str]:
    """Return what is to be said of the quotes of an answer, by the key of our words for it."""
    return dict(zip(NOTES, (answer.about, answer.untimely, answer.unsaid, answer.uncounted), strict=True))


def heading_of(
    question: str, short_answers: Sequence[Excerpt], words: Words, notes: Mapping[str, str] | None = None
) -> str:
    """Return the lines above an answer: what was asked, what is to be said of the quotes, the short answers."""
    # They stand in the first quote.
    short = " · ".join(f"**{name(e.text)}** {raised(1)}" for e in short_answers[:MOST_SHORT])
    said = [SMALL + words(key, it=name(it)) for key, it in (notes or {}).items() if it]
    return "\n".join(filter(None, [asked_line(question, words) if question else "", *said, short]))


def _repeated(heading: str) -> str:
    """Return the lines of a heading that stand on every page: the small ones, or the first where there are none."""
    lines = heading.split("\n")
    return "\n".join(line for line in lines if line.startswith(SMALL)) or lines[0]


def _declined(answer: Answer, words: Words) -> Page:
    lines = [asked_line(answer.question, words), words(DECLINED.get(answer.reason, "declined"))]
    if answer.unsaid and answer.nearest:
        lines.append(SMALL + words("unsaid", it=name(answer.unsaid)))
    lines += [f"- {name(a.called)} · {words.dated(a)}" for a in answer.choices]
    nearest = [Shown(0, words("nearest"), q) for q in answer.nearest[:MOST_NEAREST]]
    return replace(paged("\n".join(lines), words, nearest)[0], footer="", choices=answer.choices)


def asked_line(question: str, words: Words) -> str:
    """Return the line that repeats the question, by which a reply to the answer is understood later."""
    return SMALL + words("asked", question=name(question, 300))


def question_in(texts: Iterable[str], languages: Languages) -> str | None:
    """Return the question that an answer of ours repeats, in whatever language we spoke, or None."""
    return _after(texts, [words("asked", question="") for words in languages.all()])


def is_about_the_last(page: Page) -> bool:
    """Tell whether a page says that its question was understood by the talk before it."""
    return _after([page.heading], [page.words("about", it="")]) is not None


def notes_in(texts: Sequence[str], languages: Languages) -> dict[str, str]:
    """Return what an answer of ours says of its quotes, in the question's words, as `notes_of` does."""
    return {key: _after(texts, [words(key, it="") for words in languages.all()]) or "" for key in NOTES}


def _after(texts: Iterable[str], marks: Sequence[str]) -> str | None:
    """Return what follows the first of our own small lines that begins with one of these, or None."""
    whole = tuple(SMALL + mark for mark in marks)
    for line in (line for text in texts for line in text.split("\n")):
        mark = next((m for m in whole if line.startswith(m)), None)
        if mark:
            return unescape(line.removeprefix(mark))
    return None
