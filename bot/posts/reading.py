"""What stands in messages of ours."""

from collections.abc import Iterator

import discord


def texts_of(message: discord.Message) -> list[str]:
    """Return all text of a message, whether a layout or not."""
    found = [message.content] if message.content else []
    return [*found, *(text for component in message.components for text in _texts_under(component))]


def _texts_under(component: object) -> Iterator[str]:
    if isinstance(component, discord.components.TextDisplay):
        yield component.content
    for child in getattr(component, "children", ()):
        yield from _texts_under(child)
