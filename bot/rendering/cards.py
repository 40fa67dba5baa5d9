"""Sources, verdicts, feeds and what came of an add → the words that Discord shows. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.desk.jobs import Added
from bot.desk.writer import Adding
from bot.escaping import name, size
from bot.kept.guilds import Change
from bot.languages import Words
from bot.rendering.layouts import TEXT_CHARACTERS
from bot.rendering.links import host_of, link, link_called
from bot.rendering.quoting import SMALL
from bot.rendering.render import Page, Shown, asked_line, paged
from index import (
    Article,
    Caveat,
    Checked,
    Day,
    Difference,
    Followed,
    Passage,
    Quote,
    Sources,
    Title,
    Tried,
    Verdict,
    Verification,
)

MOST_DIFFERENCES = 8
MOST_QUOTED, LONGEST_QUOTED = 15, 90
"""Quotations of a message that are checked one by one, and characters of each in a list."""
MOST_PASSAGES = 200
"""Of one article; laying out a whole book would keep everybody else waiting."""
MOST_NAMED = 5
"""Articles that were added, named one by one."""
MOST_WRONG = 10
"""Answers marked wrong that are told one by one."""
MOST_SKIPPED = 15
"""Sources that could not be read, of which the reasons are told one by one."""


def verification_page(found: Verification, words: Words) -> Page:
    """Return the verdict on a claim, what differs, and the real wordings, as many as one message holds."""
    by = f" — {name(found.claim.speaker)}" if found.claim.speaker else ""
    caveat = next((words(_key("caveat", w.caveat)) for w in found.wordings[:1] if w.caveat), "")
    verdict = words(_key("verdict", found.verdict), caveat=caveat)
    lines = [verdict, SMALL + words("checked", text=name(found.claim.text, 300) + by)]
    differences = [(d, w.quote.article.text) for w in found.wordings[:1] for d in w.differences]
    lines += [_difference_line(d, text, words) for d, text in differences[:MOST_DIFFERENCES]]
    quotes = [Shown(n, w.quote.article.called, w.quote) for n, w in enumerate(found.wordings)]
    return replace(paged("\n".join(lines), words, quotes)[0], footer="")


def draft_pages(checked: Sequence[Checked], words: Words) -> list[Page]:
    """Return the verdicts on the quotations of a message, then the real wordings of those that need a look."""
    bad = [c for c in checked if not c.verification.is_good]
    lines = [words("draft", count=len(checked), bad=len(bad))]
    for one in checked[:MOST_QUOTED]:
        told = words(_key("verdict", one.verification.verdict), caveat="").split("** ")[0] + "**"
        by = f" — {name(one.quoted.claim.speaker)}" if one.quoted.claim.speaker else ""
        lines.append(f"- {told} {name(one.quoted.claim.text, LONGEST_QUOTED)}{by}")
    quotes = [
        Shown(n, one.quoted.claim.text, one.verification.wordings[0].quote)
        for n, one in enumerate(bad[:MOST_QUOTED])
        if one.verification.wordings
    ]
    return paged("\n".join(lines), words, quotes)


def _key(kind: str, it: Verdict | Caveat) -> str:
    return f"{kind}-{it.name.lower().replace('_', '-')}"


def _difference_line(difference: Difference, text: str, words: Words) -> str:
    real = name(difference.real.of(text)) if difference.real else ""
    how = "changed" if real and difference.claimed else "left-out" if real else "added"
    return "- " + words(f"differs-{how}", claimed=name(difference.claimed), real=real)


def source_pages(article: Article, passages: Sequence[Passage], words: Words) -> list[Page]:
    """Return an article's card and its passages, page by page."""
    quotes = [Shown(0, article.called, Quote(article, p.span, 0.0)) for p in passages[:MOST_PASSAGES]]
    return _bounded(paged(card_line(article, words), words, quotes, are_numbered=False), len(passages))


