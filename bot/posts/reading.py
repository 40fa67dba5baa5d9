"""What stands in messages: of ours, and of whoever asks about one."""

import re
from collections.abc import Iterator, Sequence

import discord

from bot.failures import Failure

LINK = re.compile(r"https?://[^\s<>|]+", re.I)


def texts_of(message: discord.Message) -> list[str]:
    """Return all text of a message, whether a layout or not."""
    found = [message.content] if message.content else []
    return [*found, *(text for component in message.components for text in _texts_under(component))]


def _texts_under(component: object) -> Iterator[str]:
    if isinstance(component, discord.components.TextDisplay):
        yield component.content
    for child in getattr(component, "children", ()):
        yield from _texts_under(child)


def words_in(message: discord.Message) -> str:
    """Return the words that a message shows: its own, those of a message forwarded in it, or those in its embeds.

    An embed below words of one's own is what Discord makes of a link in them; where there are none, it is the message.
    """
    own = [part.content for part in _parts(message)]
    if any(LINK.sub("", text).strip() for text in own):
        return "\n\n".join(filter(None, own)).strip()
    return "\n\n".join(filter(None, (_words_of(e) for part in _parts(message) for e in part.embeds))).strip()


def _words_of(embed: discord.Embed) -> str:
    fields = (f"{f.name}\n{f.value}" for f in embed.fields)
    return "\n\n".join(filter(None, (embed.title, embed.description, *fields)))


def links_in(message: discord.Message) -> list[str]:
    """Return the addresses in a message, in a message forwarded in it, and in embeds, each once."""
    shown = _parts(message)
    told = [link for part in shown for link in LINK.findall(part.content)]
    return list(dict.fromkeys([*told, *(e.url for part in shown for e in part.embeds if e.url)]))


def checked_link(text: str) -> str:
    """Return an address as it was given.

    Raises:
        Failure: it is none, and might name something else, such as a file.
    """
    if not LINK.fullmatch(text.strip()):
        raise Failure("no-link")
    return text.strip()


def attachments_in(message: discord.Message) -> Sequence[discord.Attachment]:
    """Return the attachments of a message and of a message forwarded in it."""
    return [a for part in _parts(message) for a in part.attachments]


def _parts(message: discord.Message) -> list[discord.Message | discord.MessageSnapshot]:
    return [message, *message.message_snapshots]
