"""What a source is, and how many articles it may hold, told from its name without reading it."""

from collections.abc import Iterable
from pathlib import Path

from index.sources.documents import SUFFIXES, ZIPPED
from index.sources.formats.tables import opened

LINES = (".jsonl", ".ndjson")


def expected_articles(sources: Iterable[Path | str]) -> int | None:
    """Return how many articles files and folders hold at most; None where an address or archive may hold any number."""
    counts = [_expected(Path(s)) if not is_address(s) else None for s in sources]
    return sum(c for c in counts if c is not None) if None not in counts else None


def _expected(path: Path) -> int | None:
    files = [p for p in path.rglob("*") if p.is_file() and is_read(p.name)] if path.is_dir() else [path]
    if any(f.name.lower().removesuffix(ZIPPED).endswith((".zip", ".warc", ".csv", ".epub")) for f in files):
        return None
    return sum(_lines_of(f) if f.name.lower().removesuffix(ZIPPED).endswith(LINES) else 1 for f in files)


def _lines_of(path: Path) -> int:
    try:
        with opened(path) as lines:
            return sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b""))
    except (OSError, EOFError):
        return 0


def is_address(source: Path | str) -> bool:
    """Tell whether a source is an address of the network, of any scheme."""
    return isinstance(source, str) and "://" in source[:16]


def is_read(name: str) -> bool:
    """Tell whether a file of this name is of a kind that is read."""
    return name.lower().removesuffix(ZIPPED).endswith(tuple(SUFFIXES))
