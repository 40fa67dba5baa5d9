"""Answers, sources and statements as a person reads them in a terminal. Nothing here changes a quote."""

import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from index.catalogue import Copies
from index.records import Account, Answer, Article, BlockKind, EventCard, Passage, Quote, Reason, Span, counts_told
from index.store import Followed
from index.text.characters import printable
from index.timeline import Day
from index.verifying.drafts import Checked
from index.verifying.verdicts import Verification, Wording


def shown(words: str, style: str = "") -> Text:
    """Return words, whosever they are, as a terminal may be given them: nothing in them is obeyed."""
    return Text(printable(words), style=style)


DECLINED = "The library does not answer this."
OPEN = "Which of these do you mean? Ask again with a few words of it."
NEWEST = "The newest here:"
NEAREST = "Nearest passages, which do not answer it:"
UNTIMELY = "Nothing here is known to be from the time asked for:"
UNSAID = "None of these words is known to be by whom you ask about:"
UNCOUNTED = "No figure here is known to be of what you ask:"
ABOUT = "About:"
SHOWN_EACH = 4
"""Quotes shown of one event; the rest is counted."""
LONGEST_IN_TABLE = 60
"""Characters of a draft's quotation in a table."""


def print_answer(answer: Answer) -> None:
    """Print the short answer, then the quotes by event; or that the library declines."""
    console = Console(highlight=False)
    if not answer.answered:
        if answer.choices:
            console.print(shown(NEWEST if answer.reason is Reason.NEWEST else OPEN, style="bold"))
        else:
            console.print(
                shown(DECLINED, style="bold"), shown(f"({answer.reason}; confidence {answer.confidence:.0%})")
            )
        for article in answer.choices:
            console.print(Padding(shown(f"{article.called}  · {article.dated}"), (0, 0, 0, 2)))
        if answer.nearest:
            if answer.unsaid:
                console.print(shown(f"{UNSAID} {answer.unsaid}", style="dim"))
            console.print(shown(f"\n{NEAREST}"))
            _print_quotes(console, answer.nearest[:2])
        return
    notes = ((ABOUT, answer.about), (UNTIMELY, answer.untimely), (UNSAID, answer.unsaid), (UNCOUNTED, answer.uncounted))
    for told, words in notes:
        if words:
            console.print(shown(f"{told} {words}", style="dim"))
    if answer.short_answers:
        console.print(shown(" · ".join(e.text for e in answer.short_answers), style="bold"))
    for card in answer.cards:
        _print_card(console, card)
    console.print(shown(f"\nconfidence {answer.confidence:.0%}", style="dim"))


def print_days(days: Sequence[Day]) -> None:
    """Print what was said day by day, each day's figures above its quotes."""
    console = Console(highlight=False)
    if not days:
        console.print(shown("nothing here was said about that"))
    for day in days:
        console.print(shown(f"\n{day.quotes[0].article.dated}", style="bold underline"))
        _print_accounts(console, day.figures)
        _print_quotes(console, day.quotes)
        _print_more(console, day.there_are - len(day.quotes))


def _print_card(console: Console, card: EventCard) -> None:
    console.print(shown(f"\n{card.event}", style="bold underline"), shown(f"· {card.quotes[0].article.dated}"))
    _print_accounts(console, card.accounts)
    _print_quotes(console, card.quotes[:SHOWN_EACH])
    _print_more(console, len(card.quotes) - SHOWN_EACH)


def _print_accounts(console: Console, accounts: Sequence[Account]) -> None:
    is_of_one_day = len({a.quote.article.day for a in accounts}) < 2
    for account in accounts:
        told = f"{counts_told(account)}: {_marked(account.figure.text)} — {account.credit}"
        day = "" if is_of_one_day else f" · {account.quote.article.dated}"
        console.print(Padding(shown(told + day), (0, 0, 0, 2)))


def _print_more(console: Console, more: int) -> None:
    if more > 0:
        console.print(Padding(shown(f"… and {more} more", style="dim"), (0, 0, 0, 2)))


def _marked(words: str) -> str:
    """Return words of an article in quotation marks, their own where they bring them."""
    flat = " ".join(words.split())
    return flat if flat[:1] in "“\"‘'«„" else f"“{flat}”"


def _print_quotes(console: Console, quotes: Sequence[Quote]) -> None:
    for quote in quotes:
        console.print()
        _print_barred(console, shown(quote.text))
        _print_credits(console, quote)


def _print_credits(console: Console, quote: Quote) -> None:
    console.print(Padding(shown(f"— {quote.credit_line}", style="dim"), (0, 0, 0, 4)))
    if quote.article.url:
        console.print(Padding(shown(quote.article.url, style="dim"), (0, 0, 0, 4)))


def _print_barred(console: Console, text: Text) -> None:
    """Print quoted text beside a bar, because it may hold quotation marks of its own."""
    room = max(20, console.width - 4)
    for line in text.wrap(console, room):
        console.print(shown("  │ ", style="dim") + line, soft_wrap=True)


