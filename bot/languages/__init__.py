"""The bot's own words, in the languages whose files stand here; quotes stay in the language of their source.

A file is Fluent (projectfluent.org): a translator needs no other. English is complete, and what another
language lacks is said in English.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any

import discord
from discord import app_commands
from fluent.runtime import FluentBundle, FluentResource

from index import Article, DateBasis

DEFAULT = "en"
NAMES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français"}
"""Languages by code, each called by its own name."""
NOON = time(12, tzinfo=UTC)
"""A day's moment: at noon UTC it is the same day from Honolulu to Auckland, so that no reader sees another."""


class Words:
    """The bot's words in one language."""

    def __init__(self, code: str, bundle: FluentBundle, fallback: "Words | None" = None) -> None:
        self.code = code
        self._bundle = bundle
        self._fallback = fallback

    def has(self, key: str) -> bool:
        """Tell whether this language itself has the words called `key`."""
        return bool(self._bundle.has_message(key))

    def __call__(self, key: str, **values: str | int) -> str:
        """Return the words called `key`, with values of ours in their places.

        Raises:
            KeyError: there are no such words, or a value is missing.
        """
        if not self.has(key):
            if self._fallback is None:
                raise KeyError(key)
            return self._fallback(key, **values)
        pattern = self._bundle.get_message(key).value
        said, errors = self._bundle.format_pattern(pattern, values) if pattern else ("", ["no words"])
        if errors or not isinstance(said, str):
            raise KeyError(f"{key}: {errors}")
        return said

    def dated(self, article: Article) -> str:
        """Return an article's date as Discord shows a date to each reader, with how it is known."""
        if article.day is None:
            return self("date-not-stated")
        day = timestamp(article.day)
        if article.published_basis in (DateBasis.CAPTION, DateBasis.ADDRESS):
            return self(f"date-by-{article.published_basis}", day=day)
        return day


class Languages:
    """Every language there is a file for."""

    def __init__(self) -> None:
        english = Words(DEFAULT, _bundle(DEFAULT))
        self._words = {code: english if code == DEFAULT else Words(code, _bundle(code), english) for code in NAMES}

    def words(self, locale: str) -> Words:
        """Return the words for one of Discord's locales ("de", "es-419"), or the English ones."""
        return self._words.get(locale.split("-")[0], self._words[DEFAULT])

    def all(self) -> tuple[Words, ...]:
        """Return the words of every language."""
        return tuple(self._words.values())


class CommandTranslator(app_commands.Translator):
    """Tells Discord what commands and their options are for, in each language; their names stay as they are."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the translation, or None where there is none."""
        words = self._languages.words(locale.value)
        told = (words(key) for key in keys_of(context) if words.has(key))
        return None if words.code == DEFAULT else next(told, None)


def keys_of(context: app_commands.TranslationContextTypes) -> tuple[str, ...]:
    """Return under which keys a description or the name of a menu may be translated, the nearest first."""
    places = app_commands.TranslationContextLocation
    told: Any = context.data
    if context.location in (places.command_description, places.group_description):
        return (f"command-{told.qualified_name}".replace(" ", "-"),)
    if context.location is places.parameter_description:
        command = told.command.qualified_name.replace(" ", "-")
        return f"option-{command}-{told.name}", f"option-{told.name}"
    if context.location is places.command_name and isinstance(told, app_commands.ContextMenu):
        return ("menu-" + told.name.casefold().replace(" ", "-"),)
    return ()


def timestamp(day: str) -> str:
    """Return an ISO day in Discord's own notation for dates; what is less than a day stays as it is."""
    try:
        moment = datetime.combine(date.fromisoformat(day), NOON)
    except ValueError:
        return day
    return f"<t:{int(moment.timestamp())}:D>"


def _bundle(code: str) -> FluentBundle:
    bundle = FluentBundle([code], use_isolating=False)
    text = files(__package__).joinpath(f"{code}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(text))
    return bundle
