"""What could not be answered in a server, and what was marked wrong: a list, and a gap opened from its menu."""

import re
from typing import Any, Self

import discord

from bot.delivery import acknowledge
from bot.desk import jobs
from bot.desk.desk import Desk, desk_of
from bot.desk.places import Place
from bot.escaping import label
from bot.failures import Failure
from bot.kept.answers import What
from bot.kept.guilds import Gap
from bot.kept.shown import Marked
from bot.posts.items import ClickedOnce, picked
from bot.posts.new_source import add_source_button
from bot.posts.posting import MOST_OPTIONS, OPTION_CHARACTERS, post_of
from bot.posts.rights import managing
from bot.posts.sending import respond, say
from bot.posts.telling import privately
from bot.rendering.cards import Wrong, gaps_text
from bot.rendering.render import pages_of

DIGITS = r"\d{1,18}"


async def show_gaps(interaction: "discord.Interaction[Any]", desk: Desk, place: Place) -> None:
    """List what could not be answered here and what was marked wrong, with a menu of the questions."""
    gaps, judged = await desk.guilds.gaps(place.server), await desk.shown.judgements(place.server)
    nearest = [g.nearest for g in gaps]
    quoted = [_first_quoted(m) for m in judged.wrong]
    keys = list(dict.fromkeys(key for key in (*nearest, *quoted) if key))
    titles = await desk.in_turn(place, jobs.called, keys, place.collections) if keys else []
    called = dict(zip(keys, titles, strict=True))
    wrong = [
        Wrong(m.note, _address(place, m), called.get(key) if key else None)
        for m, key in zip(judged.wrong, quoted, strict=True)
    ]
    told = [(g.question, called.get(g.nearest) if g.nearest else None) for g in gaps]
    keeps = desk.guilds.settings(place.server).keeps_questions
    text = gaps_text(told, judged.helpful, wrong, keeps, place.words)
    await say(interaction, text, _menu(gaps, place) if keeps and gaps else None)


def _first_quoted(marked: Marked) -> tuple[str, str] | None:
    quotes = marked.answer.quotes if marked.answer else ()
    return (quotes[0].reference.collection, quotes[0].reference.article) if quotes else None


def _address(place: Place, marked: Marked) -> str:
    if marked.answer is None or marked.message is None:
        return ""
    return f"https://discord.com/channels/{place.server}/{marked.answer.channel}/{marked.message}"


def _menu(gaps: list[Gap], place: Place) -> discord.ui.View:
    options = [
        discord.SelectOption(label=label(g.question, OPTION_CHARACTERS) or "–", value=str(g.number))
        for g in gaps[:MOST_OPTIONS]
    ]
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Select(placeholder=place.words("pick-gap"), options=options, custom_id="gap"))
    view.stop()
    return view


async def _gap_of(desk: Desk, place: Place, number: str) -> Gap:
    gap = await desk.guilds.gap(place.server, int(number)) if re.fullmatch(DIGITS, number) else None
    if gap is None:
        raise Failure("gone")
    return gap


class GapMenu(ClickedOnce, discord.ui.DynamicItem[discord.ui.Select[Any]], template=r"gap"):
    """The menu of gaps: asks one again, and offers to add a source for it."""

    def __init__(self) -> None:
        super().__init__(discord.ui.Select(custom_id="gap"))

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the menu again from what a choice carries."""
        return cls()

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Show what the library says to the question now."""
        place, desk = managing(interaction), desk_of(interaction)
        gap = await _gap_of(desk, place, "".join(picked(interaction)))
        desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        answer = await desk.in_turn(place, jobs.ask, gap.question, place.collections)
        filled = discord.ui.Button[Any](label=place.words("button-gap-filled"), custom_id=f"gap-filled:{gap.number}")
        what = What.ANSWER if answer.answered else What.DECLINED
        below = [add_source_button(place.words), filled]
        await respond(interaction, await post_of(desk, place, what, pages_of(answer, place.words), answer, below))


class GapFilledButton(
    ClickedOnce, discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"gap-filled:(?P<number>{DIGITS})"
):
    """A button that takes a question off the list of gaps."""

    def __init__(self, number: str) -> None:
        super().__init__(discord.ui.Button(custom_id=f"gap-filled:{number}"))
        self._number = number

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        return cls(match["number"])

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Take the question off the list."""
        place, desk = managing(interaction), desk_of(interaction)
        gap = await _gap_of(desk, place, self._number)
        await desk.guilds.fill(place.server, gap.question)
        await privately(interaction, place.words("gap-filled"))
