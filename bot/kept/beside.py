"""What of the bot's own is worth a copy with the library, by file name, and what clears the copy of the rest."""

from bot.kept.sqlite import guilds, watches

BESIDE = {guilds.FILE_NAME: guilds.CLEARED, watches.FILE_NAME: watches.CLEARED}
