"""Runs the tests of each module against its faults, each in a forked process that has the libraries loaded already."""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

from tests.mutation.faults import Fault, faults_of
from tests.mutation.guarded import GUARDED

ROOT = Path(__file__).resolve().parents[2]
SPARED = json.loads((Path(__file__).parent / "spared.json").read_text(encoding="utf-8"))
MOST = 8
"""Faults of one module that are tried, evenly spread, unless all are."""
SECONDS = 90
"""After which a run of tests counts as failed: the fault made it hang."""
MOST_SURVIVORS = 0.08
NUMBERS = "tests/test_chosen_numbers.py::test_no_chosen_number_changes_by_accident"
CHOSEN = json.loads((Path(__file__).parents[1] / "chosen_numbers.json").read_text(encoding="utf-8"))


class Faulty(MetaPathFinder, Loader):
    """Finds one module with a fault in it."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self._name, self._path, self._source = name, path, source

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        is_package = self._path.name == "__init__.py"
        return spec_from_loader(fullname, self, origin=str(self._path), is_package=is_package)

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._path)
        exec(compile(self._source, str(self._path), "exec"), module.__dict__)


def is_noticed(path: Path, source: str, tests: Sequence[str]) -> bool:
    """Tell whether the tests fail with this source in the module's place."""
    child = os.fork()
    if child == 0:
        _run(path, source, tests)
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _run(path: Path, source: str, tests: Sequence[str]) -> None:
    os.setpgid(0, 0)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    name = path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__").replace("/", ".")
    sys.meta_path.insert(0, Faulty(name, path, source))
    import pytest

    arguments = [
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-m",
        marked(path),
        "--timeout",
        "60",
        # What is imported before the fork cannot be told of here.
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        *tests,
        *([f"{NUMBERS}[{name}]"] if name in CHOSEN else []),
    ]
    status = 1
    try:
        status = int(pytest.main(arguments))
    finally:
        os._exit(status)


def marked(path: Path) -> str:
    """Return which tests are run: without models where the module's own work needs none."""
    needs_models = {"cogs", "posts"} & set(path.parts) or path.name in ("client.py", "desk.py")
    return "not slow" if needs_models else "not slow and not model"


def load_libraries() -> None:
    """Import what every test of this project would import first, and nothing of the project."""
    for name in ("apsw", "discord", "hypothesis", "lxml.html", "numpy", "pebble", "pydantic", "pytest", "simcord",
                 "trafilatura", "htmldate", "faiss", "tantivy", "spacy", "onnxruntime", "aiohttp", "docx"):  # fmt: skip
        __import__(name)


def chosen(faults: Sequence[Fault], most: int | None) -> Sequence[Fault]:
    """Return so many faults, evenly spread over the module."""
    if most is None or len(faults) <= most:
        return faults
    return [faults[n * len(faults) // most] for n in range(most)]


def survivors(module: str, most: int | None) -> tuple[int, list[Fault], list[Fault]]:
    """Return how many faults of a module were tried, those that nothing noticed, and those of them that are spared."""
    path = ROOT / module
    tried = chosen(faults_of(path.read_text(encoding="utf-8")), most)
    if is_noticed(path, path.read_text(encoding="utf-8"), GUARDED[module]):
        raise SystemExit(f"{module}: its tests fail without any fault")
    spared = SPARED.get(module, {})
    unnoticed = [f for f in tried if not is_noticed(path, f.source, GUARDED[module])]
    return len(tried), [f for f in unnoticed if f.key not in spared], [f for f in unnoticed if f.key in spared]


def main() -> None:
    """Try the faults of modules, and end with 1 where more than a few are noticed by no test."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(GUARDED))
    parser.add_argument("--most", type=int, default=MOST)
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_args()
    os.chdir(ROOT)
    load_libraries()
    count = alive = kept = 0
    for module in asked.modules:
        begun = time.monotonic()
        tried, found, spared = survivors(module, None if asked.all else asked.most)
        count, alive, kept = count + tried, alive + len(found), kept + len(spared)
        print(
            f"{module}: {tried} faults, {len(found)} unnoticed, {len(spared)} spared, {time.monotonic() - begun:.0f} s"
        )
        for fault in found:
            print(f"    line {fault.line}, {fault.key}", flush=True)
    share = (alive + kept) / max(count, 1)
    print(f"{count} faults, {alive + kept} survive ({share:.1%}), {kept} of them with a reason")
    sys.exit(share > MOST_SURVIVORS or alive > 0)


if __name__ == "__main__":
    main()
