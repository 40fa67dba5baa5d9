import pytest

from index import Speech
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
