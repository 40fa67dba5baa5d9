"""Answers → pages that Discord can show. Pure, but for the discord.py types it ends in.

Quoted text is foreign text: every character that Discord could read as a command is escaped by an
escaper of our own, and each quote stands alone in a component, line by line behind `> `. The gate
reads the finished page back and compares every such block with the article it came from.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent
from urllib.parse import urlsplit

import discord

from index import (
    Account,
    Answer,
    Article,
    Difference,
    Excerpt,
    Passage,
    Quote,
    QuoteMismatchError,
    Title,
    Verdict,
    Verification,
)

if TYPE_CHECKING:
    from bot.adding import Adding

PAGE_CHARACTERS = 3600
"""Of the 4,000 that all text of one message may have, in the larger of two counts, with room to spare."""
PAGE_QUOTES = 5
TEXT_CHARACTERS = 1900
"""Of the 2,000 of a classic message."""
MOST_QUOTED = 2400
"""Escaped characters; a longer quote is pointed to, never cut. It leaves room for names and heading."""
NAME_CHARACTERS = 120
LINK_CHARACTERS = 500
ROW_BUTTONS = 5
MOST_ACCOUNTS = 8
ACCENT = 0x2F5D8A

SPECIAL = re.compile(r"[\\*_~|`\[\]<>@#:/]")
LINE_START = re.compile(r"(?m)^([ \t]*)(\d+)([.)])|^([ \t]*)([-+])")
ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
"""Characters that show nothing and can only hide something; left out of what is shown and compared."""
BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")

FIRST_QUOTES = 2
MOST_SHORT = 6

DECLINED = "**The sources I have do not answer this.**"
OPEN = "**Which of these do you mean?** Ask again with a few words of it."
NEAREST = "Nearest passages, which do not answer it"
TOO_LONG = "*This passage is too long to be shown whole; open the source to read it.*"
CLASSIC_MORE = "-# There is more; open the sources to read on."


def shown(text: str) -> str:
    """Return `text` as a reader sees it: without invisible characters, with one kind of line end."""
    return BREAKS.sub("\n", INVISIBLE.sub("", text))


def escape(text: str) -> str:
    """Return `text` so that Discord shows it as it stands, with nothing live in it."""
    escaped = SPECIAL.sub(lambda m: "\\" + m.group(), shown(text))
    return LINE_START.sub(_escaped_start, escaped)


def _escaped_start(match: re.Match[str]) -> str:
    indent, number, dot, indent_of_sign, sign = match.groups()
    return f"{indent}{number}\\{dot}" if number else f"{indent_of_sign}\\{sign}"


def unescape(text: str) -> str:
    """Undo `escape`."""
    return ESCAPED.sub(r"\1", text)


def name(text: str, most: int = NAME_CHARACTERS) -> str:
    """Return a name of an article for a line of ours: on one line, escaped, cut to `most` characters."""
    flat = " ".join(text.split())
    escaped = escape(flat)
    while size(escaped) > most:
        flat = flat[: min(len(flat) - 1, most * len(flat) // size(escaped))]
        escaped = escape(flat.rstrip()) + "…" if size(escape(flat)) < most else escape(flat)
    return escaped


def quoted(quote: Quote) -> str | None:
    """Return the quote in Discord's quotation style, or None where it is too long to be shown whole."""
    lines = escape(quote.text).split("\n")
    block = "\n".join(f"> {line}" for line in lines)
    return block if size(block) <= MOST_QUOTED else None


