"""python -m tests.discord_server.launching PORT: this project's bot, connected to the stand-in instead of Discord."""

import sys

import discord
import yarl

from bot.cli import main


def point_at(port: int) -> None:
    """Have discord.py speak to the stand-in; the class attributes are all that differs."""
    discord.http.Route.BASE = f"http://127.0.0.1:{port}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/gateway")


if __name__ == "__main__":
    point_at(int(sys.argv[1]))
    main(sys.argv[2:] or ["bot"])
