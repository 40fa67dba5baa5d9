"""Pages as messages: as layouts of Discord's components, or as classic text. Pure, but for the discord.py types."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.escaping import label, size
from bot.rendering.quoting import SMALL
from bot.rendering.render import EventOnPage, Page

TEXT_CHARACTERS = 1900
"""Of the 2,000 of a classic message."""
ACCENT = 0x2F5D8A
MOST_COMPONENTS = 40
"""Of one message, Discord's limit; those inside others count."""
MOST_ALT = 250
"""Characters of what is told of a picture to whoever does not see it; Discord takes 256."""

Row = Sequence[discord.ui.Item[Any]]
Box = discord.ui.Container[discord.ui.LayoutView]


def layout_of(page: Page, rows: Sequence[Row] = (), *, pictures: bool = False) -> discord.ui.LayoutView:
    """Return the page as a Components V2 layout: a container for each event, then rows of buttons and menus.

    With `pictures` the first events have theirs beside them, as many as there is room for.
    """
    view, blocks = discord.ui.LayoutView(timeout=None), page.blocks()
    room = _room_for_pictures(page, blocks, rows) if pictures else 0
    if page.heading:
        view.add_item(discord.ui.TextDisplay(page.heading))
    for block in blocks:
        is_pictured = room > 0 and block.pictured is not None
        room -= is_pictured
        view.add_item(_box_of(block, is_pictured=is_pictured))
    if page.footer:
        view.add_item(discord.ui.TextDisplay(page.footer))
    for row in rows:
        view.add_item(discord.ui.ActionRow(*row))
    return view


def _box_of(block: EventOnPage, *, is_pictured: bool) -> Box:
    """Return an event as a container, its quotes apart."""
    box: Box = discord.ui.Container(accent_colour=ACCENT)
    if is_pictured and block.pictured is not None:
        shown = discord.ui.Thumbnail[Any](block.pictured.picture, description=label(block.pictured.called, MOST_ALT))
        box.add_item(discord.ui.Section(block.title, accessory=shown))
    elif block.title:
        box.add_item(discord.ui.TextDisplay(block.title))
    for place, texts in enumerate(block.quotes_told()):
        if place:
            box.add_item(discord.ui.Separator())
        for text in texts:
            box.add_item(discord.ui.TextDisplay(text))
    return box


def _room_for_pictures(page: Page, blocks: Sequence[EventOnPage], rows: Sequence[Row]) -> int:
    """Return how many pictures a message has room for, beside all else that stands in it."""
    lines = sum(map(bool, (page.heading, page.footer)))
    boxes = sum(1 + len(block.texts()) + len(block.quotes) - 1 for block in blocks)
    taken = lines + boxes + sum(1 + len(row) for row in rows)
    # Each stands in a section of its own.
    return max(0, MOST_COMPONENTS - taken) // 2


def text_of(page: Page) -> str:
    """Return the page as a classic message, for where layouts are refused: whole quotes, as many as fit."""
    kept = [page.heading] if page.heading else []
    more = SMALL + page.words("more-in-sources")
    for block in page.blocks():
        for text in block.texts():
            if size("\n".join([*kept, text, more])) > TEXT_CHARACTERS:
                return "\n".join([*kept, more])
            kept.append(text)
    return "\n".join(kept)


def texts_in(view: discord.ui.LayoutView) -> list[str]:
    """Return the text of every text display of a layout, in order."""
    return [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
