"""For those who manage a server: how the bot behaves there, what it could not answer, who changed its library."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery import NOBODY, acknowledge
from bot.desk.desk import Desk, desk_of
from bot.desk.places import Place
from bot.escaping import name
from bot.kept.guilds import Did, GuildSettings, Right
from bot.languages import NAMES, Words
from bot.posts.gaps import show_gaps
from bot.posts.items import ClickedOnce, picked
from bot.posts.posting import forgotten
from bot.posts.rights import managing
from bot.rendering.cards import changes_text

MOST_CHOSEN, MOST_NAME = 25, 100
READERS_OWN = "own"
"""The choice of no language: each reader's own."""
TEXT_CHANNELS = [
    discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum, discord.ChannelType.voice,
]  # fmt: skip
Part = tuple[str, discord.ui.Item[Any]]
"""A choice in words, and the menu or button that changes it."""
MANAGES = discord.Permissions(manage_guild=True)
ROLES = {"roles": Right.ADD, "removers": Right.REMOVE, "followers": Right.FOLLOW}
"""The settings that name roles, and what those may then do."""


class Moderation(commands.Cog):
    """Settings, gaps and audit of one server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, interaction: "discord.Interaction[Any]") -> None:
        """Choose how the bot behaves in this server."""
        place = managing(interaction)
        view = settings_layout(self._desk, place)
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def gaps(self, interaction: "discord.Interaction[Any]") -> None:
        """Show what could not be answered here, without who asked."""
        place = managing(interaction)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        await show_gaps(interaction, self._desk, place)

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def audit(self, interaction: "discord.Interaction[Any]") -> None:
        """Show who added to this server's library and removed from it."""
        place = managing(interaction)
        text = changes_text(await self._desk.guilds.changes(place.server), place.words)
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)


# --- the panel of settings


def settings_layout(desk: Desk, place: Place) -> discord.ui.LayoutView:
    """Return what a server chose, in words, each with the menu or button that changes it."""
    words, chosen = place.words, desk.guilds.settings(place.server)
    public = offered(desk.settings.public)
    parts: list[Part] = [
        _of_channels(words, "channels", chosen.channels, TEXT_CHANNELS),
        *(listening(words, chosen) if desk.settings.reads_messages else ()),
        *(_of_roles(words, what, chosen.with_right(right)) for what, right in ROLES.items()),
        (f"{words('settings-language')}: {NAMES.get(chosen.language) or words('settings-language-own')}",
         _languages(chosen, words)),
        (words(f"settings-{'private' if chosen.private else 'public'}"), _switch("private", chosen.private, words)),
        (words(f"settings-{'keeps' if chosen.keeps_questions else 'keeps-not'}"),
         _switch("keeps", chosen.keeps_questions, words)),
    ]  # fmt: skip
    if public:
        quoted = [name(c) for c in chosen.quotes_from(public)]
        told = f"{words('settings-collections')}: {', '.join(quoted) or '–'}"
        parts.append((told, _collections(chosen, public)))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.TextDisplay(words("settings-head")))
    for text, item in parts:
        view.add_item(discord.ui.TextDisplay(text))
        view.add_item(discord.ui.ActionRow(item))
    forgotten(view)
    return view


def offered(public: Sequence[str]) -> list[str]:
    """Return the public collections that the menu can name; a choice leaves the others as they are."""
    return [name for name in public if len(name) <= MOST_NAME][:MOST_CHOSEN]


def _named(words: Words, what: str, chosen: Sequence[str]) -> str:
    return f"{words(f'settings-{what}')}: {', '.join(chosen) or words(f'settings-{what}-none')}"


def listening(words: Words, chosen: GuildSettings) -> Iterable[Part]:
    """Yield the choices of where the bot answers without being mentioned; Discord lets it read there if asked to."""
    yield _of_channels(words, "forums", chosen.forums, [discord.ChannelType.forum])
    yield _of_channels(words, "threads", chosen.threads, TEXT_CHANNELS)


