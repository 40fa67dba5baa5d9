import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Article, IndexSettings, NewsIndex, SourceError, engine
from index.evaluation.sets import answer_questions, evaluate, fallen, read_questions
from index.sources import Problem
from tests.conftest import WordEmbedder


def test_rows_come_in_order_with_every_field(
    open_index: Callable[..., NewsIndex], article: Callable[..., Article]
) -> None:
    index = open_index()
    index.add([article("The river flooded Brey. Nobody was hurt.", id="flood", title="T", url="https://e.example")])
    rows = list(
        answer_questions(index, iter([{"id": 7, "question": "river"}, {"id": "x", "question": "?"}]), ["default"])
    )
    assert [r["id"] for r in rows] == [7, "x"]
    assert [r["answered"] for r in rows] == [True, False]
    quote = rows[0]["quotes"][0]
    assert quote["text"] == "The river flooded Brey."
    assert {
        "article_id",
        "start",
        "end",
        "speaker",
        "source",
        "relay",
        "title",
        "publisher",
        "published",
        "url",
        "event",
    } <= set(quote)
    assert set(rows[0]["hits"][0]) == {"article_id", "start", "end", "text", "score"}
    assert 0 <= rows[0]["confidence"] <= 1
    json.dumps(rows)


@pytest.mark.parametrize("name", ["q.jsonl", "q.jsonl.gz"])
def test_questions_are_read_gzipped_or_not(tmp_path: Path, name: str) -> None:
    data = b'{"id": 1, "question": "why", "history": [{"speaker": "user", "text": "x"}]}\n\n'
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert [q["question"] for q in read_questions(tmp_path / name)] == ["why"]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"question": 3}', '{"question": "a", "history": ["b"]}', '{"question": "a", "asked": "May"}']
)
def test_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "q.jsonl").write_text(line)
    with pytest.raises(SourceError, match=r"q\.jsonl:1"):
        list(read_questions(tmp_path / "q.jsonl"))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.jsonl"):
        list(read_questions(tmp_path / "none.jsonl"))


def test_set_is_measured_on_a_library_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedder: WordEmbedder
) -> None:
    monkeypatch.setattr(engine, "agreed_embedder", lambda *_: embedder)
    words = " ".join(f"word{n}" for n in range(60))
    corpus = [{"id": "a", "text": f"The mayor closed two bridges. {words}."}, {"id": "b", "text": " "}]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, corpus)))
    row = {"id": "1", "question": "who closed the bridges", "answers": ["The mayor"], "answerable": True,
           "evidence": [{"doc_id": "a", "quote": "The mayor closed two bridges."}]}  # fmt: skip
    (tmp_path / "questions.jsonl").write_text(json.dumps(row))
    settings = IndexSettings(library=tmp_path / "library", reader="none", statements=False, least_confidence=0.0)
    unread: list[Problem] = []
    figures = evaluate(tmp_path, settings, unread.append)
    assert figures["quote@1"] == figures["verbatim"] == figures["verify found"] == 1.0
    assert figures["verify made-up refused"] == 1.0
    assert [p.where for p in unread] == [f"{tmp_path}/corpus.jsonl:2"]


@pytest.mark.parametrize("more", [{}, {"evidence": [{"doc_id": "a"}]}, {"evidence": ["a"]}])
def test_question_that_does_not_say_what_answers_it_is_told_so(tmp_path: Path, more: dict[str, object]) -> None:
    (tmp_path / "corpus.jsonl").write_text(json.dumps({"id": "a", "text": "The river flooded Brey."}))
    (tmp_path / "questions.jsonl").write_text(json.dumps({"id": 1, "question": "who flooded", **more}))
    with pytest.raises(SourceError, match=r'who flooded: wants "evidence"'):
        evaluate(tmp_path, IndexSettings(library=tmp_path / "library"), print)


def test_question_needs_no_more_than_what_answers_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedder: WordEmbedder
) -> None:
    rows = [{"id": 1, "question": "what flooded Brey", "evidence": [{"doc_id": "a", "quote": "The river flooded Brey."}]},
            {"id": 2, "question": "what is the moon made of", "answerable": False}]  # fmt: skip
    (tmp_path / "corpus.jsonl").write_text(json.dumps({"id": "a", "text": "The river flooded Brey."}))
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    monkeypatch.setattr(engine, "agreed_embedder", lambda *_: embedder)
    settings = IndexSettings(library=tmp_path / "library", reader="none", statements=False, least_confidence=0.0)
    assert evaluate(tmp_path, settings, print)["quote@1"] == 1.0


def test_folder_without_a_set_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no"):
        evaluate(tmp_path, IndexSettings(library=tmp_path / "library"), lambda _: None)


def test_figure_below_its_floor_or_absent_has_fallen() -> None:
    lines = fallen({"quote@1": 0.5, "auroc": 0.7}, {"quote@1": 0.6, "auroc": 0.7, "doc@1": 0.1})
    assert [line.split()[0] for line in lines] == ["quote@1", "doc@1"]
