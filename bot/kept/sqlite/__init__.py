"""What the bot keeps, in small files beside a library in a folder: the bot's own SQL of SQLite."""
