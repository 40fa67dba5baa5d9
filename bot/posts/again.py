"""An answer made again from what was kept of it, with the words that its articles have now."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import discord

from bot.desk import jobs
from bot.desk.desk import Desk
from bot.desk.places import Place
from bot.failures import Failure
from bot.kept.answers import ShownAnswer, What
from bot.posts.keeping import OF_ONE_ARTICLE, suggestions_again
from bot.posts.reading import texts_of
from bot.rendering.cards import said_pages, source_pages
from bot.rendering.render import Page, Shown, heading_of, notes_in, numbered, question_in
from index import Account, Excerpt, Quote


class WithdrawnError(Failure):
    """What an answer quoted is no longer in the library."""


async def pages_again(
    desk: Desk, place: Place, kept: ShownAnswer, message: discord.Message | None, what: What | None = None
) -> list[Page]:
    """Return an answer's pages, read again from what this place may read now, in the language they were shown in.

    Where a quote is gone stands a note; `message` is where the heading is read from; an article may be shown as
    another kind, `what`, than before.

    Raises:
        WithdrawnError: nothing of it is left.
    """
    place = replace(place, words=desk.languages.words(kept.language))
    if kept.what in OF_ONE_ARTICLE:
        return await _article_again(desk, place, kept, what or kept.what)
    quotes = await desk.in_turn(place, jobs.recall, [q.reference for q in kept.quotes], place.collections)
    texts = texts_of(message) if message else []
    if kept.what in (What.ANSWER, What.SAID_BY, What.TIMELINE):
        question, notes = question_in(texts, desk.languages) or "", notes_in(texts, desk.languages)
        shorts = [Excerpt(q.article, w.span) for w in kept.shorts if (q := quotes[w.quote]) is not None]
        headings = [heading_of(question, s, place.words, notes) for s in (shorts, ())]
        return _answer_again(kept, quotes, headings, place)
    heading = _heading_in(texts, with_list=all(quotes))
    return _answer_again(kept, quotes, [heading, heading], place)


def _heading_in(texts: Sequence[str], *, with_list: bool) -> str:
    """Return the lines above the first quote or event of a message of ours; its list may hold words of an article."""
    lines = texts[0].split("\n") if texts else []
    own = list(takewhile(lambda line: not line.startswith(("> ", "### ")), lines))
    return "\n".join(line for line in own if with_list or not line.startswith("- "))


async def _article_again(desk: Desk, place: Place, kept: ShownAnswer, what: What) -> list[Page]:
    reference = kept.quotes[0].reference if kept.quotes else None
    collections = [c for c in place.collections if reference and c == reference.collection]
    if reference is None:
        raise WithdrawnError("withdrawn")
    if what is What.SOURCE:
        found = await desk.in_turn(place, jobs.source, reference.article, collections)
        if found is not None:
            return source_pages(*found, place.words)
    else:
        told = await desk.in_turn(place, jobs.said_in, reference.article, collections)
        if told is not None:
            return said_pages(*told, place.words)
    raise WithdrawnError("withdrawn")


def _answer_again(
    kept: ShownAnswer, quotes: Sequence[Quote | None], headings: Sequence[str], place: Place
) -> list[Page]:
    items: dict[int, list[Shown]] = {}
    events: dict[int, str] = {0: place.words("nearest")} if kept.what is What.DECLINED else {}
    for spot, quote in zip(kept.quotes, quotes, strict=True):
        if quote is not None:
            # An event goes by the headline of its best quote, which is always shown first.
            events.setdefault(spot.number, "" if kept.what is What.TIMELINE else quote.article.called)
    for spot, quote in zip(kept.quotes, quotes, strict=True):
        items.setdefault(spot.page, []).append(Shown(spot.number, events.get(spot.number, "…"), quote))
    accounts: dict[int, dict[int, list[Account]]] = {}
    for figure in kept.figures:
        quote = quotes[figure.quote]
        if quote is not None and figure.counts is not None:
            by = quote.speaker if figure.vouched else None
            account = Account(Excerpt(quote.article, figure.span), figure.counts, quote, by, figure.is_part)
            accounts.setdefault(figure.page, {}).setdefault(figure.number, []).append(account)
    pages = [
        Page(headings[min(number, 1)], place.words, tuple(shown), accounts.get(number, {}))
        for number, shown in sorted(items.items())
    ]
    first, *more = pages or [Page(headings[0], place.words)]
    return numbered([replace(first, suggestions=tuple(suggestions_again(kept, quotes))), *more])
