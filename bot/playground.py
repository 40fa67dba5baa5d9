"""The bot without a token: a local page to chat with it, or one question asked headless.

The page is simcord's development preview: the very same bot runs against an in-process Discord. It
is an extra that may be left out, and nothing else depends on it.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord

from bot.client import NewsBot
from bot.running import opened_parts
from bot.settings import BotSettings
from index import IndexSettings, SettingsError

PATIENCE = 120.0
"""Seconds of real time one action may take; the simulated clock does not count the worker's."""
NAME = "On Record"
WELCOME = "Ask me about the news, for example: who denied the strikes"


def run_page(index_settings: IndexSettings, bot_settings: BotSettings, port: int) -> None:
    """Open the bot in a page on this machine and serve it until it is closed.

    Raises:
        SettingsError: the playground extra is not installed.
    """
    asyncio.run(_serve(index_settings, bot_settings, port))


def ask_once(index_settings: IndexSettings, bot_settings: BotSettings, question: str) -> str:
    """Ask the bot one question headless and return what the channel shows.

    Raises:
        SettingsError: the playground extra is not installed.
    """
    return asyncio.run(_ask(index_settings, bot_settings, question))


@asynccontextmanager
async def _simulated(index_settings: IndexSettings, bot_settings: BotSettings) -> AsyncIterator[tuple[Any, Any]]:
    """Run the bot in a simulated Discord; yields its environment and one visitor."""
    try:
        import simcord
    except ImportError:
        raise SettingsError("the playground is an extra; install it with: pip install '.[playground]'") from None
    async with opened_parts(index_settings, bot_settings) as parts:
        bot = NewsBot(bot_settings, parts)
        try:
            async with simcord.run(bot, settle_timeout=PATIENCE, check_errors=False) as env:
                await bot.user.edit(username=NAME)  # type: ignore[union-attr]
                yield env, env.create_user("you", global_name="You")
        finally:
            await bot.close()


async def _ask(index_settings: IndexSettings, bot_settings: BotSettings, question: str) -> str:
    async with _simulated(index_settings, bot_settings) as (_, visitor):
        await visitor.send_dm(question)
        return transcript(visitor.dm_channel.last_message)


async def _serve(index_settings: IndexSettings, bot_settings: BotSettings, port: int) -> None:
    async with _simulated(index_settings, bot_settings) as (env, visitor):
        channel = visitor.dm_channel
        await (await env.bot.fetch_user(visitor.id)).send(WELCOME)
        async with env.preview(channel, viewers=[visitor], layout="channel", port=port) as preview:
            loop = asyncio.get_running_loop()
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, lambda: asyncio.ensure_future(preview.close()))
            print(f"The playground is open at {preview.url}\nPress Ctrl-C to close it.", flush=True)  # noqa: T201
            await preview.wait_closed()


def transcript(message: discord.Message) -> str:
    """Return a message as plain lines: what a reader sees, without the marks that make it look so."""
    from bot.cogs.posting import texts_of
    from bot.escaping import plain

    return "\n\n".join(plain(text) for text in texts_of(message))
