"""Buttons and menus below an answer: each carries a key and a page, and its place is checked anew on every click."""

import re
from dataclasses import dataclass, replace
from typing import Any, Self

import discord

from bot.delivery import NOBODY, acknowledge, edit_answer
from bot.desk.desk import Desk, desk_of
from bot.desk.places import Place
from bot.failures import Failure
from bot.kept.answers import ShownAnswer, What
from bot.kept.shown import KEY
from bot.posts.again import WithdrawnError, pages_again
from bot.posts.asking import answer_alone
from bot.posts.context import show_citation, show_context
from bot.posts.items import ClickedOnce, kept_here
from bot.posts.posting import laid_out, post_of, shared
from bot.posts.reading import texts_of
from bot.posts.sending import respond
from bot.posts.telling import privately
from bot.posts.watching import watch_answer
from bot.rendering.render import question_in

NOTE_CHARACTERS = 300
MODAL_SECONDS = 900.0


class AnswerButton(
    ClickedOnce,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=rf"(?P<verb>page-back|page-on|source|said|cite|alone|share|watch|helpful|wrong|delete):(?P<key>{KEY}):(?P<page>\d{{1,3}})",
):
    """Any button below an answer."""

    def __init__(self, verb: str, key: str, page: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{verb}:{key}:{page}"))
        self._verb = verb
        self._key = key
        self._page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        return cls(match["verb"], match["key"], int(match["page"]))

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Do what the button says, if it may be done here."""
        kept, place = await kept_here(interaction, self._key)
        await ACTIONS[self._verb](Click(interaction, place, kept, self._key, self._page))


class QuoteMenu(
    ClickedOnce, discord.ui.DynamicItem[discord.ui.Select[Any]], template=rf"pick:(?P<key>{KEY}):(?P<page>\d{{1,3}})"
):
    """The menu of a page's quotes: shows one with the sentences around it, to whoever picked it."""

    def __init__(self, key: str, page: int) -> None:
        super().__init__(discord.ui.Select(custom_id=f"pick:{key}:{page}"))
        self._key = key

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the menu again from what a choice carries."""
        return cls(match["key"], int(match["page"]))

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Show the quote picked."""
        kept, place = await kept_here(interaction, self._key)
        desk_of(interaction).check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        await show_context(interaction, place, kept)


@dataclass(frozen=True, slots=True)
class Click:
    """A click on a button: on which answer, at which page, and the place as it is now."""

    interaction: "discord.Interaction[Any]"
    place: Place
    kept: ShownAnswer
    key: str
    page: int

    @property
    def desk(self) -> Desk:
        """The desk of the client that was clicked."""
        return desk_of(self.interaction)

    def check_turn(self) -> None:
        """See whether what was clicked may wait for its turn, before it is acknowledged.

        Raises:
            CrowdingError: who clicked has enough waiting already.
            Failure: too many wait.
        """
        self.desk.check_turn(self.place)


# --- what the buttons do


async def turn_back(click: Click) -> None:
    """Show the page before."""
    await _replaced(click, click.page - 1)


async def turn_on(click: Click) -> None:
    """Show the page after."""
    await _replaced(click, click.page + 1)


async def show_whole(click: Click) -> None:
    """Show the article's passages in place of its statements."""
    await _as_other(click, What.SOURCE)


async def show_said(click: Click) -> None:
    """Show the article's statements in place of its passages."""
    await _as_other(click, What.SAID)


async def _replaced(click: Click, page: int) -> None:
    click.check_turn()
    await acknowledge(click.interaction, thinking=False)
    pages = await pages_again(click.desk, click.place, click.kept, click.interaction.message)
    if not any(p.true for p in pages):
        raise WithdrawnError("withdrawn")
    number = max(0, min(page, len(pages) - 1))
    private, pictures = _is_private(click.interaction), click.desk.settings.pictures
    post = laid_out(pages, number, click.kept.what, click.key, private=private, pictures=pictures)
    await edit_answer(click.interaction, view=post.view, allowed_mentions=NOBODY)


async def _as_other(click: Click, what: What) -> None:
    click.check_turn()
    await acknowledge(click.interaction, ephemeral=True, thinking=not _is_private(click.interaction))
    place = replace(click.place, private=True)
    pages = await pages_again(click.desk, place, click.kept, click.interaction.message, what)
    await respond(click.interaction, await post_of(click.desk, place, what, pages))


async def share(click: Click) -> None:
    """Show to all in the channel what only the asker saw."""
    if not click.place.is_open:
        raise Failure("elsewhere", channels=click.desk.open_channels(click.place.guild))
    click.check_turn()
    desk = click.desk
    if not await desk.shown.share(click.key):
        raise Failure("shared")
    try:
        await acknowledge(click.interaction, thinking=False)
        await _shared(click)
    except BaseException:
        await desk.shown.unshare(click.key)
        raise


async def _shared(click: Click) -> None:
    desk = click.desk
    pages = await pages_again(desk, click.place, click.kept, click.interaction.message)
    chosen = shared(pages[min(click.page, len(pages) - 1)])
    post = await post_of(desk, replace(click.place, private=False), click.kept.what, [chosen])
    message = await click.interaction.followup.send(view=post.view, ephemeral=False, allowed_mentions=NOBODY, wait=True)
    await desk.shown.posted(post.key, message.id)


async def cite(click: Click) -> None:
    """Show the quote as it is cited elsewhere, to whoever clicked."""
    click.check_turn()
    await acknowledge(click.interaction, ephemeral=True)
    await show_citation(click.interaction, click.desk, click.place, click.kept)


async def search_everything(click: Click) -> None:
    """Ask the question again as if nothing had been spoken of before it, for whoever clicked."""
    question, message = _question_of(click), click.interaction.message
    asked = message.created_at if message else click.interaction.created_at
    await answer_alone(click.interaction, question, asked.date())


def _question_of(click: Click) -> str:
    """Return the question that the answer clicked on repeats.

    Raises:
        Failure: it repeats none.
    """
    message = click.interaction.message
    question = question_in(texts_of(message), click.desk.languages) if message else None
    if question is None:
        raise Failure("gone")
    return question


async def watch(click: Click) -> None:
    """Tell this channel when the answer would be another."""
    question = (
        question_in(texts_of(click.interaction.message), click.desk.languages) if click.interaction.message else None
    )
    if question is None:
        raise Failure("gone")
    await watch_answer(click.interaction, click.desk, question)


async def find_helpful(click: Click) -> None:
    """Keep that the answer helped."""
    await click.desk.shown.judge(click.key, click.place.guild, click.place.user, helpful=True)
    await privately(click.interaction, click.place.words("thanks"))


async def find_wrong(click: Click) -> None:
    """Keep that the answer is wrong; in a server that has moderators to read it, ask why."""
    if click.place.guild is not None:
        await click.interaction.response.send_modal(WhatIsWrong(click.key, click.place))
        return
    await click.desk.shown.judge(click.key, None, click.place.user, helpful=False)
    await privately(click.interaction, click.place.words("thanks"))


async def delete(click: Click) -> None:
    """Delete the answer, for its asker and for moderators."""
    if click.place.user != click.kept.asker and not click.interaction.permissions.manage_messages:
        raise Failure("not-yours")
    await acknowledge(click.interaction, thinking=False)
    await click.interaction.delete_original_response()
    await click.desk.shown.forget(click.key)


ACTIONS = {
    "page-back": turn_back,
    "page-on": turn_on,
    "source": show_whole,
    "said": show_said,
    "alone": search_everything,
    "cite": cite,
    "share": share,
    "watch": watch,
    "helpful": find_helpful,
    "wrong": find_wrong,
    "delete": delete,
}


class WhatIsWrong(discord.ui.Modal):
    """Asks what is wrong with an answer, which need not be said."""

    def __init__(self, key: str, place: Place) -> None:
        super().__init__(title=place.words("wrong-title"), timeout=MODAL_SECONDS)
        self._key = key
        self._place = place
        self._note: discord.ui.TextInput[WhatIsWrong] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, required=False, max_length=NOTE_CHARACTERS
        )
        words = place.words
        self.add_item(
            discord.ui.Label(text=words("wrong-label"), description=words("wrong-hint"), component=self._note)
        )

    async def on_submit(self, interaction: "discord.Interaction[Any]", /) -> None:
        """Keep what was said."""
        note = " ".join(self._note.value.split())
        shown = desk_of(interaction).shown
        await shown.judge(self._key, self._place.guild, self._place.user, helpful=False, note=note)
        await privately(interaction, self._place.words("thanks"))


def _is_private(interaction: "discord.Interaction[Any]") -> bool:
    return bool(interaction.message and interaction.message.flags.ephemeral)
