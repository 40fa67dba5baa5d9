"""What somebody may do with a server's library, by managing the server or by a role that it names for just that."""

from typing import Any

import discord

from bot.desk.desk import desk_of
from bot.desk.places import Place
from bot.failures import Failure
from bot.kept.guilds import Right


def may(interaction: "discord.Interaction[Any]", right: Right) -> bool:
    """Tell whether who asks has a right in this server: who manages it, or has a role that it names for just this."""
    if interaction.guild_id is None:
        return False
    roles = {role.id for role in getattr(interaction.user, "roles", ())}
    named = desk_of(interaction).guilds.settings(interaction.guild_id).with_right(right)
    return interaction.permissions.manage_guild or bool(roles & set(named))


def allowed(interaction: "discord.Interaction[Any]", right: Right) -> Place:
    """Return the place in whose library who asks has a right.

    Raises:
        Failure: there is no server here, or who asks has not that right in it.
    """
    if interaction.guild_id is None:
        raise Failure("here-only")
    if not may(interaction, right):
        raise Failure(f"may-not-{right}")
    return desk_of(interaction).place_of(interaction, private=True)


def managing(interaction: "discord.Interaction[Any]") -> Place:
    """Return the place of a server that who asks may manage.

    Checked in code, too: a server may open a command to anybody in its settings.

    Raises:
        Failure: there is no server here, or who asks may not manage it.
    """
    if interaction.guild_id is None:
        raise Failure("here-only")
    if not interaction.permissions.manage_guild:
        raise Failure("not-managing")
    return desk_of(interaction).place_of(interaction, private=True)
