import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index import Article, IndexSettings, ModelMismatchError, NewsIndex, Reason, Span, UnknownCollectionError, Verdict
from index.ingesting import adding
from index.sources.formats.layout import mark_blocks
from tests.conftest import WordEmbedder
from tests.index.grown import store_of

Opener = Callable[..., NewsIndex]
Maker = Callable[..., Article]

FLOOD = "The river Anse flooded the lower town of Brey on Sunday. The mayor closed two bridges."
TRAIN = "The first train reached Tessin on Monday. The band played on the platform for an hour."


@pytest.fixture
def index(open_index: Opener, article: Maker) -> NewsIndex:
    index = open_index()
    index.add([article(FLOOD, id="flood", title="Flood in Brey"), article(TRAIN, id="train", title="Train")])
    return index


def test_answer_quotes_the_sentence_that_answers(index: NewsIndex) -> None:
    answer = index.ask("which town did the river flood", ["default"])
    assert answer.quotes[0].text == "The river Anse flooded the lower town of Brey on Sunday."


def test_hits_are_at_most_ten_slices_best_first(index: NewsIndex) -> None:
    hits = index.ask("the train on Monday", ["default"]).hits
    assert hits[0].article.id == "train"
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_adding_the_same_again_changes_and_embeds_nothing(
    index: NewsIndex, embedder: WordEmbedder, article: Maker
) -> None:
    before = embedder.embedded
    report = index.add([article(FLOOD, id="flood", title="Flood in Brey")])
    assert (report.unchanged, report.added, embedder.embedded) == (1, 0, before)


def test_changed_article_replaces_the_old_one_whole(index: NewsIndex, article: Maker) -> None:
    report = index.add([article("The dam held after all, and nobody left.", id="flood")])
    assert report.replaced == 1
    texts = [q.text for q in index.ask("the river flood dam", ["default"]).quotes]
    assert not any("Anse" in t for t in texts)
    assert index.count(["default"])["articles"] == 2


def test_removed_article_is_quoted_no_more(index: NewsIndex) -> None:
    assert index.ask("river", ["default"]).quotes[0].article.id == "flood"
    assert index.remove("default", ["flood", "nothing"]).articles == 1
    assert all(q.article.id != "flood" for q in index.ask("river", ["default"]).quotes)


def test_only_the_collections_asked_are_read(open_index: Opener, article: Maker) -> None:
    index = open_index()
    index.add([article(FLOOD, id="a", collection="mine"), article(FLOOD, id="b", collection="theirs")])
    answer = index.ask("the river flood", ["mine"])
    assert {q.article.collection for q in answer.quotes} == {"mine"}
    assert {h.article.collection for h in answer.hits} == {"mine"}
    assert index.article("b", ["mine"]) is None
    assert [a.id for a in index.sources("river", ["mine"])] == ["a"]


def test_unknown_collection_is_refused(index: NewsIndex) -> None:
    with pytest.raises(UnknownCollectionError):
        index.ask("river", ["default", "nowhere"])


@pytest.mark.parametrize(
    ("question", "reason"),
    [("", "empty question"), ("?!", "empty question"), ("why " * 1000, "question too long")],
)
def test_what_is_no_question_is_declined_politely(index: NewsIndex, question: str, reason: str) -> None:
    answer = index.ask(question, ["default"])
    assert (answer.answered, answer.reason, answer.confidence) == (False, reason, 0.0)


def test_weak_answer_is_declined_with_what_came_nearest(
    settings: IndexSettings, index: NewsIndex, embedder: WordEmbedder
) -> None:
    strict = settings.model_copy(update={"least_confidence": 0.99})
    with NewsIndex.open(strict, embedder=embedder) as reading:
        answer = reading.ask("what did the goalkeeper eat in the harbour", ["default"])
    assert not answer.answered
    assert answer.reason == "no passage answers it"
    assert answer.nearest


def test_empty_library_declines(open_index: Opener, article: Maker) -> None:
    index = open_index()
    index.add([article(FLOOD)])
    index.remove("default", ["a"])
    assert index.ask("river", ["default"]).reason == "nothing found"


class OtherModel:
    """Stands for another model of the same dimension."""

    engine = ""

    def __init__(self, inner: WordEmbedder) -> None:
        self.key = replace(inner.key, sha256="other")
        self.embed = inner.embed
        self.count_pieces = inner.count_pieces


def test_statements_read_by_another_release_are_told_of_once_until_rebuilt(
    settings: IndexSettings, open_index: Callable[..., NewsIndex], article: Maker
) -> None:
    told: list[str] = []
    index = open_index(tell=told.append)
    index.add([article("Rain fell on Brey for three days.")])
    index.ask("rain", ["default"])
    assert told == []
    held = index._library.manifest()
    assert held is not None
    index._library.set_manifest(replace(held, statements="0"))
    for _ in range(2):
        index.ask("rain", ["default"])
    assert told == [
        f"{settings.library}/onrecord.sqlite: its statements were read by an earlier release; "
        f"run: onrecord rebuild --library {settings.library}"
    ]
    index.rebuild()
    index._versions._is_told = False
    index.ask("rain", ["default"])
    assert len(told) == 1


