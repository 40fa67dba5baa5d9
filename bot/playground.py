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
from bot.desk.turns import Turns
from bot.settings import BotSettings
from bot.supervising import opened_parts
from index import IndexSettings, SettingsError

PATIENCE = 120.0
"""Seconds of real time one action may take; the simulated clock does not count the worker's."""
NAME = "On Record"
WELCOME = "Ask me about the news, for example: who denied the strikes"
SERVER_WELCOME = "This is a server that you manage. Try /ask, /library, /settings; or reply to an answer of mine."
SERVER, CHANNEL = "Newsroom", "general"


def run_page(index_settings: IndexSettings, bot_settings: BotSettings, port: int, *, in_server: bool = False) -> None:
    """Open the bot in a page on this machine, as a direct message or in a server, and serve it until it is closed.

    Raises:
        SettingsError: the playground extra is not installed.
    """
    asyncio.run(_serve(index_settings, bot_settings, port, in_server=in_server))


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
    # Its page fetches nothing from elsewhere, so that a picture would be a gap in every answer.
    bot_settings = bot_settings.model_copy(update={"pictures": False})
    async with opened_parts(index_settings, bot_settings) as parts:
        # Its visitor has nobody to let pass; the simulated clock stands still while an answer is waited for.
        bot = NewsBot(bot_settings, parts, Turns(most=bot_settings.waiting, rest=0.0))
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


async def _serve(index_settings: IndexSettings, bot_settings: BotSettings, port: int, *, in_server: bool) -> None:
    async with _simulated(index_settings, bot_settings) as (env, visitor):
        channel, viewer = await (_server if in_server else _direct)(env, visitor)
        async with env.preview(channel, viewers=[viewer], layout="channel", port=port) as preview:
            loop = asyncio.get_running_loop()
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, lambda: asyncio.ensure_future(preview.close()))
            print(f"The playground is open at {preview.url}\nPress Ctrl-C to close it.", flush=True)  # noqa: T201
            await preview.wait_closed()


async def _direct(env: Any, visitor: Any) -> tuple[Any, Any]:  # noqa: ANN401 - simcord is an extra
    """Return a direct message with the bot, and who sees it."""
    await (await env.bot.fetch_user(visitor.id)).send(WELCOME)
    return visitor.dm_channel, visitor


async def _server(env: Any, visitor: Any) -> tuple[Any, Any]:  # noqa: ANN401 - simcord is an extra
    """Return a channel of a server that the visitor manages, and the visitor as its member."""
    guild = env.create_guild(SERVER)
    channel = guild.create_text_channel(CHANNEL)
    manager = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    member = guild.add_member(visitor, roles=[manager])
    await env.settle()
    await env.bot.get_channel(channel.id).send(SERVER_WELCOME)
    await env.bot.refresh_names.coro(env.bot)
    return channel, member


def transcript(message: discord.Message) -> str:
    """Return a message as plain lines: what a reader sees, without the marks that make it look so."""
    from bot.escaping import plain
    from bot.posts.reading import texts_of

    return "\n\n".join(plain(text) for text in texts_of(message))