def said_pages(article: Article, said: Sequence[Quote], words: Words) -> list[Page]:
    """Return an article's card and who says what in it, page by page."""
    if not said:
        return [Page(f"{card_line(article, words)}\n{words('said-in-none')}", words)]
    quotes = [Shown(0, article.called, q) for q in said[:MOST_PASSAGES]]
    return _bounded(paged(card_line(article, words), words, quotes, are_numbered=False), len(said))


def _bounded(pages: list[Page], there_are: int) -> list[Page]:
    """Return the pages, the last one saying that there is more where not all is shown."""
    if there_are <= MOST_PASSAGES:
        return pages
    last = pages[-1]
    footer = "\n".join(filter(None, [last.footer, SMALL + last.words("more-in-sources")]))
    return [*pages[:-1], replace(last, footer=footer)]


def statement_pages(speaker: str, about: str, quotes: Sequence[Quote], words: Words) -> list[Page]:
    """Return what a speaker said on something, a quote after the other, page by page."""
    asked = words("what-said-about", speaker=speaker, topic=about) if about else words("what-said", speaker=speaker)
    if not quotes:
        return [Page(f"{asked_line(asked, words)}\n{words('said-nothing')}", words)]
    shown = [Shown(n, q.article.called, q) for n, q in enumerate(quotes)]
    return paged(asked_line(asked, words), words, shown)


def timeline_pages(about: str, speaker: str, days: Sequence[Day], words: Words) -> list[Page]:
    """Return what was said on something day by day, each day's figures above its quotes."""
    asked = words("what-when-by", topic=about, speaker=speaker) if speaker else words("what-when", topic=about)
    if not days:
        return [Page(f"{asked_line(asked, words)}\n{words('said-nothing')}", words)]
    shown = [Shown(n, "", q) for n, day in enumerate(days) for q in day.quotes]
    figures = {n: day.figures for n, day in enumerate(days)}
    return paged(asked_line(asked, words), words, shown, figures)


def card_line(article: Article, words: Words) -> str:
    """Return an article's title, publisher, date and link on two lines."""
    address = link(article)
    parts = [
        name(article.publisher) if article.publisher else words("credit-no_publisher"),
        words("credit-self_described", it=name(article.self_described)) if article.self_described else "",
        words.dated(article),
        link_called(host_of(address), address) if address else "",
    ]
    return f"**{name(article.title) or words('untitled')}**\n{SMALL}{' · '.join(filter(None, parts))}"


def sources_page(topic: str, found: Sources, words: Words) -> Page:
    """Return the articles that speak of a topic or a part of it, as many as fit; `topic` is escaped already."""
    articles = [*found.whole, *found.part]
    lines = [words("sources-on" if found.whole else "sources-none", topic=topic)]
    lines += [card_line(a, words) for a in found.whole]
    lines += [words("sources-part"), *(card_line(a, words) for a in found.part)] if found.part else []
    text = fitting(lines, words)
    told = text.count(f"\n{SMALL}")
    return Page(text, words, choices=tuple(articles[:told]))


def titles_text(head: str, titles: Iterable[Title], words: Words) -> str:
    """Return a line for each title under a first line, as many as one message holds."""
    unknown = words("credit-no_publisher")
    return fitting([head, *(f"- {name(t.title)} · {name(t.publisher) or unknown}" for t in titles)], words)


def feeds_text(feeds: Sequence[Followed], words: Words) -> str:
    """Return a line for each followed feed with what came of the last look at it."""
    if not feeds:
        return words("feeds-none")
    lines = ["- " + _feed_line(feed, words) for feed in feeds]
    return fitting([words("feeds-head"), *lines], words)


def followed_text(feed: Tried, words: Words) -> str:
    """Return what is followed now, by its title and the newest that it lists."""
    head = words("feed-followed", title=name(feed.title) or words("feed-untitled"))
    return fitting([head, *(f"- {name(title)}" for title in feed.latest)], words)


