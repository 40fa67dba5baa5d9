"""Our figures against those of the question sets' own scorers; slow, so only by `pytest -m slow`.

The floors themselves are in floors.json, held by `onrecord eval --floors`.
"""

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from index import IndexSettings, NewsIndex, read_articles
from index.evaluation.newsroom import newsroom_figures
from index.evaluation.scoring import attribution_figures, figures_of
from index.evaluation.sets import answer_questions, read_questions
from index.sources import Filing, read_placed

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.timeout(3000),
    pytest.mark.skipif(not EVAL.is_dir(), reason="the question sets are not beside the project"),
]
THEIRS = {"right": "right@100%", "refusal precision": "refusal_precision", "refusal recall": "refusal_recall"}
ARTICLES = 30


def shared_module(name: str) -> Any:
    # One of them imports another that stands beside it.
    if str(EVAL) not in sys.path:
        sys.path.append(str(EVAL))
    spec = importlib.util.spec_from_file_location(name, EVAL / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["clapnq", "giveme5w1h"])
def test_figures_are_those_of_the_sets_own_scorer(name: str, tmp_path: Path) -> None:
    scorer = shared_module("score_answers")
    corpus, path = EVAL / name / "corpus.jsonl.gz", EVAL / name / "questions.jsonl.gz"
    questions = list(read_questions(path))[::4]
    with NewsIndex.open(IndexSettings(library=tmp_path), write=True) as index:
        index.add(read_articles([corpus], "default", "", print))
        rows = list(answer_questions(index, iter(questions), ["default"]))
    theirs = scorer.score(scorer.rows(str(corpus)), questions, rows)
    ours = figures_of(questions, rows)
    assert theirs["verbatim"] == 1.0
    assert ours == {k: pytest.approx(theirs[THEIRS.get(k, k)], abs=1e-4) for k in ours}


NEWSROOM = {
    "confidence": "auroc", "sure right": "sure_right", "bold precision": "bold_precision", "bold recall": "bold_recall",
    "twins auroc": "twins_auroc", "twins both": "twins_both",
}  # fmt: skip


def test_newsroom_figures_are_those_of_the_sets_own_scorer(tmp_path: Path) -> None:
    scorer = shared_module("score_newsroom")
    questions = [q for q in read_questions(EVAL / "newsroom" / "questions.jsonl.gz") if q["group"] in ("r00", "g02")]
    about = {e["doc_id"] for q in questions for e in q["evidence"]}
    corpus = read_articles([EVAL / "newsroom" / "corpus.jsonl.gz"], "default", "", print)
    with NewsIndex.open(IndexSettings(library=tmp_path), write=True) as index:
        index.add(a for a in corpus if a.id in about)
        rows = list(answer_questions(index, iter(questions), ["default"]))
    theirs = scorer.score(questions, rows)
    ours = newsroom_figures(questions, rows)
    assert len(ours) == 9
    assert ours == {k: pytest.approx(theirs[NEWSROOM.get(k, k)], abs=1e-4) for k in ours}


def test_attribution_figures_are_those_of_the_sets_own_scorer(tmp_path: Path) -> None:
    scorer = shared_module("score_attributions")
    folder = EVAL / "polnear"
    articles = list(read_articles([folder / "corpus.jsonl.gz"], "default", "", print))[:ARTICLES]
    with gzip.open(folder / "attributions.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    known = {a.id: [r for r in rows if r["doc_id"] == a.id] for a in articles}
    with NewsIndex.open(IndexSettings(library=tmp_path), write=True) as index:
        index.add(articles)
        found = {a.id: said for a, said in index.statements(["default"])}
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(r) + "\n" for own in known.values() for r in own))
    said = [
        {"article_id": doc, "source": [[s.source.start, s.source.end]] if s.source else [],
         "content": [[c.start, c.end] for c in s.content]}
        for doc, statements in found.items() for s in statements
    ]  # fmt: skip
    (tmp_path / "said.jsonl").write_text("".join(json.dumps(r) + "\n" for r in said))
    theirs = scorer.score(scorer.read(str(tmp_path / "gold.jsonl")), scorer.read(str(tmp_path / "said.jsonl")))
    ours = attribution_figures({d: own for d, own in known.items() if own}, found)
    assert ours == {
        "attributions f1": pytest.approx(theirs["attributions"]["f1"], abs=1e-4),
        "attributions precision": pytest.approx(theirs["attributions"]["precision"], abs=1e-4),
        "source characters f1": pytest.approx(theirs["source_chars"]["f1"], abs=1e-4),
        "content characters f1": pytest.approx(theirs["content_chars"]["f1"], abs=1e-4),
    }


LEAST = {"body": 0.955, "present": 0.95, "absent": 0.915, "exact": 0.90}
MOST_WRONG_DAYS = 0.05


def test_saved_pages_are_read_as_well_as_promised() -> None:
    scorer = shared_module("score_extraction")
    pages = sorted((EVAL / "extraction" / "html").glob("*.gz"))
    found = read_placed(pages, Filing(), lambda _: None)
    rows = [{"path": where, "text": a.text, "published": a.published} for where, a in found]
    figures = scorer.score(scorer.rows(str(EVAL / "extraction" / "gold.jsonl.gz")), rows)
    reached = {"body": figures["body"]["f1"], **figures["snippets"], "exact": figures["date"]["exact"]}
    assert {name: value for name, value in reached.items() if value < LEAST[name]} == {}
    assert figures["date"]["wrong"] <= MOST_WRONG_DAYS