def size(text: str) -> int:
    """Return the length of `text` in UTF-16 units, the larger of the two ways Discord may count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def attribution(quote: Quote) -> str:
    """Return who said it, through whom, who published it, when."""
    first, *rest = (name(part) for part in quote.credits)
    return f"— **{first}** · " + " · ".join(rest)


def link(article: Article) -> str | None:
    """Return the article's address where it can be a link of ours, else None."""
    try:
        parts = urlsplit(article.url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username:
        return None
    place = f"{host}:{port}" if port else host
    address = percent(parts._replace(netloc=place).geturl(), safe=":/?&=%#~+,;@")
    return address if len(address) <= LINK_CHARACTERS else None


def host_of(address: str) -> str:
    """Return the host of a link, as it is shown on its button."""
    return (urlsplit(address).hostname or "")[:70]


# --- pages


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote on a page, with the number and name of its event among the answer's."""

    number: int
    event: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Page:
    """What one message shows: a line of ours above, then quotes by event, each event's accounts once."""

    heading: str
    quotes: tuple[Shown, ...] = ()
    accounts: Mapping[int, Sequence[Account]] = field(default_factory=dict)
    footer: str = ""

    def blocks(self) -> list["Block"]:
        """Return the page's blocks of text, one for each event in order of its number."""
        found = []
        for number in sorted({s.number for s in self.quotes}):
            own = [s for s in self.quotes if s.number == number]
            lines = [_account_line(a) for a in self.accounts.get(number, ())]
            article = own[0].quote.article
            title = f"### {name(own[0].event)}\n-# {name(article.dated)}"
            found.append(Block("\n".join([title, *lines]), tuple(s.quote for s in own)))
        return found

    def size(self) -> int:
        """Return how many characters the page's text takes."""
        blocks = self.blocks()
        return sum(map(size, (self.heading, self.footer, *(t for b in blocks for t in b.texts()))))


@dataclass(frozen=True, slots=True)
class Block:
    """One event on a page: its title with accounts, and its quotes."""

    title: str
    quotes: tuple[Quote, ...]

    def texts(self) -> list[str]:
        """Return the title, each quote and each attribution, apart from one another.

        A line of ours right below a quote could be read as a part of it. A quote too long to be shown
        whole is pointed to instead.
        """
        return [self.title, *(t for q in self.quotes for t in (quoted(q) or TOO_LONG, attribution(q)))]


def _fitted(page: Page) -> Page:
    """Leave out accounts, then short answers, where one quote alone would make the page too long."""
    if page.size() > PAGE_CHARACTERS:
        page = replace(page, accounts={})
    return page if page.size() <= PAGE_CHARACTERS else replace(page, heading=page.heading.split("\n")[0])


def _account_line(account: Account) -> str:
    return f"- {account.counts}: **{name(account.figure.text)}** — {name(account.credit)}"


def pages_of(answer: Answer) -> list[Page]:
    """Return the pages of an answer, cut between quotes and never inside one."""
    if not answer.answered:
        return [_declined(answer)]
    accounts = {number: card.accounts[:MOST_ACCOUNTS] for number, card in enumerate(answer.cards)}
    # Two quotes of each event first, so that no event waits behind another's tenth.
    quotes = [
        Shown(number, card.event, quote)
        for part in (slice(0, FIRST_QUOTES), slice(FIRST_QUOTES, None))
        for number, card in enumerate(answer.cards)
        for quote in card.quotes[part]
    ]
    return paged(heading_of(answer.question, answer.short_answers), quotes, accounts)


def paged(heading: str, quotes: Sequence[Shown], accounts: Mapping[int, Sequence[Account]]) -> list[Page]:
    """Pack quotes into pages; the heading's first line stands on each, an event's accounts where it comes first."""
    pages = [Page(heading)]
    told: set[int] = set()
    for item in quotes:
        new = {item.number: accounts[item.number]} if item.number in accounts.keys() - told else {}
        page = pages[-1]
        trial = replace(page, quotes=(*page.quotes, item), accounts={**page.accounts, **new})
        if page.quotes and (trial.size() > PAGE_CHARACTERS or len(trial.quotes) > PAGE_QUOTES):
            pages.append(_fitted(Page(heading.split("\n")[0], (item,), new)))
        else:
            pages[-1] = _fitted(trial)
        told.add(item.number)
    return numbered(pages)


def numbered(pages: Sequence[Page]) -> list[Page]:
    """Return the pages, each saying which it is where there are several."""
    if len(pages) == 1:
        return list(pages)
    return [replace(p, footer=f"-# Page {n} of {len(pages)}") for n, p in enumerate(pages, 1)]


def heading_of(question: str, short_answers: Sequence[Excerpt]) -> str:
    """Return the lines above an answer: what was asked, and the short answers."""
    short = " · ".join(f"**{name(e.text)}**" for e in short_answers[:MOST_SHORT])
    return "\n".join(filter(None, [asked_line(question) if question else "", short]))


def _declined(answer: Answer) -> Page:
    lines = [asked_line(answer.question), OPEN if answer.choices else DECLINED]
    lines += [f"- {name(a.title or a.id)} · {name(a.dated)}" for a in answer.choices]
    nearest = [Shown(0, NEAREST, q) for q in answer.nearest[:2]]
    return replace(paged("\n".join(lines), nearest, {})[0], footer="")


ASKED = "-# Asked: "


def asked_line(question: str) -> str:
    """Return the line that repeats the question, by which a reply to the answer is understood later."""
    return f"{ASKED}{name(question, 300)}"


def question_in(texts: Iterable[str]) -> str | None:
    """Return the question that an answer of ours repeats, or None."""
    lines = (line for text in texts for line in text.split("\n"))
    return next((unescape(line.removeprefix(ASKED)) for line in lines if line.startswith(ASKED)), None)


# --- messages


def layout_of(page: Page, buttons: Sequence[discord.ui.Item[Any]] = ()) -> discord.ui.LayoutView:
    """Return the page as a Components V2 layout: a container for each event, links to its sources, buttons."""
    view = discord.ui.LayoutView(timeout=None)
    if page.heading:
        view.add_item(discord.ui.TextDisplay(page.heading))
    for block in page.blocks():
        container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=ACCENT)
        for text in block.texts():
            container.add_item(discord.ui.TextDisplay(text))
        links = _link_buttons(block)
        if links:
            container.add_item(discord.ui.ActionRow(*links))
        view.add_item(container)
    if page.footer:
        view.add_item(discord.ui.TextDisplay(page.footer))
    if buttons:
        view.add_item(discord.ui.ActionRow(*buttons))
    return view