def _feed_line(feed: Followed, words: Words) -> str:
    title = name(feed.title or without_keys(feed.url))
    line = words("feed-line", title=title, outcome=name(feed.outcome) or words("feed-not-polled"))
    return f"{line} · <t:{int(feed.looked)}:R>" if feed.looked else line


def fitting(lines: Sequence[str], words: Words) -> str:
    """Return lines as one text, as many as one message holds."""
    kept: list[str] = []
    for line in lines:
        if size("\n".join([*kept, line, words("and-more")])) > TEXT_CHARACTERS:
            return "\n".join([*kept, words("and-more")])
        kept.append(line)
    return "\n".join(kept)


def adding_text(outcomes: Sequence[Adding], words: Words) -> str:
    """Return what came of adding: how much went in, and why what did not."""
    counts = {key: sum(getattr(o, key) for o in outcomes) for key in ("added", "replaced", "unchanged")}
    skipped = [one for o in outcomes for one in o.skipped]
    head = words("library-counts", **counts, skipped=len(skipped))
    if not all(o.is_done for o in outcomes):
        head = words("library-so-far", counts=head)
    return fitting([head, *(f"- {name(without_keys(at))}: {name(why)}" for at, why in skipped[:MOST_SKIPPED])], words)


def added_text(added: Sequence[Added], words: Words) -> str:
    """Return a line for each article that was added: title, publisher, day, and how many statements were read in it."""
    lines = [
        "- " + " · ".join([
            f"**{name(one.article.called)}**", name(one.article.publisher) or words("credit-no_publisher"),
            words.dated(one.article), words("statements-read", count=one.statements),
        ])
        for one in added[:MOST_NAMED]
    ]  # fmt: skip
    return "\n".join([*lines, *([words("and-more")] if len(added) > MOST_NAMED else [])])


def changes_text(changes: Sequence[Change], words: Words) -> str:
    """Return who changed a server's library, a line each."""
    if not changes:
        return words("audit-none")
    return fitting([words("audit-head"), *("- " + _change_line(c, words) for c in changes)], words)


def _change_line(change: Change, words: Words) -> str:
    who = f"<@{change.user}>" if change.user else words("audit-somebody")
    what = words(f"audit-{change.did}", what=name(change.what), count=change.count)
    return words("audit-line", when=f"<t:{int(change.made)}:f>", who=who, what=what)


class Wrong(NamedTuple):
    """An answer marked wrong: what was said of it, where it stands, and how the article it quoted is called."""

    note: str
    address: str
    quoted: str | None


def gaps_text(
    gaps: Sequence[tuple[str, str | None]], helpful: int, wrong: Sequence[Wrong], keeps: bool, words: Words
) -> str:
    """Return what could not be answered, each question with how the nearest article is called, and what was wrong."""
    lines = [words("gaps-judged", helpful=helpful, wrong=len(wrong))]
    lines += ["- " + _wrong_line(one, words) for one in wrong[:MOST_WRONG]]
    if not keeps:
        lines.append(words("gaps-off"))
    elif gaps:
        # Discord takes what stands right below a list for a part of it.
        lines += ["", words("gaps-head"), *(_gap_line(question, nearest, words) for question, nearest in gaps)]
    else:
        lines.append(words("gaps-none"))
    return fitting(lines, words)


def _wrong_line(wrong: Wrong, words: Words) -> str:
    parts = [
        words("gaps-note", note=name(wrong.note) or "–"),
        link_called(words("gaps-answer"), wrong.address) if wrong.address else "",
        words("gaps-quoted", title=name(wrong.quoted)) if wrong.quoted else "",
    ]
    return " · ".join(filter(None, parts))


def _gap_line(question: str, nearest: str | None, words: Words) -> str:
    line = f"- {name(question, 300)}"
    return f"{line}\n  {SMALL}{words('gaps-nearest', title=name(nearest))}" if nearest else line


def without_keys(where: str) -> str:
    """Return the end of a path, or an address without its query, which may hold a key."""
    return where.split("?")[0] if "://" in where else where.rsplit("/", 1)[-1]
