import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from index.evaluation.halves import is_learnt_group, part_of
from index.training.corpora import fits, rows_of


@pytest.mark.parametrize("set_", ["g", "r"])
def test_of_what_is_not_learnt_from_first_half_fits_and_half_is_never_learnt_from(set_: str) -> None:
    groups = [f"{set_}{number:02}" for number in range(12)]
    apart = [g for g in groups if part_of(g) % 2]
    assert [fits(g) for g in apart] == [is_learnt_group(g) for g in apart] == [True, False] * 3


def test_articles_without_a_number_fit_or_measure_by_their_checksum() -> None:
    assert {fits(f"Article {n}") for n in range(20)} == {True, False}


def asked(folder: Path, name: str, *rows: dict[str, Any]) -> None:
    (folder / name).mkdir()
    with gzip.open(folder / name / "questions.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"question": "who?", "answerable": True, "answers": [], **row}) + "\n" for row in rows
        )


def test_a_question_of_another_set_belongs_to_the_group_whose_articles_it_is_about(tmp_path: Path) -> None:
    asked(tmp_path, "newsroom", {"id": "g03-001", "group": "g03", "evidence": [{"doc_id": "a", "quote": "x"}]})
    asked(
        tmp_path, "giveme5w1h",
        {"id": "gm1", "group": "a", "evidence": [{"doc_id": "a", "quote": "x"}]},
        {"id": "gm2", "group": "elsewhere", "evidence": [{"doc_id": "b", "quote": "x"}]},
    )  # fmt: skip
    about = {row["id"]: group for group, row in rows_of(tmp_path, tmp_path, "giveme5w1h")[0]}
    assert about == {"gm1": "g03", "gm2": "elsewhere"}
    rows, known = rows_of(tmp_path, tmp_path, "newsroom")
    assert [(group, row["id"]) for group, row in rows] == [("g03", "g03-001")]
    assert list(known) == ["g03-001"]
