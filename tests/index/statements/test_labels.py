import pytest

from index import Article, Block, BlockKind, Span, Speech
from index.inference.taggers import GraphTagger
from index.statements import StatementReader
from tests.index.statements.articles import read, told

pytestmark = pytest.mark.model


def test_colon_announces_the_quotation_of_the_next_paragraph() -> None:
    assert told("Anna Berg wrote:\n\n“We will not go.”\n\nNobody answered.") == [
        ("Anna Berg", "says", ["“We will not go.”"])
    ]


def test_transcript_labels_are_speakers_of_their_own_words() -> None:
    text = "MS. BERG: I object to this motion, and always will.\n\nQ: Did you know of it at all?\n\nPhoto: Reuters and others took this one."
    _, found = read(text)
    assert [(n, c) for n, _, c in told(text)] == [
        ("MS. BERG", ["I object to this motion, and always will"]),
        (None, ["Did you know of it at all?"]),
    ]
    assert {s.speech for s in found} == {Speech.DIRECT}


def test_whoever_a_recording_labels_says_the_whole_of_it_word_for_word() -> None:
    text = (
        "[0:00:01]\n\nInterviewer: Did you look inside the dam on Monday?\n\n[0:00:06]\n\nold Ida: Score four to two."
    )
    article = Article(
        "a", "default", text,
        tuple(Block(Span(at, at + len(line)), BlockKind.FURNITURE if line[0] == "[" else BlockKind.BODY)
              for line in text.split("\n\n") if (at := text.index(line)) >= 0),
    )  # fmt: skip
    [said] = StatementReader(GraphTagger()).read([article])[0]
    assert said.name is not None
    assert (said.name.of(text), said.speech) == ("Interviewer", Speech.DIRECT)
