"""A group to learn from: a question, sentences that our own retrieval returns for it, and which are right."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as a reader is given it, and where in it the answer stands, half-open, empty where it does not.

    None where that is not known. `told` is what a teacher scores it, None where none was asked.
    """

    text: str
    marks: tuple[int, int] | None = None
    told: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A question with right sentences (none where nothing answers it) and wrong ones, the hardest first.

    `origin` names its set, `about` what its articles are held apart by: a group of articles, or a title.
    """

    origin: str
    about: str
    question: str
    right: tuple[Seen, ...]
    wrong: tuple[Seen, ...]


def write_groups(groups: Iterable[Group], path: Path) -> None:
    """Write groups as JSON lines, so that mining is done once; what broke off on the way is begun again."""
    rough = path.with_suffix(".rough")
    with rough.open("w", encoding="utf-8") as file:
        for group in groups:
            file.write(json.dumps(asdict(group), ensure_ascii=False) + "\n")
    rough.replace(path)


def read_groups(path: Path) -> Iterator[Group]:
    """Yield the groups of a file written before."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield Group(row["origin"], row["about"], row["question"], *map(_all_seen, (row["right"], row["wrong"])))


def _all_seen(rows: Iterable[Mapping[str, Any]]) -> tuple[Seen, ...]:
    return tuple(Seen(row["text"], _places(row["marks"]), row.get("told")) for row in rows)


def _places(pair: Sequence[int] | None) -> tuple[int, int] | None:
    return (pair[0], pair[1]) if pair else None
