"""Adding to a server's library: how far it has come, what came of it, and that it can be undone."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord

from bot.desk import jobs
from bot.desk.desk import Desk, desk_of
from bot.desk.places import Place
from bot.desk.writer import Adding
from bot.escaping import label, name
from bot.failures import Failure
from bot.kept.answers import What
from bot.kept.guilds import Did
from bot.posts.posting import LABEL_CHARACTERS
from bot.posts.removing import button_of
from bot.posts.sending import in_private, say
from bot.posts.telling import words_for
from bot.rendering.cards import added_text, adding_text, without_keys
from index import OnRecordError

log = logging.getLogger(__name__)

EDIT_EVERY = 5.0
"""Seconds between two edits of the message that tells how far an add has come."""


async def added(
    interaction: "discord.Interaction[Any]", place: Place, links: Sequence[str], attachments: Sequence[str]
) -> None:
    """Add sources to the place's own collection, telling how far it has come, and at last what came of each."""
    desk = desk_of(interaction)
    telling = Telling(lambda so_far: say(interaction, adding_text([so_far], place.words)))
    outcomes: list[Adding] = []
    try:
        for sources, are_attachments in ((links, False), (attachments, True)):
            if sources:
                outcomes.append(await desk.writer.add(sources, place.own, telling.tell, attachments=are_attachments))
        text = adding_text(outcomes, place.words)
    except Failure as error:
        text = "\n".join([*([adding_text(outcomes, place.words)] if outcomes else []), words_for(error, place.words)])
    what = ", ".join(map(without_keys, (*links, *attachments)))
    count = sum(o.added + o.replaced for o in outcomes)
    await desk.guilds.changed(place.server, place.user, Did.ADDED, label(what, 200), count)
    await desk.read_names([place.own])
    await telling.end()
    new = [id_ for o in outcomes for id_ in o.new]
    named = await _named(desk, place, new)
    whole = len(new) == sum(o.added for o in outcomes)
    view = await _ways_on(desk, place, named, new if whole else []) if named else None
    await ended(interaction, place, "\n".join(filter(None, [text, added_text(named, place.words)])), view)


async def _named(desk: Desk, place: Place, ids: Sequence[str]) -> list[jobs.Added]:
    """Return what was added as it is called, or nothing where that cannot be told now."""
    try:
        return await desk.in_own_turn(jobs.added, ids, place.own) if ids else []
    except OnRecordError as error:
        log.warning("what was added could not be named: %s", error)
        return []


async def _ways_on(desk: Desk, place: Place, named: Sequence[jobs.Added], ids: Sequence[str]) -> discord.ui.View:
    """Return buttons that ask about what was added, and undo the add where all of it is known."""
    view = discord.ui.View(timeout=None)
    question = label(place.words("example", title=named[0].article.called), LABEL_CHARACTERS)
    view.add_item(discord.ui.Button(label=question, custom_id="example:0"))
    if ids:
        view.add_item(await button_of(desk, place, What.ADDED, ids))
    view.stop()
    return view


class Telling:
    """Edits one message with how far an add has come, not more often than Discord likes."""

    def __init__(self, say_it: Callable[[Adding], Awaitable[bool]]) -> None:
        self._say = say_it
        self._next = time.monotonic() + EDIT_EVERY
        self._edits: set[asyncio.Future[bool]] = set()

    def tell(self, so_far: Adding) -> None:
        """Edit the message if the last edit is long enough ago."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EDIT_EVERY
            task = asyncio.ensure_future(self._say(so_far))
            self._edits.add(task)
            task.add_done_callback(self._edits.discard)

    async def end(self) -> None:
        """Wait for edits on their way, so that none comes after the last word."""
        await asyncio.gather(*self._edits)


async def ended(
    interaction: "discord.Interaction[Any]", place: Place, text: str, view: discord.ui.View | None = None
) -> None:
    """Say how a long job ended: where it was asked, or by direct message once the interaction has expired."""
    if await say(interaction, text, view) or interaction.guild is None:
        return
    await in_private(interaction.user, f"{place.words('job-ended', server=name(interaction.guild.name))}\n{text}")
