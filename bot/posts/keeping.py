"""What is kept of an answer: the places of its quotes, its short answers and figures, never words."""

from collections.abc import Sequence

from bot.desk.places import Place
from bot.kept.answers import ShownAnswer, ShownQuote, ShownWords, What
from bot.rendering.render import Page
from index import Answer, Excerpt, Quote

OF_ONE_ARTICLE = (What.SOURCE, What.SAID)


def kept_of(pages: Sequence[Page], place: Place, what: What, answer: Answer | None) -> ShownAnswer:
    """Return what is kept of pages so that they can be made again: of one article, one place is enough."""
    items = [(number, s, s.quote) for number, page in enumerate(pages) for s in page.quotes if s.quote is not None]
    if what in OF_ONE_ARTICLE:
        items = items[:1]
    quotes = tuple(ShownQuote(page, s.number, quote.reference) for page, s, quote in items)
    shorts = tuple(
        ShownWords(at, e.span)
        for e in (answer.short_answers if answer else ())
        if (at := _vouching([quote for _, _, quote in items], e)) is not None
    )
    where = {quote.reference: at for at, (_, _, quote) in enumerate(items)}
    figures = tuple(
        ShownWords(where[a.quote.reference], a.figure.span, number, event, a.counts, a.by is not None, a.is_part)
        for number, page in enumerate(pages)
        for event, accounts in page.accounts.items()
        for a in accounts
        if a.quote.reference in where
    )
    language = place.words.code
    return ShownAnswer(what, place.guild, place.channel, place.user, language, quotes, shorts, figures)


def _vouching(quotes: Sequence[Quote], words: Excerpt) -> int | None:
    """Return which quote holds these words or names its speaker by them, so that its digest speaks for them, too."""
    for at, quote in enumerate(quotes):
        said = quote.statement
        named = (said.source, said.name, said.role, said.relay) if said else ()
        if quote.article == words.article and (quote.span.holds(words.span) or words.span in named):
            return at
    return None
