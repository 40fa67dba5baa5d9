import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.query.questions import Asked
from index.statements import PhraseReader

pytestmark = pytest.mark.model
READER = PhraseReader()
NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("kind", "sentence", "phrase"),
    [
        (Asked.WHEN, "A gunman opened fire in the port on Wednesday night.", "Wednesday night"),
        (Asked.WHEN, "The line was opened on 20 April 1910 as a branch.", "20 April 1910"),
        (Asked.WHEN, "It happened at about 6.10am on Wednesday.", "at about 6.10am on Wednesday"),
        (Asked.WHEN, "The school was founded in 1964.", "1964"),
        (Asked.WHEN, "Nobody knows.", None),
        (Asked.WHO, "A gunman opened fire in the port on Wednesday night.", "A gunman"),
        (Asked.WHO, "The plan was approved by Barack Obama.", "Barack Obama"),
        (Asked.WHERE, "The train stopped in Berlin for an hour.", "Berlin"),
        (Asked.WHY, "The bridge was closed because of the storm.", "because of the storm"),
        (Asked.WHAT, "The mayor closed two bridges, and went home.", "closed two bridges"),
        (Asked.YES_NO, "The mayor closed two bridges.", None),
    ],
)
def test_phrase(kind: Asked, sentence: str, phrase: str | None) -> None:
    found = READER.phrase(kind, sentence, NOTHING)
    assert (found.of(sentence) if found else None) == phrase


def test_what_the_question_names_is_no_answer_to_it() -> None:
    known = frozenset({"who", "did", "barack", "obama", "meet"})
    found = READER.phrase(Asked.WHO, "Barack Obama met Angela Merkel in the morning.", known)
    assert found is not None
    assert found.of("Barack Obama met Angela Merkel in the morning.") == "Angela Merkel"


@given(st.sampled_from(list(Asked)), st.text(max_size=80))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_phrase_is_always_a_slice(kind: Asked, sentence: str) -> None:
    found = READER.phrase(kind, sentence, NOTHING)
    assert found is None or found.of(sentence)
