from collections.abc import Callable
from pathlib import Path

import pytest

from index import IndexSettings, NewsIndex
from index.training.mining import MOST_WRONG, groups_of_set

TEXT = (
    "Mayor Ida Holm denied on Monday that the Marlow bridge was unsafe.\n\n"
    "“It was checked in May,” she said.\n\nEngineers had called for repairs at Marlow.\n\n"
    "Its arches date from 1931."
)
ROWS: list[dict[str, object]] = [
    {
        "id": "1", "question": "who denied the Marlow bridge was unsafe", "answerable": True, "answers": ["Ida Holm"],
        "evidence": [{"doc_id": "a", "quote": "Mayor Ida Holm denied on Monday that the Marlow bridge was unsafe."}],
    },
    {
        "id": "2", "question": "who denied the Marlow bridge was old", "answerable": False, "answers": [], "twin_of": "1",
        "evidence": [],
    },
    {"id": "3", "question": "???", "answerable": False, "answers": [], "evidence": []},
]  # fmt: skip


@pytest.mark.model
def test_a_twin_is_shown_first_what_answers_the_question_it_is_a_twin_of(
    tmp_path: Path, article: Callable[..., object]
) -> None:
    with NewsIndex.open(IndexSettings(library=tmp_path, statements=False, reader="none"), write=True) as index:
        index.add([article(TEXT, id="a", collection="default")])  # type: ignore[list-item]
    known = {str(row["id"]): row for row in ROWS}
    asked, twin = groups_of_set("news", (("g00", row) for row in ROWS), tmp_path, known)
    assert [s.text[slice(*s.marks)] for s in asked.right if s.marks] == ["Ida Holm"]
    assert 0 < len(asked.wrong) <= MOST_WRONG
    assert twin.right == ()
    assert twin.wrong[0].text == asked.right[0].text
