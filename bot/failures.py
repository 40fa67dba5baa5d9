"""What went wrong → what the asker reads, and whether the log must hold it."""

import logging

import discord
from discord import app_commands

from bot.worker import WorkerError
from index import OnRecordError, QuoteMismatchError

log = logging.getLogger(__name__)

BROKEN = "Something broke on my side, so I have no answer. Please ask again later."
WRONG_MODEL = "My library needs care by its operator before I can answer again."


def words_for(error: BaseException) -> str:
    """Return what the asker reads; it never holds an address, a path, or a question."""
    if isinstance(error, app_commands.CommandInvokeError):
        return words_for(error.original)
    if isinstance(error, WorkerError | QuoteMismatchError):
        return str(error)
    if isinstance(error, app_commands.CommandOnCooldown):
        return f"Please wait {error.retry_after:.0f} seconds before you ask again."
    if isinstance(error, OnRecordError):
        return WRONG_MODEL
    return BROKEN


async def tell(interaction: discord.Interaction, error: BaseException) -> None:
    """Tell the asker what went wrong, in the answer that is owed or in a private note."""
    log.error("could not finish %s: %s", interaction.command and interaction.command.name, type(error).__name__,
              exc_info=None if isinstance(error, WorkerError) else error)  # fmt: skip
    nobody = discord.AllowedMentions.none()
    try:
        if interaction.response.is_done():
            await interaction.followup.send(words_for(error), ephemeral=True, allowed_mentions=nobody)
        else:
            await interaction.response.send_message(words_for(error), ephemeral=True, allowed_mentions=nobody)
    except discord.HTTPException as late:
        log.warning("the asker could not be told: %s", late)