def test_library_of_another_model_is_refused_until_rebuilt(
    index: NewsIndex, settings: IndexSettings, embedder: WordEmbedder
) -> None:
    other = OtherModel(embedder)
    with (
        NewsIndex.open(settings, embedder=other) as reading,
        pytest.raises(ModelMismatchError, match="onrecord rebuild"),
    ):
        reading.ask("river", ["default"])
    index.close()
    with NewsIndex.open(settings.model_copy(update={"statements": False}), write=True, embedder=other) as writing:
        assert writing.rebuild().replaced == 2
        assert writing.ask("river", ["default"]).answered


def test_how_the_library_stands_is_read_once_a_question(index: NewsIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    index.ask("which town did the river flood", ["default"])
    changes, read = store_of(index).changes, list[str]()

    def noting(name: str) -> Callable[[], Any]:
        asked = getattr(changes, name)

        def noted() -> Any:
            read.append(name)
            return asked()

        return noted

    for name in ("state", "sizes"):
        monkeypatch.setattr(changes, name, noting(name))
    index.ask("when did the first train reach Tessin", ["default"])
    assert read == ["state"]


def test_rebuild_cut_short_is_refused_until_done(index: NewsIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "_put", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        index.rebuild()
    with pytest.raises(ModelMismatchError, match="onrecord rebuild"):
        index.ask("river", ["default"])


def test_reader_sees_what_a_writer_adds_and_removes_meanwhile(
    index: NewsIndex,
    settings: IndexSettings,
    article: Maker,
    embedder: WordEmbedder,
) -> None:
    with NewsIndex.open(settings, embedder=embedder) as reading:
        assert reading.ask("bank rate", ["default"]).quotes[0].article.id != "bank"
        index.add([article("The bank kept its rate at four per cent.", id="bank")])
        assert reading.ask("bank rate", ["default"]).quotes[0].article.id == "bank"
        index.remove("default", ["bank"])
        assert all(q.article.id != "bank" for q in reading.ask("bank rate", ["default"]).quotes)


def test_same_question_gives_the_same_quotes(index: NewsIndex) -> None:
    first, second = (index.ask("train platform band", ["default"]) for _ in range(2))
    assert [q.reference for q in first.quotes] == [q.reference for q in second.quotes]


TEXT = st.text(max_size=200).filter(lambda t: any(c.isalnum() for c in t))


@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
def test_every_quote_and_hit_is_a_slice_whatever_the_text(open_index: Opener, texts: list[str], question: str) -> None:
    with_text = [Article(str(n), "c", t, mark_blocks(t)) for n, t in enumerate(texts)]
    index = open_index()
    try:
        index.remove("c", [str(n) for n in range(4)])
        index.add(with_text)
        answer = index.ask(question, ["c"])
    finally:
        index.close()
    by_id = {a.id: a.text for a in with_text}
    parts: list[Any] = [*answer.quotes, *answer.hits, *answer.nearest]
    for part in parts:
        assert part.text == by_id[part.article.id][part.span.start : part.span.end] != ""


def test_short_answer_of_a_span_is_the_span(index: NewsIndex) -> None:
    found = index.article("flood", ["default"])
    assert found is not None
    assert Span(0, 9).of(found.text) == "The river"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a shell")
def test_light_commands_import_no_model_library() -> None:
    code = "import sys, index.cli; sys.exit(any(m in sys.modules for m in ('torch', 'spacy', 'faiss', 'discord')))"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_what_one_collection_holds_is_not_found_from_another(open_index: Opener, article: Maker) -> None:
    index = open_index()
    index.add([article("The mayor closed two old bridges on Sunday.", id="a", collection="one")])
    index.add([article("Nothing of the kind was said here at all.", id="b", collection="two")])
    claim = "mayor closed two old bridges"
    assert index.verify(claim, ["one"]).verdict is Verdict.EXACT
    assert index.verify(claim, ["two"]).verdict is Verdict.NOT_FOUND


def test_a_claim_is_found_across_passages(open_index: Opener, article: Maker) -> None:
    text = " ".join(f"Sentence number {n} of this long story tells of plank {n}." for n in range(80))
    index = open_index()
    index.add([article(text)])
    start = text.index("plank 30")
    claim = text[start : start + 199].rstrip()
    assert index.verify(claim, ["default"]).wordings[0].claimed == claim


def test_words_that_say_nothing_of_what_they_are_about_are_found_word_for_word(
    open_index: Opener, article: Maker
) -> None:
    index = open_index()
    index.add([
        article(f"The mayor of town {n} spoke of the flood. The bridge is closed.", id=str(n), title=f"Town {n}") for n in range(9)
    ])  # fmt: skip
    index.add([article("“We are who we are and that is that,” said Oru Marsh. The hall was full.", id="marsh")])
    answer = index.ask("who said we are who we are and that is that", ["default"])
    assert [q.article.id for q in answer.quotes] == ["marsh"]
    assert answer.quotes[0].text.startswith("“We are who we are and that is that,”")
    assert index.ask("who said that we are what we were and so on", ["default"]).reason is Reason.WHICH
    assert index.ask("who said it", ["default"]).reason is Reason.WHICH
