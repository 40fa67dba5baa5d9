"""Which half of a question set the packaged reader and its weights have learnt from: whole articles. Pure.

Halves told apart by paragraph are none: of an encyclopaedia's article some paragraphs were then learnt from, and others
measured on.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

Row = Mapping[str, Any]
IN_GROUPS = "newsroom"
"""The set whose articles stand in numbered groups; those of three parts in four are learnt from."""
PARTS, MEASURED_PART = 4, 3
"""Parts that groups of articles fall into, and the one that is not learnt from."""
MIXED = frozenset({"giveme5w1h", "polnear"})
"""Sets whose articles are among newsroom's, so that which are learnt from goes by its groups and not by their own."""


class Half(StrEnum):
    """The articles that something was learnt from, or the others."""

    LEARNT = "learnt"
    UNLEARNT = "unlearnt"


def is_even(key: str) -> bool:
    """Tell whether a key falls to the half that is learnt from."""
    return zlib.crc32(key.encode()) % 2 == 0


def documents_of(row: Row) -> list[str]:
    """Return the documents that a question is about."""
    near = [row["near_doc"]] if row.get("near_doc") else []
    return [*(e["doc_id"] for e in row.get("evidence") or ()), *near]


def is_learnt_from(row: Row, titles: Mapping[str, str]) -> bool:
    """Tell whether a question is learnt from, by its article's title: all on one article fall to one half."""
    return is_even(articles_of(row, titles)[0])


def articles_of(row: Row, titles: Mapping[str, str]) -> list[str]:
    """Return the articles that a question is about, by title where their documents have one."""
    found = [titles.get(doc) or doc for doc in documents_of(row)]
    return found or [str(row.get("group", row.get("id", "")))]


def part_of(group: str) -> int:
    """Return into which of four parts a group of articles falls, by its number, or its checksum where it has none."""
    number = group[1:]
    return (int(number) if number.isdigit() else zlib.crc32(group.encode())) % PARTS


def is_learnt_group(group: str) -> bool:
    """Tell whether a group of articles taught the reader or a teacher, or fitted weights; a fourth only measures."""
    return part_of(group) != MEASURED_PART


def of_half(name: str, rows: Sequence[Row], titles: Mapping[str, str], half: Half) -> list[Row]:
    """Return the questions of a half of the set `name`, by what the packaged reader has learnt from.

    Of sets whose articles are among another's none is sure to be unlearnt.
    """
    wants_learnt = half is Half.LEARNT
    if name == IN_GROUPS:
        return [row for row in rows if is_learnt_group(str(row["group"])) is wants_learnt]
    return [row for row in rows if (name in MIXED or is_learnt_from(row, titles)) is wants_learnt]


def documents_of_half(documents: Iterable[str], half: Half) -> set[str]:
    """Return the documents of a half, where each is an article of its own, as those that rules were written on are."""
    return {doc for doc in documents if is_even(doc) is (half is Half.LEARNT)}
