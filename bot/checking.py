"""Whether everything is there that the bot needs: token, intents, library, model; and the link to invite it by."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord

from bot.settings import BotSettings
from index import IndexSettings, NewsIndex, OnRecordError, SettingsError

PERMISSIONS = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True, read_message_history=True
)
"""The least that the bot can do its work with."""
SCOPES = ("bot", "applications.commands")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and in words what it is or what to do."""

    is_well: bool
    words: str


Login = Callable[[str], Awaitable[discord.AppInfo]]


async def check(index_settings: IndexSettings, settings: BotSettings, login: Login | None = None) -> list[Finding]:
    """Look at everything the bot needs; `login` asks Discord whose token it is."""
    return [*check_library(index_settings, settings), *await check_discord(settings, login or application)]


def check_library(index_settings: IndexSettings, settings: BotSettings) -> list[Finding]:
    """Open the library and load the models, as the bot's worker will."""
    try:
        with NewsIndex.open(index_settings) as index:
            held = index.count(index.collections())
            public = [c for c in settings.public if c not in index.collections()]
            index.warm_up()
    except OnRecordError as error:
        return [Finding(False, f"library: {error}")]
    found = [
        Finding(True, f"library: {held['articles']} articles, {held['statements']} statements"),
        Finding(True, "models: loaded"),
    ]
    if public:
        words = f"ONRECORD_BOT_COLLECTIONS names {', '.join(public)}, which the library does not hold yet"
        found.append(Finding(True, f"collections: {words}"))
    return found


async def check_discord(settings: BotSettings, login: Login) -> list[Finding]:
    """Log in once, without opening the gateway, and return what Discord knows of the application."""
    token = settings.discord_token.get_secret_value().strip()
    if not token:
        return [Finding(False, "token: DISCORD_TOKEN is not set; put the bot's token into .env or the environment")]
    try:
        told = await login(token)
    except discord.LoginFailure:
        return [Finding(False, "token: refused by Discord; copy it again from the bot's page")]
    except (discord.DiscordException, OSError) as error:
        return [Finding(False, f"token: Discord cannot be reached ({type(error).__name__}); check the network")]
    who = "anyone may invite it" if told.bot_public else "only its owner may invite it"
    return [
        Finding(True, f"token: belongs to {told.name}; {who}"),
        Finding(True, "intents: none that Discord must approve are asked for"),
        Finding(True, f"invite: {invite(told.id)}"),
    ]


async def application(token: str) -> discord.AppInfo:
    """Ask Discord whose token this is."""
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(token)
        return await client.application_info()


def invite(application_id: int) -> str:
    """Return the link by which the bot is invited, with the least permissions."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=SCOPES)


def raise_unless_well(findings: list[Finding]) -> None:
    """End the check.

    Raises:
        SettingsError: something is missing.
    """
    missing = [f for f in findings if not f.is_well]
    if missing:
        raise SettingsError(f"{len(missing)} of {len(findings)} checks failed; the bot cannot start yet")
