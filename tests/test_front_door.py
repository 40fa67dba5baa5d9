"""The front door, the README and the example settings say what is so."""

import ast
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
OPERATING, USING = ROOT / ".github" / "OPERATING.md", ROOT / ".github" / "USING.md"
SETTINGS = [(kind, field) for kind in (IndexSettings, BotSettings) for field in kind.model_fields]


def default_of(kind: type, field: str) -> str:
    value = kind.model_fields[field].default  # type: ignore[attr-defined]
    return value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)


def test_front_door_exports_exactly_what_it_lists() -> None:
    listed = index.__all__
    assert len(set(listed)) == len(listed)
    assert all(hasattr(index, name) for name in listed)


@pytest.mark.parametrize(("kind", "field"), SETTINGS)
def test_setting_stands_on_the_operators_page_with_its_default_and_meaning(kind: type, field: str) -> None:
    description = kind.model_fields[field].description  # type: ignore[attr-defined]
    default = default_of(kind, field) or "empty"
    assert f"| `{variable_name(kind, field)}` | `{default}` | {description} |" in OPERATING.read_text()


def test_example_settings_are_all_and_have_the_defaults() -> None:
    held = dotenv_values(ROOT / ".env.example")
    assert held == {variable_name(kind, field): default_of(kind, field) for kind, field in SETTINGS}


def test_every_command_stands_on_the_page_of_the_terminal() -> None:
    from bot.cli import main

    page = USING.read_text()
    assert [name for name in main.commands if f"onrecord {name}" not in page] == []


def test_the_front_door_is_listed_in_order_and_says_all_that_stands_behind_it() -> None:
    stub = ast.parse((ROOT / "index" / "__init__.pyi").read_text(encoding="utf-8"))
    imports = [node for node in stub.body if isinstance(node, ast.ImportFrom)]
    [listed] = [ast.literal_eval(node.value) for node in stub.body if isinstance(node, ast.Assign)]
    assert sorted(a.name for node in imports for a in node.names) == sorted(listed)
    assert listed == sorted(listed, key=lambda n: (not n.isupper(), not n[0].isupper(), n))


PAGES = [p for p in (ROOT / "README.md", *ROOT.glob("*/README.md"), *(ROOT / ".github").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_name_nothing_that_is_not_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    named = set(re.findall(r"`((?:[\w.]+/)+[\w*]+\.(?:py|md|json|ftl))`", text))
    roots = (ROOT, page.parent, ROOT / "index", ROOT / "bot", *(p for p in (ROOT / "index").iterdir() if p.is_dir()))
    assert [n for n in named if "NAME" not in n and "CODE" not in n and not any([*r.glob(n)] for r in roots)] == []


def test_every_room_is_told_of() -> None:
    for package in ("index", "bot"):
        told = (ROOT / package / "README.md").read_text(encoding="utf-8")
        rooms = [
            p for p in (ROOT / package).iterdir() if p.suffix == ".py" or (p.is_dir() and (p / "__init__.py").exists())
        ]
        unsaid = [p.name for p in rooms if p.stem not in ("__init__", "sample") and f"`{p.name}" not in told]
        assert unsaid == []


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
