"""What went wrong → what the asker reads, and whether the log must hold it."""

import logging
from typing import Any

import discord
from discord import app_commands

from bot.delivery import NOBODY, PASSING, edit_answer, is_acknowledged, owes_answer
from bot.desk.desk import desk_of
from bot.failures import Failure
from bot.languages import Words
from index import LibraryUnreachableError, OnRecordError, QuoteMismatchError

log = logging.getLogger(__name__)


def words_for(error: BaseException, words: Words) -> str:
    """Return what the asker reads; it never holds an address, a path, or a question."""
    if isinstance(error, app_commands.CommandInvokeError):
        return words_for(error.original, words)
    if isinstance(error, Failure):
        return words(f"fail-{error.key}", **error.values)
    if isinstance(error, QuoteMismatchError):
        return words("fail-differs")
    if isinstance(error, LibraryUnreachableError):
        return words("fail-unreachable")
    return words("fail-library" if isinstance(error, OnRecordError) else "fail-broken")


async def tell(interaction: "discord.Interaction[Any]", error: BaseException) -> None:
    """Tell the asker what went wrong, in the answer that is owed or in a private note."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    named = interaction.command.qualified_name if interaction.command else "a click"
    if isinstance(cause, Failure) and not cause.is_told:
        log.debug("%s was refused again: %s", named, cause.key)
        return
    if isinstance(cause, Failure):
        log.info("%s was refused: %s", named, cause.key)
    else:
        log.error("could not finish %s: %s", named, type(cause).__name__, exc_info=cause)
    if isinstance(cause, discord.HTTPException):
        desk_of(interaction).metrics.refused()
    text = words_for(cause, desk_of(interaction).place_of(interaction).words)
    if owes_answer(interaction):
        await _instead(interaction, text)
    else:
        await privately(interaction, text)


async def _instead(interaction: "discord.Interaction[Any]", text: str) -> None:
    """Say something in place of the answer that is owed, to whom that answer would have been shown."""
    try:
        await edit_answer(interaction, content=text, allowed_mentions=NOBODY)
    except (discord.DiscordException, *PASSING) as late:
        log.warning("the asker could not be told: %s", late)


async def privately(interaction: "discord.Interaction[Any]", text: str) -> None:
    """Say something to whoever clicked or asked, that nobody else sees; a click that expired is only logged."""
    try:
        if is_acknowledged(interaction):
            await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)
        else:
            await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
    except (discord.DiscordException, *PASSING) as late:
        log.warning("the asker could not be told: %s", late)
