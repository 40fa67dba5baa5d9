"""NewsBot: the Discord client. No privileged intents, no mentions, commands synced at start."""

import logging
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.adding import Adder
from bot.cogs.ask import Ask
from bot.cogs.library import Libraries
from bot.cogs.paging import TurnPage
from bot.cogs.sources import Sources
from bot.cogs.verify import Verify
from bot.failures import tell
from bot.settings import BotSettings
from bot.shown import ShownAnswers
from bot.worker import IndexWorker
from index import OnRecordError, Title

log = logging.getLogger(__name__)

TITLES_EVERY_MINUTES = 5


class NewsBot(commands.Bot):
    """The bot: what it needs is handed in, and closed by whoever made it."""

    def __init__(self, settings: BotSettings, worker: IndexWorker, shown: ShownAnswers, adder: Adder) -> None:
        discord.VoiceClient.warn_nacl = False
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=60.0,
            tree_cls=NewsTree,
        )
        self.settings = settings
        self.worker = worker
        self.shown = shown
        self.adder = adder
        self._titles: dict[str, list[Title]] = {}

    async def setup_hook(self) -> None:
        """Add the commands and buttons, and tell Discord of them."""
        await self.add_cog(Ask(self))
        await self.add_cog(Sources(self))
        await self.add_cog(Verify(self))
        await self.add_cog(Libraries(self))
        self.add_dynamic_items(TurnPage)
        self.refresh_titles.start()
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cogs: there are no text commands."""

    async def on_ready(self) -> None:
        """Say once that the bot is there."""
        log.info("ready as %s in %d servers", self.user, len(self.guilds))

    def titles(self, guild_id: int | None) -> list[Title]:
        """Return the titles that a place may see, from memory."""
        return [t for name in self.settings.readable(guild_id) for t in self.titles_of(name)]

    def titles_of(self, collection: str) -> list[Title]:
        """Return a collection's titles, from memory."""
        return self._titles.get(collection, [])

    @tasks.loop(minutes=TITLES_EVERY_MINUTES)
    async def refresh_titles(self) -> None:
        """Read the titles again, so that autocomplete answers from memory."""
        names = {name for place in (None, *(g.id for g in self.guilds)) for name in self.settings.readable(place)}
        await self.read_titles(sorted(names))

    async def read_titles(self, collections: Sequence[str]) -> None:
        """Read the titles of collections again."""
        for name in collections:
            try:
                self._titles[name] = await self.worker.titles([name])
            except OnRecordError as error:
                log.warning("titles of %s were not read: %s", name, error)

    @refresh_titles.before_loop
    async def _until_ready(self) -> None:
        await self.wait_until_ready()

    async def close(self) -> None:
        """Stop what the bot started."""
        self.refresh_titles.cancel()
        await super().close()


class NewsTree(app_commands.CommandTree[NewsBot]):
    """The tree of commands, with one place where errors end."""

    async def on_error(self, interaction: discord.Interaction[NewsBot], error: app_commands.AppCommandError, /) -> None:
        """Tell the asker."""
        await tell(interaction, error)
