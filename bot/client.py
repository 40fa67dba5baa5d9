"""NewsBot: the Discord client. No privileged intents unless its operator asks for one, no mentions, commands synced."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.cogs.ask import Ask
from bot.cogs.help import Help
from bot.cogs.library import Libraries
from bot.cogs.moderation import Moderation, SettingMenu, SettingSwitch
from bot.cogs.privacy import Private
from bot.cogs.sources import Sources
from bot.cogs.verify import Verify
from bot.cogs.watch import Watcher
from bot.desk.desk import Desk, Parts, desk_of
from bot.desk.shards import ALL
from bot.desk.turns import Turns
from bot.languages import CommandTranslator
from bot.posts.buttons import AnswerButton, QuoteMenu
from bot.posts.choosing import ArticleMenu
from bot.posts.examples import ExampleButton
from bot.posts.gaps import GapFilledButton, GapMenu
from bot.posts.new_source import AddSourceButton
from bot.posts.removing import TakeOutButton
from bot.posts.suggesting import SuggestionButton
from bot.posts.telling import tell
from bot.posts.watching import watch_out
from bot.posts.withdrawing import withdraw_gone
from bot.settings import BotSettings
from index import OnRecordError

log = logging.getLogger(__name__)

NAMES_EVERY_MINUTES = 5
POLL_EVERY_SECONDS = 60
WATCH_EVERY_SECONDS = 60
IDENTIFY_SECONDS = 5.0
"""For so long a bucket is taken after somebody identified in it (Discord's own figure)."""


class NewsBot(commands.Bot):
    """The bot: what it needs is handed in, and closed by whoever made it."""

    def __init__(
        self,
        settings: BotSettings,
        parts: Parts,
        turns: Turns | None = None,
        **sharding: Any,  # noqa: ANN401
    ) -> None:
        discord.VoiceClient.warn_nacl = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(
                guilds=True, guild_messages=True, dm_messages=True, message_content=settings.reads_messages
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=60.0,
            tree_cls=NewsTree,
            **sharding,
        )
        self.desk = Desk(settings, parts, turns)

    async def setup_hook(self) -> None:
        """Add the commands and buttons, and tell Discord of them."""
        own = (Ask(self, self.desk), Sources(self, self.desk), Verify(self, self.desk), Libraries(self, self.desk))
        for cog in (*own, Moderation(self.desk), Private(self, self.desk), Help(self.desk), Watcher(self, self.desk)):
            await self.add_cog(cog)
        self.add_dynamic_items(AnswerButton, QuoteMenu, ArticleMenu, ExampleButton, SuggestionButton)
        self.add_dynamic_items(SettingMenu, SettingSwitch, TakeOutButton, AddSourceButton, GapMenu, GapFilledButton)
        await self.tree.set_translator(CommandTranslator(self.desk.languages))
        self.refresh_names.start()
        self.watch.start()
        if self.desk.settings.polls:
            self.poll_feeds.start()
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cogs: there are no text commands."""

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Remember that a message is gone, in case it is a question being answered."""
        self.desk.deleted.add(payload.message_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget what a server chose, asked, judged and changed; its library is the operator's."""
        await self.desk.leading.leaves(guild.id)
        await self.desk.guilds.leave(guild.id)
        await self.desk.shown.leave(guild.id)
        await self.desk.watches.leave(guild.id)

    async def on_app_command_completion(self, interaction: discord.Interaction[Any], _: object) -> None:
        """Note that a command has been answered."""
        self.desk.owed.paid(interaction.id)

    async def on_ready(self) -> None:
        """Say once that the bot is there."""
        log.info("ready as %s in %d servers", self.user, len(self.guilds))

    def known_collections(self) -> list[str]:
        """Return every collection that some place may read."""
        return self.desk.known_collections(g.id for g in self.guilds)

    @tasks.loop(minutes=NAMES_EVERY_MINUTES)
    async def refresh_names(self) -> None:
        """Read names and feeds again, so that choices come from memory, and withdraw what has left the library."""
        with lasting("names"):
            await self.desk.leading.serves([guild.id for guild in self.guilds])
            await self.desk.shown.purge()
            await self.desk.guilds.purge()
            await self.desk.watches.purge()
            await self.desk.read_names(self.known_collections())
            await self.desk.read_feeds(self.known_collections())
            await withdraw_gone(self, self.desk)

    @tasks.loop(seconds=POLL_EVERY_SECONDS)
    async def poll_feeds(self) -> None:
        """Look at the feeds that are due, in a process of its own."""
        with lasting("feeds"):
            if not await self.desk.leading.leads():
                return
            now, is_alone = time.time(), self.desk.shards == ALL
            due = self.desk.due(now, self.known_collections()) if is_alone else await self.desk.followers_due(now)
            if due:
                await self.desk.writer.poll(due)
                await self.desk.read_names(due)
                await self.desk.read_feeds(due)

    @tasks.loop(seconds=WATCH_EVERY_SECONDS)
    async def watch(self) -> None:
        """Look at what came in for those who watch for it."""
        with lasting("watches"):
            await watch_out(self, self.desk)

    @refresh_names.before_loop
    @watch.before_loop
    @poll_feeds.before_loop
    async def _until_ready(self) -> None:
        await self.wait_until_ready()

    async def close(self) -> None:
        """Stop what the bot started."""
        self.refresh_names.cancel()
        self.watch.cancel()
        self.poll_feeds.cancel()
        await super().close()


class ShardedNewsBot(NewsBot, commands.AutoShardedBot):
    """One gateway of several: the same bot for those servers that its shards serve."""

    def __init__(self, settings: BotSettings, parts: Parts, turns: Turns | None = None) -> None:
        super().__init__(settings, parts, turns, shard_ids=parts.shards.ids, shard_count=parts.shards.count)
        self._at_once = 0
        self._identifying = set[asyncio.Task[None]]()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until no other gateway identifies in this shard's bucket, and keep it as long as Discord does."""
        del initial
        if not self._at_once:
            told = await self.http.request(discord.http.Route("GET", "/gateway/bot"))
            self._at_once = max(1, int(told["session_start_limit"].get("max_concurrency", 1)))
        held = asyncio.Event()
        task = asyncio.create_task(self._identify((shard_id or 0) % self._at_once, held))
        self._identifying.add(task)
        task.add_done_callback(self._identifying.discard)
        waiting = asyncio.create_task(held.wait())
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not held.is_set():
            await task

    async def _identify(self, bucket: int, held: asyncio.Event) -> None:
        async with self.desk.leading.identifying(bucket):
            held.set()
            await asyncio.sleep(IDENTIFY_SECONDS)


def bot_of(settings: BotSettings, parts: Parts) -> NewsBot:
    """Return the bot, or that of its gateways which serves the shards among its parts."""
    return NewsBot(settings, parts) if parts.shards == ALL else ShardedNewsBot(settings, parts)


@contextmanager
def lasting(what: str) -> Iterator[None]:
    """Log what fails inside instead of raising it: discord.py ends a loop for good at its first error."""
    try:
        yield
    except OnRecordError as error:
        log.warning("%s will be looked at again: %s", what, error)
    except Exception:
        log.exception("%s will be looked at again", what)


class NewsTree(app_commands.CommandTree[NewsBot]):
    """The tree of commands, with one place where errors end."""

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Tell the asker."""
        await tell(interaction, error)
        desk_of(interaction).owed.paid(interaction.id)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Note that an answer is owed; every command is let through once, since each checks rights itself."""
        if not desk_of(interaction).seen.add(interaction.id):
            return False
        if interaction.type is discord.InteractionType.autocomplete:
            return desk_of(interaction).typing.is_steady(interaction.user.id)
        if interaction.type is discord.InteractionType.application_command:
            desk_of(interaction).owed.owe(interaction.id)
        return True
