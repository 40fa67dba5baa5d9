"""Whether everything is there that the bot needs: token, intents, library, model; and the link to invite it by."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import discord

from bot.settings import BotSettings
from index import IndexSettings, NewsIndex, OnRecordError, SettingsError, servers_of

PERMISSIONS = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True, read_message_history=True
)
"""The least that the bot can do its work with."""
SCOPES = ("bot", "applications.commands")
MOST_SERVERS = 200
"""Servers looked at, as many as Discord tells at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and in words what it is or what to do."""

    is_well: bool
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What Discord knows of a token: whose it is, who may invite it, and its permissions in each server by name."""

    id: int
    name: str
    is_public: bool
    servers: Sequence[tuple[str, discord.Permissions]]


Login = Callable[[str], Awaitable[Known]]


async def check(index_settings: IndexSettings, settings: BotSettings, login: Login | None = None) -> list[Finding]:
    """Look at everything the bot needs; `login` asks Discord whose token it is."""
    return [
        *check_library(index_settings, settings),
        *await check_queue(settings),
        *await check_discord(settings, login or application),
    ]


async def check_queue(settings: BotSettings) -> list[Finding]:
    """Ask the queue, where one is named, for a sign of life."""
    if not settings.queue:
        return []
    from bot.remote.stream import connected, shown

    try:
        async with connected(settings.queue, "check"):
            return [Finding(True, f"queue: {shown(settings.queue)}")]
    except OnRecordError as error:
        return [Finding(False, f"queue: {error}")]


def check_library(index_settings: IndexSettings, settings: BotSettings) -> list[Finding]:
    """Open the library and load the models, as the bot's worker will."""
    try:
        servers = [Finding(True, f"server: {line}") for line in servers_of(index_settings.library)]
        with NewsIndex.open(index_settings) as index:
            held = index.count(index.collections())
            public = [c for c in settings.public if c not in index.collections()]
            index.warm_up()
    except OnRecordError as error:
        return [Finding(False, f"library: {error}")]
    found = [
        *servers,
        Finding(True, f"library: {held['articles']} articles, {held['statements']} statements"),
        Finding(True, "models: loaded"),
    ]
    if public:
        words = f"ONRECORD_BOT_COLLECTIONS names {', '.join(public)}, which the library does not hold yet"
        found.append(Finding(True, f"collections: {words}"))
    return found


NONE_ASKED = "none that Discord must approve are asked for"
READING = "message content is asked for; it must be switched on on the bot's page"


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
    who = "anyone may invite it" if told.is_public else "only its owner may invite it"
    return [
        Finding(True, f"token: belongs to {told.name}; {who}"),
        Finding(True, f"intents: {READING if settings.reads_messages else NONE_ASKED}"),
        *(check_permissions(name, held) for name, held in told.servers),
        Finding(True, f"invite: {invite(told.id)}"),
        Finding(True, f"for oneself: {invite_for_oneself(told.id)}"),
    ]


def check_permissions(server: str, held: discord.Permissions) -> Finding:
    """Tell which permissions the bot lacks in a server as a whole; channels may take more away."""
    lacking = [right.replace("_", " ") for right, is_needed in PERMISSIONS if is_needed and not getattr(held, right)]
    if held.administrator or not lacking:
        return Finding(True, f"permissions in {server}: all that are needed")
    return Finding(False, f"permissions in {server}: lacks {', '.join(lacking)}; give them, or invite the bot anew")


async def application(token: str) -> Known:
    """Ask Discord whose token this is, and where it was invited."""
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(token)
        told = await client.application_info()
        # What Client.fetch_guilds returns leaves out the permissions that Discord sends with it.
        rows = await client.http.get_guilds(MOST_SERVERS, with_counts=False)
        servers = [(row["name"], discord.Permissions(int(row["permissions"]))) for row in rows]
        return Known(told.id, told.name, told.bot_public, servers)


def invite(application_id: int) -> str:
    """Return the link by which the bot is invited, with the least permissions."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=SCOPES)


def invite_for_oneself(application_id: int) -> str:
    """Return the link by which a person installs the bot for themselves, in every server that they are in."""
    link = discord.utils.oauth_url(application_id, scopes=("applications.commands",))
    return f"{link}&integration_type=1"


def raise_unless_well(findings: list[Finding]) -> None:
    """End the check.

    Raises:
        SettingsError: something is missing.
    """
    missing = [f for f in findings if not f.is_well]
    if missing:
        raise SettingsError(f"{len(missing)} of {len(findings)} checks failed; the bot cannot start yet")
