"""Turning pages: what was shown is kept by place under a key, and read again when its button is clicked."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.failures import tell
from bot.render import Page, Shown, gate, heading_of, layout_of, numbered, question_in, source_pages, texts_in
from bot.shown import KEY, ShownAnswer, ShownQuote, ShownWords
from index import Account, Answer, Excerpt, Quote

if TYPE_CHECKING:
    from bot.client import NewsBot

NOBODY = discord.AllowedMentions.none()
GONE = "This answer is no longer kept, or was shown elsewhere. Please ask again."
WITHDRAWN = "Its sources are no longer in the library."

Place = tuple[int | None, int]
"""Guild, or none in a direct message, and channel."""


class TurnPage(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=rf"page:(?P<what>answer|source):(?P<key>{KEY}):(?P<page>\d{{1,3}})",
):
    """A button to another page of an answer or a source; it carries a key and a number, nothing else."""

    def __init__(self, what: str, key: str, page: int, label: str = "") -> None:
        super().__init__(discord.ui.Button(label=label or None, custom_id=f"page:{what}:{key}:{page}"))
        self._what = what
        self._key = key
        self._page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        return cls(match["what"], match["key"], int(match["page"]))

    async def callback(self, interaction: "discord.Interaction[Any]") -> None:
        """Show the page in place of this one."""
        try:
            await interaction.response.defer()
            pages = await self._pages(interaction)
            if isinstance(pages, str):
                await interaction.followup.send(pages, ephemeral=True, allowed_mentions=NOBODY)
                return
            view = checked_layout(pages, min(self._page, len(pages) - 1), self._what, self._key)
            await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)
        except Exception as error:
            # discord.py only logs what a dynamic item raises, so the asker is told from here.
            await tell(interaction, error)

    async def _pages(self, interaction: "discord.Interaction[NewsBot]") -> list[Page] | str:
        """Return the pages, read again from what this place may still read, or why there are none."""
        bot = interaction.client
        kept = bot.shown.find(self._key, interaction.guild_id, interaction.channel_id or 0)
        if kept is None:
            return GONE
        readable = bot.settings.readable(interaction.guild_id)
        if self._what == "source":
            reference = kept.quotes[0].reference
            found = await bot.worker.source(reference.article, [c for c in readable if c == reference.collection])
            return source_pages(*found) if found else WITHDRAWN
        quotes = await bot.worker.recall([q.reference for q in kept.quotes], readable)
        return pages_again(question_asked(interaction.message), kept, quotes) or WITHDRAWN


def first_layout(
    bot: "NewsBot", pages: Sequence[Page], place: Place, answer: Answer | None = None, *, what: str = "answer"
) -> discord.ui.LayoutView:
    """Return the first page's checked layout; if there are more, keep the places of what they show.

    The pages of a "source" are read again as a whole, those of an "answer" quote by quote.
    """
    key = bot.shown.keep(_places(pages, place, answer, what)) if len(pages) > 1 else ""
    return checked_layout(pages, 0, what, key)


def _places(pages: Sequence[Page], place: Place, answer: Answer | None, what: str) -> ShownAnswer:
    items = [(number, item) for number, page in enumerate(pages) for item in page.quotes]
    if what == "source":
        items = items[:1]
    quotes = tuple(ShownQuote(page, s.number, s.quote.reference) for page, s in items)
    articles = [(s.quote.article.collection, s.quote.article.id) for _, s in items]
    shorts = tuple(
        ShownWords(articles.index((e.article.collection, e.article.id)), e.span)
        for e in (answer.short_answers if answer else ())
        if (e.article.collection, e.article.id) in articles
    )
    where = {s.quote.reference: at for at, (_, s) in enumerate(items)}
    figures = tuple(
        ShownWords(where[a.quote.reference], a.figure.span, number, event, a.counts, a.by is not None)
        for number, page in enumerate(pages)
        for event, accounts in page.accounts.items()
        for a in accounts
        if a.quote.reference in where
    )
    return ShownAnswer(*place, quotes, shorts, figures)


def pages_again(question: str, kept: ShownAnswer, quotes: Sequence[Quote | None]) -> list[Page]:
    """Return an answer's pages as they were first shown, less what has left the library since."""
    items: dict[int, list[Shown]] = {}
    events: dict[int, str] = {}
    for place, quote in zip(kept.quotes, quotes, strict=True):
        if quote is not None:
            # An event goes by the headline of its best quote, which is always shown first.
            event = events.setdefault(place.number, quote.article.title or quote.article.id)
            items.setdefault(place.page, []).append(Shown(place.number, event, quote))
    accounts: dict[int, dict[int, list[Account]]] = {}
    for words in kept.figures:
        quote = quotes[words.quote]
        if quote is not None:
            by = quote.speaker if words.vouched else None
            account = Account(Excerpt(quote.article, words.span), words.counts, quote, by)
            accounts.setdefault(words.page, {}).setdefault(words.number, []).append(account)
    shorts = [Excerpt(q.article, w.span) for w in kept.shorts if (q := quotes[w.quote]) is not None]
    pages = [
        Page(heading_of(question, shorts if page == 0 else ()), tuple(shown), accounts.get(page, {}))
        for page, shown in sorted(items.items())
    ]
    return numbered(pages) if pages else []


def checked_layout(pages: Sequence[Page], number: int, what: str, key: str) -> discord.ui.LayoutView:
    """Return a page's layout with its buttons, once the gate has let it pass.

    Raises:
        QuoteMismatchError: a quote differs from its article.
    """
    view = layout_of(pages[number], _buttons(what, key, number, len(pages)))
    gate(texts_in(view), [s.quote for s in pages[number].quotes])
    return view


def texts_of(message: discord.Message) -> list[str]:
    """Return all text of a message, whether a layout or not."""
    found = [message.content] if message.content else []
    return [*found, *(text for component in message.components for text in _texts_under(component))]


def _texts_under(component: object) -> Iterator[str]:
    if isinstance(component, discord.components.TextDisplay):
        yield component.content
    for child in getattr(component, "children", ()):
        yield from _texts_under(child)


def question_asked(message: discord.Message | None) -> str:
    """Return the question that an answer of ours repeats, or nothing."""
    return (question_in(texts_of(message)) if message else None) or ""


def _buttons(what: str, key: str, page: int, pages: int) -> list[TurnPage]:
    back = [TurnPage(what, key, page - 1, "Back")] if page > 0 else []
    return [*back, *([TurnPage(what, key, page + 1, "More")] if page + 1 < pages else [])]