def _of_channels(words: Words, what: str, chosen: Sequence[int], kinds: Sequence[discord.ChannelType]) -> Part:
    held = [discord.SelectDefaultValue(id=c, type=discord.SelectDefaultValueType.channel) for c in chosen]
    menu: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
        custom_id=f"set:{what}", channel_types=list(kinds), min_values=0, max_values=MOST_CHOSEN, default_values=held
    )
    return _named(words, what, [f"<#{c}>" for c in chosen]), menu


def _of_roles(words: Words, what: str, chosen: Sequence[int]) -> Part:
    held = [discord.SelectDefaultValue(id=r, type=discord.SelectDefaultValueType.role) for r in chosen]
    menu: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
        custom_id=f"set:{what}", min_values=0, max_values=MOST_CHOSEN, default_values=held
    )
    return _named(words, what, [f"<@&{r}>" for r in chosen]), menu


def _languages(chosen: GuildSettings, words: Words) -> discord.ui.Select[Any]:
    named = {READERS_OWN: words("settings-language-own"), **NAMES}
    held = chosen.language or READERS_OWN
    options = [discord.SelectOption(label=called, value=code, default=code == held) for code, called in named.items()]
    return discord.ui.Select(custom_id="set:language", options=options)


def _collections(chosen: GuildSettings, public: Sequence[str]) -> discord.ui.Select[Any]:
    quoted = chosen.quotes_from(public)
    options = [discord.SelectOption(label=c, value=c, default=c in quoted) for c in public]
    return discord.ui.Select(custom_id="set:collections", options=options, min_values=0, max_values=len(options))


def _switch(what: str, is_on: bool, words: Words) -> discord.ui.Button[Any]:
    to = {"private": ("private", "public"), "keeps": ("keep", "keep-not")}[what][is_on]
    return discord.ui.Button(label=words(f"settings-button-{to}"), custom_id=f"set:{what}:{'off' if is_on else 'on'}")


class _Setting(ClickedOnce):
    """What menus and buttons of the panel share: rights checked anew, the choice kept, the panel shown again."""

    async def keep(self, interaction: "discord.Interaction[Any]", what: str, values: Sequence[str]) -> None:
        place = managing(interaction)
        desk, guild = desk_of(interaction), place.server
        await desk.guilds.choose(guild, changed(desk.guilds.settings(guild), what, values, desk.settings.public))
        await desk.guilds.changed(guild, place.user, Did.SETTINGS)
        view = settings_layout(desk, desk.place_of(interaction, private=True))
        await interaction.response.edit_message(view=view, allowed_mentions=NOBODY)


def changed(chosen: GuildSettings, what: str, values: Sequence[str], public: Sequence[str]) -> GuildSettings:
    """Return settings with one thing chosen anew; what is no possible choice is left out."""
    match what:
        case "channels" | "forums" | "threads" | "roles" | "removers" | "followers":
            ids: dict[str, Any] = {what: tuple(int(v) for v in values if v.isdigit())}
            return replace(chosen, **ids)
        case "language":
            return replace(chosen, language=next((v for v in values if v in NAMES), ""))
        case "collections":
            unseen = [c for c in chosen.quotes_from(public) if c not in offered(public)]
            quoted = tuple(c for c in public if c in values or c in unseen)
            return replace(chosen, collections=None if set(quoted) == set(public) else quoted)
        case "private":
            return replace(chosen, private="on" in values)
        case _:
            return replace(chosen, keeps_questions="on" in values)


class SettingMenu(
    _Setting,
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=r"set:(?P<what>channels|forums|threads|roles|removers|followers|language|collections)",
):
    """A menu of the panel."""

    def __init__(self, item: discord.ui.Select[Any], what: str) -> None:
        super().__init__(item)
        self._what = what

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the menu again from what a choice carries."""
        return cls(discord.ui.Select(custom_id=match[0]), match["what"])

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Keep what was chosen."""
        await self.keep(interaction, self._what, picked(interaction))


class SettingSwitch(
    _Setting, discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"set:(?P<what>private|keeps):(?P<to>on|off)"
):
    """A button of the panel."""

    def __init__(self, custom_id: str, what: str, to: str) -> None:
        super().__init__(discord.ui.Button(custom_id=custom_id))
        self._what = what
        self._to = to

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        return cls(match[0], match["what"], match["to"])

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Keep what was chosen."""
        await self.keep(interaction, self._what, [self._to])
