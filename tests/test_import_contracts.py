"""The import contracts check what their names say: a library written into any other module makes them fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = ["index/answering/answerer.py", "index/query/questions.py", "bot/cogs/ask.py"]
LIBRARIES = ["faiss", "tantivy", "spacy", "apsw", "torch", "onnxruntime", "sqlite3"]


def broken(root: Path) -> set[str]:
    """Return the names of the contracts that are broken in a copy of the project."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(root)})
    assert "Contracts:" in told.stdout, told.stdout + told.stderr
    lines = " ".join(told.stdout.split("Contracts\n")[1].split("Contracts:")[0].split())
    return {part.rsplit("KEPT", 1)[-1].strip() for part in lines.split("BROKEN")[:-1]}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("bot", "index"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "models"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_nothing_is_broken_as_it_stands(copy: Path) -> None:
    assert broken(copy) == set()


@pytest.mark.parametrize("where", ELSEWHERE)
def test_each_library_has_one_home(copy: Path, where: str) -> None:
    module = copy / where
    imports = "\n".join(f"    import {library}" for library in LIBRARIES)
    module.write_text(f"{module.read_text(encoding='utf-8')}\n\ndef _stray() -> None:\n{imports}\n", encoding="utf-8")
    found = broken(copy)
    for words in ("FAISS and tantivy", "spaCy", "SQLite is met", "SQLite is the one", "models are run"):
        assert any(words in name for name in found), (words, found)


def test_an_import_for_type_checking_counts(copy: Path) -> None:
    module = copy / "bot/desk/desk.py"
    stray = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bot.client import NewsBot\n"
    module.write_text(f"{module.read_text(encoding='utf-8')}\n{stray}", encoding="utf-8")
    assert any("bot, from front to back" in name for name in broken(copy))


def test_no_module_reaches_around_the_front_door(copy: Path) -> None:
    module = copy / "bot/cogs/ask.py"
    module.write_text(f"{module.read_text(encoding='utf-8')}\n\nimport index.engine\n", encoding="utf-8")
    assert any("front door" in name for name in broken(copy))
