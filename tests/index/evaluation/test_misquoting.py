"""Both errors of verifying, over quotations made from real articles: slow, so only by `pytest -m slow`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index import Article, IndexSettings, NewsIndex, read_articles
from index.evaluation.misquoting import BAD, HONEST, errors_of, misquoting_figures, quotations_of, speeches
from index.inference.taggers import GraphTagger
from index.statements.extractor import StatementReader

EVALUATION = Path(__file__).parents[4] / "shared" / "eval" / "polnear"
MOST_ACCEPTED, MOST_DOUBTED = 0.01, 0.03
EACH = 62
"""Quotations of a kind: of thirty-three kinds some two thousand."""
TEXT = (
    "“We will not sell the old mill to anybody while I am here,” said Ilke Dorn.\n\n"
    "“If the rain goes on, the bridge will stay closed until Monday 12 June,” said Pell Aster."
)


@pytest.mark.model
def test_quotations_are_made_of_what_people_are_known_to_have_said(
    open_index: Callable[..., NewsIndex], article: Callable[..., Article]
) -> None:
    index = open_index(statement_source=StatementReader(GraphTagger()))
    index.add([article(TEXT, id="a", collection="mine")])
    said = speeches(list(index.statements(["mine"])))
    assert {s.name for s in said} == {"Ilke Dorn", "Pell Aster"}
    made = list(quotations_of(said, 2, seed=3))
    assert {m.kind for m in made} >= {"the negation cut", "a number changed", "the tense changed", "as it stands"}
    assert all(m.is_honest is (m.kind in HONEST) for m in made)
    assert all(m.text != s.words for m in made for s in said if not m.is_honest and m.speaker == s.name)
    assert len(BAD) + len(HONEST) >= 15
    errors = errors_of(index, made, ["mine"])
    assert not any(errors[kind]["wrong"] for kind in errors if kind in BAD)


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(1500)
@pytest.mark.skipif(not EVALUATION.is_dir(), reason="measures on question sets that are not here")
def test_bad_quotations_are_hardly_ever_accepted_and_honest_ones_hardly_ever_doubted(tmp_path: Path) -> None:
    with NewsIndex.open(IndexSettings(library=tmp_path, reader="none"), write=True) as index:
        index.add(read_articles([EVALUATION / "corpus.jsonl.gz"], "default", "", print))
        figures = misquoting_figures(index, list(index.statements(["default"])), EACH)
    assert figures["verify bad refused"] >= 1 - MOST_ACCEPTED
    assert figures["verify honest accepted"] >= 1 - MOST_DOUBTED