def _link_buttons(block: Block) -> list[discord.ui.Button[discord.ui.LayoutView]]:
    links = dict.fromkeys(address for q in block.quotes if (address := link(q.article)))
    return [discord.ui.Button(label=host_of(a), url=a) for a in list(links)[:ROW_BUTTONS]]


def text_of(page: Page) -> str:
    """Return the page as a classic message, for where layouts are refused: whole quotes, as many as fit."""
    kept = [page.heading] if page.heading else []
    for block in page.blocks():
        for text in block.texts():
            if size("\n".join([*kept, text, CLASSIC_MORE])) > TEXT_CHARACTERS:
                return "\n".join([*kept, CLASSIC_MORE])
            kept.append(text)
    return "\n".join(kept)


def texts_in(view: discord.ui.LayoutView) -> list[str]:
    """Return the text of every text display of a layout, in order."""
    return [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]


def gate(texts: Iterable[str], quotes: Sequence[Quote]) -> None:
    """Let a finished message pass only if every block in quotation style is a quote, character for character.

    Raises:
        QuoteMismatchError: a block differs from every quote; nothing may be sent.
    """
    true = {shown(q.span.of(q.article.text)) for q in quotes}
    for text in texts:
        for block in _quoted_blocks(text):
            if unescape(block) not in true:
                raise QuoteMismatchError("An answer differed from its sources, so it was not sent.")


def _quoted_blocks(text: str) -> Iterator[str]:
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("> "):
            block.append(line[2:])
        elif block:
            yield "\n".join(block)
            block = []


# --- verdicts

VERDICTS: Mapping[Verdict, str] = {
    Verdict.EXACT: "**Exact.** These very words stand in the library.",
    Verdict.TYPOGRAPHY: "**Exact but for typography.** Only marks, dashes or blanks differ.",
    Verdict.SOMEBODY_ELSE: "**Said by somebody else.** The words stand in the library, but are not that speaker’s.",
    Verdict.ALTERED: "**Altered.** The library has these words otherwise.",
    Verdict.STITCHED: "**Stitched.** The words stand in several places, not together.",
    Verdict.NOT_FOUND: "**Not found.** Nothing in the library reads like this. It may still have been said.",
}
MOST_DIFFERENCES = 8


