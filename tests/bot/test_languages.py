import re
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import bot
from bot.languages import DEFAULT, NAMES, Languages, timestamp
from index import DateBasis

FOLDER = Path(bot.__file__).parent
LANGUAGES = Languages()
COMMANDS = ("command-", "option-", "menu-")


class Placeholders(Visitor):
    """Collects the values that words have places for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def messages(code: str) -> dict[str, set[str]]:
    """Return the placeholders of each key of a language."""
    entries = FluentParser().parse((FOLDER / "languages" / f"{code}.ftl").read_text(encoding="utf-8")).body
    assert not [e for e in entries if isinstance(e, ast.Junk)]
    found = {}
    for entry in entries:
        if isinstance(entry, ast.Message):
            visitor = Placeholders()
            visitor.visit(entry)
            found[entry.id.name] = visitor.names
    return found


OTHERS = [code for code in NAMES if code != DEFAULT]


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_says_all_that_english_says_with_the_same_values(code: str) -> None:
    theirs = {key: names for key, names in messages(code).items() if not key.startswith(COMMANDS)}
    assert theirs == messages(DEFAULT)


@pytest.mark.parametrize("code", OTHERS)
def test_no_words_begin_a_quotation_or_a_heading(code: str) -> None:
    for key, names in messages(code).items():
        said = LANGUAGES.words(code)(key, **dict.fromkeys(names, 2))
        assert not re.search(r"(?m)^(?:>|#|-#)", said), key


def test_every_key_in_the_code_has_words_and_every_word_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    made = r"^(?:credit|count|verdict|caveat|fail|button|right|audit|settings|privacy-questions|differs|date-by|day|context|watch-changed|next|cited)-"
    named = set(re.findall(r"""words\(["']([a-z][\w-]*\w)["'][,)]""", code))
    failures = {f"fail-{key}" for key in re.findall(r"""(?:Failure|Error)\(["']([\w-]+)["']""", code)}
    keys = set(messages(DEFAULT))
    assert named | failures <= keys
    assert {key for key in keys - named if not re.match(made, key) and f'"{key}"' not in code} == set()


def test_locales_of_discord_find_their_language() -> None:
    assert [LANGUAGES.words(x).code for x in ("es-419", "es-ES", "de", "fr", "en-GB", "ja", "")] == [
        "es", "es", "de", "fr", "en", "en", "en",
    ]  # fmt: skip


def test_words_that_do_not_exist_or_lack_a_value_raise() -> None:
    words = LANGUAGES.words("de")
    with pytest.raises(KeyError):
        words("no-such-words")
    with pytest.raises(KeyError):
        words("asked")


@pytest.mark.parametrize(
    ("day", "shown"), [("2024-04-10", "<t:1712750400:D>"), ("2024-04", "2024-04"), ("2024", "2024")]
)
def test_days_are_shown_in_discords_own_notation(day: str, shown: str) -> None:
    assert timestamp(day) == shown


def test_a_date_says_how_it_is_known(article: Any) -> None:
    words = LANGUAGES.words("en")
    assert words.dated(article("Text.")) == "no date on the page"
    captioned = article("Text.", published="2024-04-10", published_basis=DateBasis.CAPTION)
    assert words.dated(captioned) == "about <t:1712750400:D> (from a caption)"


@pytest.mark.simcord(settle_timeout=60)
@pytest.mark.model
async def test_commands_and_their_options_are_told_in_every_language(simcord_env: Any) -> None:
    [request] = [r for r in simcord_env.http_requests if r.method == "PUT" and r.path.endswith("/commands")]
    locales = {"de", "fr", "es-ES", "es-419"}

    def told(command: dict[str, Any]) -> None:
        if command["type"] == 3:
            assert locales <= set(command.get("name_localizations") or {}), command["name"]
        else:
            given = command.get("description_localizations") or {}
            assert locales <= set(given), command["name"]
            assert all(0 < len(text) <= 100 for text in given.values())
        for option in command.get("options", ()):
            told({**option, "type": 1})

    for command in request.json:
        told(command)
