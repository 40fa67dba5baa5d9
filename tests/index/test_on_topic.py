import pytest

from index.on_topic import Topics
from tests.conftest import WordEmbedder
from tests.index.grown import ANALYZER


def test_a_topic_is_embedded_once_however_often_it_is_looked_for(embedder: WordEmbedder) -> None:
    topics = Topics(ANALYZER)
    first = topics.of(["dam", "train", "dam"], embedder)
    again = topics.of(["train"], embedder)
    assert embedder.embedded == 2
    assert again["train"][0] is first["train"][0]


def test_too_many_topics_are_forgotten_and_asked_anew(embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.on_topic.MOST_REMEMBERED", 2)
    topics = Topics(ANALYZER)
    topics.of(["one", "two"], embedder)
    assert set(topics.of(["two", "three"], embedder)) == {"two", "three"}