def verification_page(found: Verification) -> Page:
    """Return the verdict on a claim, what differs, and the real wordings, as many as one message holds."""
    by = f" — {name(found.claim.speaker)}" if found.claim.speaker else ""
    lines = [VERDICTS[found.verdict], f"-# Checked: {name(found.claim.text, 300)}{by}"]
    differences = [(d, w.quote.article.text) for w in found.wordings[:1] for d in w.differences]
    lines += [_difference_line(d, text) for d, text in differences[:MOST_DIFFERENCES]]
    quotes = [Shown(n, w.quote.article.title or w.quote.article.id, w.quote) for n, w in enumerate(found.wordings)]
    return replace(paged("\n".join(lines), quotes, {})[0], footer="")


def _difference_line(difference: Difference, text: str) -> str:
    real = difference.real.of(text) if difference.real else ""
    if not real:
        return f"- not there: “{name(difference.claimed)}”"
    return (
        f"- left out: “{name(real)}”"
        if not difference.claimed
        else f"- not “{name(difference.claimed)}” but “{name(real)}”"
    )


# --- sources


def source_pages(article: Article, passages: Sequence[Passage]) -> list[Page]:
    """Return an article's card and its passages, page by page."""
    quotes = [Shown(0, article.title or article.id, Quote(article, p.span, 0.0)) for p in passages]
    return paged(card_line(article), quotes, {})


SAID_NOTHING = "**My sources have no such statement.**"


def statement_pages(speaker: str, about: str, quotes: Sequence[Quote]) -> list[Page]:
    """Return what a speaker said on something, a quote after the other, page by page."""
    heading = asked_line(f"what did {speaker} say about {about}" if about else f"what did {speaker} say")
    if not quotes:
        return [Page(f"{heading}\n{SAID_NOTHING}")]
    return paged(heading, [Shown(n, q.article.title or q.article.id, q) for n, q in enumerate(quotes)], {})


def card_line(article: Article) -> str:
    """Return an article's title, publisher, date and link on two lines."""
    publisher = name(article.publisher) if article.publisher else "publisher not stated"
    address = link(article)
    return f"**{name(article.title or 'untitled')}**\n-# {publisher} · {name(article.dated)}" + (
        f" · <{address}>" if address else ""
    )


def sources_text(topic: str, articles: Sequence[Article]) -> str:
    """Return the articles that speak of a topic, as many as one message holds."""
    if not articles:
        return f"No source speaks of **{name(topic)}**."
    return _fitting([f"Sources that speak of **{name(topic)}**:", *(card_line(a) for a in articles)])


AND_MORE = "… and more."
MOST_SKIPPED = 15
"""Sources that could not be read, of which the reasons are told one by one."""


def adding_text(outcomes: Sequence["Adding"]) -> str:
    """Return what came of adding: how much went in, and why what did not."""
    counts = [sum(getattr(o, name) for o in outcomes) for name in ("added", "replaced", "unchanged")]
    skipped = [one for o in outcomes for one in o.skipped]
    head = "" if all(o.is_done for o in outcomes) else "Adding, so far: "
    lines = [f"{head}{counts[0]} added, {counts[1]} replaced, {counts[2]} unchanged, {len(skipped)} skipped."]
    lines += [f"- {name(_short(where))}: {name(why)}" for where, why in skipped[:MOST_SKIPPED]]
    return _fitting(lines)


def titles_text(head: str, titles: Sequence[Title]) -> str:
    """Return a line for each title under a first line, as many as one message holds."""
    return _fitting(
        [head, *(f"- {name(t.title or t.id)} · {name(t.publisher or 'publisher not stated')}" for t in titles)]
    )


def _fitting(lines: Sequence[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if size("\n".join([*kept, line, AND_MORE])) > TEXT_CHARACTERS:
            return "\n".join([*kept, AND_MORE])
        kept.append(line)
    return "\n".join(kept)


def _short(where: str) -> str:
    """Return the end of a path, or an address without its query, which may hold a key."""
    return where.split("?")[0] if "://" in where else where.rsplit("/", 1)[-1]


def plain(text: str) -> str:
    """Return text of ours as a terminal shows it: no marks of emphasis, escapes undone, quotes behind a bar."""
    lines = [re.sub(r"^(?:### |-# )", "", line) for line in text.split("\n")]
    bare = [re.sub(r"(?<!\\)\*\*", "", f"│ {line[2:]}" if line.startswith("> ") else line) for line in lines]
    return "\n".join(unescape(line) for line in bare)
