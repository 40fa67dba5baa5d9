"""Every pattern of ours over text made to keep it busy: each hundred thousand characters cost little."""

import ast
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest

from index.sources.documents import BEFORE_ROOT

FOLDERS = ("bot", "index")
ROOT = Path(__file__).parents[1]
LENGTHS = (20_000, 100_000)
"""Characters, in every run and in a whole one."""
BUDGET = 2.0
"""Seconds of the processor for one pattern over one hundred thousand characters; most take milliseconds."""
PATTERN_CALLS = frozenset({"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split"})
TRIED = 24
BOUNDED = {
    # These meet a question, a quote, the first bytes of a document, an address or a message, of which none is longer.
    "index/answering/accounts.py": 1500,
    "index/verifying/claims.py": 2000,
    "index/verifying/judging.py": 2000,
    "index/text/caveats.py": 600,
    "index/text/folding.py": 2000,
    "index/sources/documents.py": 4096,
    "index/query/questions.py": 1000,
    "index/query/periods.py": 1000,
    "index/query/limits.py": 1000,
    "index/sources/formats/publishers.py": 2000,
    "bot/cogs/library.py": 6000,
    "bot/cogs/ask.py": 4000,
}
"""Modules whose patterns meet text of bounded length, and how long it may be."""


def modules() -> list[str]:
    paths = (p for folder in FOLDERS for p in (ROOT / folder).rglob("*.py") if "training" not in p.parts)
    return sorted(p.relative_to(ROOT).as_posix() for p in paths)


def patterns(module: str) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """Yield the patterns of a module: those that it holds, and those that stand in its calls."""
    name = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    held = __import__(name, fromlist=["_"])
    yield from {id(p): p for p in _held(list(vars(held).values()))}.values()
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and ast.unparse(node.func.value) == "re" and node.func.attr in PATTERN_CALLS:  # type: ignore[attr-defined]
            first = node.args[0]  # type: ignore[attr-defined]
            if isinstance(first, ast.Constant) and node.func.attr != "compile":  # type: ignore[attr-defined]
                yield re.compile(str(first.value))


def _held(values: list[object]) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    for value in values:
        if isinstance(value, re.Pattern):
            yield value
        elif isinstance(value, tuple | list | frozenset):
            yield from _held(list(value))
        elif isinstance(value, dict):
            yield from _held([*value.keys(), *value.values()])


def texts(source: str, length: int) -> Iterator[str]:
    """Yield texts that keep a pattern busy: its own words again and again, alone, in pairs, and never finished."""
    words = re.findall(r"[A-Za-z]{2,12}|<!--|-->|<\?|\?>|</?\w+|[<>/:&;=\[\]().,“”\"'’|—–-]", source)
    words = list(dict.fromkeys(words))[:TRIED]
    single = [
        *words,
        " ",
        "a",
        "A",
        "9",
        "\n",
        "a ",
        "A ",
        "9 ",
        "9.",
        "A.",
        ". ",
        "a. ",
        "A a ",
        "a, ",
        "\t",
        "—",
        "“",
    ]
    yield from ((w * (length // len(w) + 1))[:length] for w in single)
    for n, word in enumerate(words):
        for beside in (" ", "a", "9", " a", "\n", *words[n + 1 : n + 3]):
            yield ((word + beside) * (length // (len(word) + len(beside)) + 1))[:length]
    yield from ((w + "a" * length)[:length] for w in words)
    yield from ((w + " " * length)[:length] for w in words)


class TooLongError(Exception):
    """A pattern took more than its budget."""


def _ring(_: int, __: FrameType | None) -> None:
    raise TooLongError


def slow(pattern: "re.Pattern[str] | re.Pattern[bytes]", length: int) -> list[str]:
    """Return the texts over which a pattern takes more than its budget."""
    found = []
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    before = signal.signal(signal.SIGVTALRM, _ring)
    try:
        for text in texts(source, length):
            signal.setitimer(signal.ITIMER_VIRTUAL, BUDGET)
            try:
                subject = text if isinstance(pattern.pattern, str) else text.encode("utf-8")
                for _ in pattern.finditer(subject):  # type: ignore[arg-type]
                    pass
            except TooLongError:
                found.append(repr(text[:30]))
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return found


@pytest.mark.promise
@pytest.mark.parametrize("module", modules())
def test_no_pattern_takes_its_time_over_any_text(module: str, scale: Callable[[int, int], int]) -> None:
    length = min(BOUNDED.get(module, max(LENGTHS)), scale(*LENGTHS))
    late = {p.pattern[:80]: found for p in patterns(module) if (found := slow(p, length))}
    assert late == {}


def test_a_pattern_that_doubles_with_every_character_is_found() -> None:
    assert slow(re.compile(r"(?:<!--.*?-->\s*|<!--)*<rss", re.S), 400)
    assert not slow(BEFORE_ROOT, BOUNDED["index/sources/documents.py"])
