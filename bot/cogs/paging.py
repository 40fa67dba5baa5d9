"""Turning pages: what was shown is kept by place under a key, and read again when its button is clicked."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.failures import tell
from bot.render import Page, Shown, asked_line, gate, layout_of, paged, question_in, source_pages, texts_in
from bot.shown import KEY, ShownAnswer, ShownQuote

if TYPE_CHECKING:
    from bot.client import NewsBot

NOBODY = discord.AllowedMentions.none()
GONE = "This answer is no longer kept, or was shown elsewhere. Please ask again."
WITHDRAWN = "Its sources are no longer in the library."

Place = tuple[int | None, int, int]
"""Guild, channel and asker."""


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
            found = await bot.worker.source(kept.quotes[0].reference.article, readable)
            return source_pages(*found) if found else WITHDRAWN
        quotes = await bot.worker.recall([q.reference for q in kept.quotes], readable)
        shown = [Shown(k.number, k.event, q) for k, q in zip(kept.quotes, quotes, strict=True) if q]
        return paged(_heading_of(interaction.message), shown, {}) if shown else WITHDRAWN


def first_layout(bot: "NewsBot", what: str, pages: Sequence[Page], place: Place) -> discord.ui.LayoutView:
    """Return the first page's checked layout, keeping the places of all quotes if there are more pages."""
    key = ""
    if len(pages) > 1:
        shown = tuple(ShownQuote(s.number, s.event, s.quote.reference) for p in pages for s in p.quotes)
        key = bot.shown.keep(ShownAnswer(*place, shown))
    return checked_layout(pages, 0, what, key)


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


def _heading_of(message: discord.Message | None) -> str:
    question = question_in(texts_of(message)) if message else None
    return asked_line(question) if question else ""


def _buttons(what: str, key: str, page: int, pages: int) -> list[TurnPage]:
    back = [TurnPage(what, key, page - 1, "Back")] if page > 0 else []
    return [*back, *([TurnPage(what, key, page + 1, "More")] if page + 1 < pages else [])]
