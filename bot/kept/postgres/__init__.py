"""What the bot keeps, in schema `bot` of the database that holds the library: the bot's own SQL of PostgreSQL."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"
"""The numbered files that make its tables."""
