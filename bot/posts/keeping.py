"""What is kept of an answer: the places of its quotes, its short answers and figures, never words."""

from collections.abc import Sequence

from bot.desk.places import Place
from bot.kept.answers import ShownAnswer, ShownQuote, ShownSuggestion, ShownWords, What
from bot.rendering.render import Page
from index import Answer, Counted, Excerpt, Next, Quote, Suggestion

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
    speakers = [quote.speaker for _, _, quote in items]
    suggestions = tuple(_kept_suggestion(s, speakers) for s in (answer.suggestions if answer else ()))
    language = place.words.code
    choices = tuple(a.key for page in pages[:1] for a in page.choices)
    return ShownAnswer(
        what, place.guild, place.channel, place.user, language, quotes, shorts, figures, suggestions, choices
    )


def _kept_suggestion(suggestion: Suggestion, speakers: Sequence[str | None]) -> ShownSuggestion:
    if suggestion.kind is Next.SAID:
        return ShownSuggestion(suggestion.kind, speakers.index(suggestion.about))
    return ShownSuggestion(suggestion.kind, counts=Counted(suggestion.about) if suggestion.about else None)


def suggestions_again(kept: ShownAnswer, quotes: Sequence[Quote | None]) -> list[Suggestion | None]:
    """Return what was suggested, by the quotes as they are now; None where whom a suggestion is about is gone."""
    return [_suggestion_again(one, quotes) for one in kept.suggestions]


def _suggestion_again(kept: ShownSuggestion, quotes: Sequence[Quote | None]) -> Suggestion | None:
    if kept.quote is None:
        return Suggestion(kept.kind, kept.counts or "")
    quote = quotes[kept.quote]
    return Suggestion(kept.kind, quote.speaker) if quote is not None and quote.speaker else None


def _vouching(quotes: Sequence[Quote], words: Excerpt) -> int | None:
    """Return which quote holds these words or names its speaker by them, so that its digest speaks for them, too."""
    for at, quote in enumerate(quotes):
        said = quote.statement
        named = (said.source, said.name, said.role, said.relay) if said else ()
        if quote.article == words.article and (quote.span.holds(words.span) or words.span in named):
            return at
    return None
