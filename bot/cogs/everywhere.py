"""Commands that a person may have installed for themselves: in any server and direct message, by interaction alone."""

from typing import Any, TypeVar

from discord import app_commands

Offered = TypeVar("Offered", "app_commands.Command[Any, ..., Any]", "app_commands.ContextMenu")


def everywhere(command: Offered) -> Offered:
    """Offer a command where the bot was invited, and to whoever installed it, wherever they are."""
    app_commands.allowed_installs(guilds=True, users=True)(command)
    app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)
    return command
