"""The front door, the README and the example settings say what is so."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values

import index
from bot.settings import BotSettings
from index import IndexSettings, variable_name

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("torch", "transformers", "spacy", "faiss", "discord", "scipy", "onnxruntime")
SETTINGS = [(kind, field) for kind in (IndexSettings, BotSettings) for field in kind.model_fields]


def default_of(kind: type, field: str) -> str:
    value = kind.model_fields[field].default  # type: ignore[attr-defined]
    return value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)


def test_front_door_exports_exactly_what_it_lists() -> None:
    listed = index.__all__
    assert len(set(listed)) == len(listed)
    assert all(hasattr(index, name) for name in listed)


@pytest.mark.parametrize(("kind", "field"), SETTINGS)
def test_setting_stands_in_the_readme_with_its_default_and_meaning(kind: type, field: str) -> None:
    description = kind.model_fields[field].description  # type: ignore[attr-defined]
    default = default_of(kind, field) or "empty"
    assert f"| `{variable_name(kind, field)}` | `{default}` | {description} |" in (ROOT / "README.md").read_text()


def test_example_settings_are_all_and_have_the_defaults() -> None:
    held = dotenv_values(ROOT / ".env.example")
    assert held == {variable_name(kind, field): default_of(kind, field) for kind, field in SETTINGS}


def test_every_command_stands_in_the_readme() -> None:
    from bot.cli import main

    readme = (ROOT / "README.md").read_text()
    assert [name for name in main.commands if f"onrecord {name}" not in readme] == []


def loaded_by(*command: str, **environment: str) -> tuple[str, str]:
    """Return what a command says, and which of the heavy libraries it has imported when it ends."""
    code = f"""import sys
from bot.cli import main
try:
    main({list(command)!r})
finally:
    print(*(m for m in {HEAVY!r} if sys.modules.get(m)), sep=",", file=sys.stderr)"""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True,
        env=os.environ | environment,
    )  # fmt: skip
    said, loaded = (
        result.stderr.rsplit("\n", 2)[-3:-1] if result.stderr.count("\n") > 1 else ("", result.stderr.strip())
    )
    return result.stdout + said, loaded


@pytest.mark.parametrize("command", [("--help",), ("add", "--help"), ("ask", "--help"), ("bot", "--help")])
def test_help_is_light(command: tuple[str, ...]) -> None:
    said, loaded = loaded_by(*command)
    assert "Usage" in said
    assert loaded == ""


def test_a_settings_error_is_light() -> None:
    said, loaded = loaded_by("ask", "who denied it", ONRECORD_THREADS="none")
    assert "ONRECORD_THREADS" in said
    assert loaded == ""


@pytest.mark.model
def test_a_question_needs_no_torch(real_sample: IndexSettings) -> None:
    said, loaded = loaded_by("ask", "who denied the strikes", "--library", str(real_sample.library))
    assert "Anton Veld" in said
    assert "torch" not in loaded
    assert "discord" not in loaded


def test_nothing_in_the_tree_is_of_a_real_article() -> None:
    shared = ROOT.parent / "shared" / "corpus"
    if not shared.is_dir():
        pytest.skip("the real articles are not beside the project")
    flat = {p: " ".join(p.read_text("utf-8", "replace").split()) for p in ROOT.rglob("*.py")}
    flat |= {p: " ".join(p.read_text("utf-8").split()) for p in (ROOT / "index" / "sample").glob("*.*") if p.is_file()}
    for path in shared.glob("*.txt"):
        for sentence in re.split(r"(?<=[.!?”\"])\s+|\n", path.read_text("utf-8")):
            start = " ".join(sentence.split())[:60]
            assert len(start) < 60 or not [p for p, text in flat.items() if start in text]
