"""Starting and supervising the bot: what cannot be cured ends it with one line, the rest is tried again."""

import asyncio
import logging
import random

import aiohttp
import discord

from bot.adding import Adder
from bot.client import NewsBot
from bot.settings import BotSettings
from bot.shown import ShownAnswers
from bot.worker import IndexWorker
from index import IndexSettings, SettingsError

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0
"""Seconds between attempts to connect, doubled each time, so that the daily budget of logins holds."""


async def run(index_settings: IndexSettings, settings: BotSettings) -> None:
    """Run the bot until it is stopped.

    Raises:
        SettingsError: the token is missing or refused, or an intent is.
        OnRecordError: the library or the model cannot be opened.
    """
    token = settings.discord_token.get_secret_value().strip()
    if not token:
        raise SettingsError("DISCORD_TOKEN is not set; put the bot's token into .env or the environment")
    async with IndexWorker(index_settings, settings.waiting, settings.patience) as worker:
        shown = ShownAnswers(index_settings.library / "shown.sqlite")
        try:
            await _supervise(settings, token, worker, shown, Adder(index_settings))
        finally:
            shown.close()


async def _supervise(settings: BotSettings, token: str, worker: IndexWorker, shown: ShownAnswers, adder: Adder) -> None:
    """Start a client, and a new one whenever it ends by a fault that may pass."""
    wait = FIRST_WAIT
    while True:
        try:
            async with NewsBot(settings, worker, shown, adder) as bot:
                await bot.start(token)
            return
        except discord.LoginFailure:
            raise SettingsError("DISCORD_TOKEN is refused by Discord; copy it again from the bot's page") from None
        except discord.PrivilegedIntentsRequired:
            raise SettingsError("Discord refuses an intent that the bot asks for; check the bot's page") from None
        except (OSError, aiohttp.ClientError, discord.DiscordException, AttributeError) as error:
            # discord.py 2.7.1 ends with AttributeError when its very first gateway connection fails.
            pause = wait * random.uniform(0.5, 1.0)
            log.warning("the connection ended (%s); trying again in %.0f s", type(error).__name__, pause)
            await asyncio.sleep(pause)
            wait = min(wait * 2, LONGEST_WAIT)