def print_verification(found: Verification) -> None:
    """Print the verdict on a claim, then every real wording with what the claim has otherwise."""
    console = Console(highlight=False)
    claimed = f" (claimed of {found.claim.speaker})" if found.claim.speaker else ""
    console.print(shown(f"{found.verdict.capitalize()}{claimed}", style="bold"))
    for wording in found.wordings:
        console.print()
        if wording.caveat is not None and not found.is_good:
            console.print(shown(f"In its sentence these words are {wording.caveat}:", style="dim"))
        _print_barred(console, compared(wording))
        _print_credits(console, wording.quote)


def print_draft(checked: Sequence[Checked]) -> None:
    """Print a draft's quotations with their verdicts as a table, then those that need a look with the real wordings."""
    console = Console(highlight=False)
    if not checked:
        console.print("The draft holds no quotation.")
        return
    table = Table("line", "verdict", "quotation", "whose", box=None, pad_edge=False)
    for one in checked:
        claim, found = one.quoted.claim, one.verification
        style = "" if found.is_good else "bold"
        words = textwrap.shorten(claim.text, LONGEST_IN_TABLE, placeholder="…")
        whose = claim.speaker or "not named"
        table.add_row(str(one.quoted.line), shown(found.verdict, style=style), shown(words), shown(whose))
    console.print(table)
    for one in checked:
        if not one.verification.is_good:
            console.print(shown(f"\nLine {one.quoted.line}: {one.quoted.claim.text}", style="dim"))
            print_verification(one.verification)
    bad = sum(not c.verification.is_good for c in checked)
    console.print(f"\n{len(checked)} quotations, {bad} to look at.")


def compared(wording: Wording) -> Text:
    """Return the whole sentence, the claimed words underlined, or each difference in them marked.

    A difference reads [-what the claim has-]{+what stands there+}.
    """
    text, at = wording.quote.article.text, wording.quote.span.start
    marked = Text()
    if not wording.differences:
        marked.append(printable(text[at : wording.words.start]))
        marked.append(printable(wording.claimed), style="underline")
        return marked.append(printable(text[wording.words.end : wording.quote.span.end]))
    for difference in wording.differences:
        marked.append(printable(text[at : difference.at]))
        at = difference.at
        if difference.claimed:
            marked.append(printable(f"[-{difference.claimed}-]"), style="red strike")
        if difference.real:
            marked.append(printable(f"{{+{difference.real.of(text)}+}}"), style="green")
            at = difference.real.end
    return marked.append(printable(text[at : wording.quote.span.end]))


def print_sources(whole: Sequence[Article], part: Sequence[Article]) -> None:
    """Print a line for each article: title, publisher, date, id; those that speak of a part of the topic last."""
    console = Console(highlight=False)
    if not whole:
        console.print("No article speaks of it.")
    _print_articles(console, whole)
    if part:
        console.print("Of a part of it:")
    _print_articles(console, part)


def _print_articles(console: Console, articles: Sequence[Article]) -> None:
    for article in articles:
        title = shown(article.called, style="bold")
        described = f" · says of itself: {article.self_described}" if article.self_described else ""
        rest = f"  {article.publisher or 'publisher not stated'}{described} · {article.dated} · id {article.id}"
        console.print(title, shown(rest))


def print_article(article: Article) -> None:
    """Print an article as it would be stored: its card, then each line with what it is where that is no body text."""
    console = Console(highlight=False)
    _print_articles(console, [article])
    for block in article.blocks:
        mark = "" if block.kind is BlockKind.BODY else f"[{block.kind}] "
        console.print(Padding(shown(mark, style="dim") + shown(block.span.of(article.text)), (0, 0, 0, 2)))


def print_source(article: Article, passages: Sequence[Passage], copies: Copies | None = None) -> None:
    """Print an article's card, what copies of it there are, and its passages."""
    console = Console(highlight=False)
    _print_articles(console, [article])
    if article.url:
        console.print(shown(article.url, style="dim"))
    if copies is not None:
        _print_copies(console, copies)
    for passage in passages:
        console.print(Padding(shown(passage.span.of(article.text)), (1, 0, 0, 2)))


def _print_copies(console: Console, copies: Copies) -> None:
    for other in copies.others:
        mark = " (the origin)" if other is copies.origin else ""
        words = f"copy: {other.publisher or other.title} · {other.dated} · id {other.id}{mark}"
        console.print(shown(words, style="dim"))


def print_feeds(feeds: Sequence[Followed]) -> None:
    """Print a line for each feed: title, address, how often, when next, and what came of the last poll."""
    console = Console(highlight=False)
    if not feeds:
        console.print("No feed is followed.")
    for feed in feeds:
        due = datetime.fromtimestamp(feed.due, UTC).isoformat(timespec="minutes") if feed.due else "at the next poll"
        rest = f"  {feed.url} · every {feed.every // 60} min · due {due} · {feed.outcome or 'not polled yet'}"
        console.print(shown(feed.title or "untitled", style="bold"), shown(rest))


def print_statement(article: Article, row: dict[str, Any]) -> None:
    """Print a statement on one line: speaker, act, content."""
    content = " … ".join(Span(*pair).of(article.text) for pair in row["content"])
    who = shown(row["speaker"] or "speaker not named", style="bold")
    Console(highlight=False).print(who, shown(f"{row['act']}: {content}  [{article.id}]"))
