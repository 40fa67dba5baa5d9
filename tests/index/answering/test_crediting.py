from dataclasses import replace

import pytest

from index import Act, Article, Quote, Span, Speech, Statement
from index.answering.crediting import credited
from index.answering.features import Reading
from index.inference.rerankers import Mark
from index.query.questions import Asked, Question

TEXT = "The mill never opened again, though Ida Brey had said that it would, and Tom Holt that it burnt."
HERE = TEXT.index("Ida Brey"), TEXT.index("said"), TEXT.index("that it would"), TEXT.index("Tom Holt")


def of(start: int, words: str) -> Span:
    return Span(start, start + len(words))


OWNER = Statement((of(HERE[1], "said"),), (of(HERE[2], "that it would"),), Act.SAYS, Speech.INDIRECT,
                  of(HERE[0], "Ida Brey"), of(HERE[0], "Ida Brey"))  # fmt: skip
OTHER = Statement((of(HERE[1], "said"),), (Span(TEXT.index("that it burnt"), len(TEXT) - 1),), Act.SAYS,
                  Speech.INDIRECT, of(HERE[3], "Tom Holt"), of(HERE[3], "Tom Holt"))  # fmt: skip
QUESTION = Question("did it open", Asked.YES_NO, "open", "open")


def reading(marked: str, chance: float = 0.8, statement: Statement = OWNER) -> Reading:
    quote = Quote(Article("a", "default", TEXT, ()), Span(0, len(TEXT)), 0.9, statement)
    start = TEXT.index(marked)
    return Reading(quote, {}, Mark(start, start + len(marked), chance), (OWNER, OTHER))


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [("never opened again", None), ("it would", "Ida Brey"), ("Ida Brey", "Ida Brey"), ("it burnt", "Tom Holt")],
)
def test_a_quote_is_credited_to_whoever_says_the_words_that_answer(marked: str, speaker: str | None) -> None:
    assert credited(QUESTION, reading(marked)).quote.speaker == speaker


def test_words_that_may_not_answer_tell_nothing_of_whose_they_are() -> None:
    assert credited(QUESTION, reading("never opened again", chance=0.1)).quote.speaker == "Ida Brey"


@pytest.mark.parametrize("asked", [{"kind": Asked.WHO_SAID}, {"kind": Asked.WHAT_SAID}, {"act": Act.DENIES}])
def test_where_somebodys_words_are_asked_for_they_stay_theirs(asked: dict[str, object]) -> None:
    question = replace(QUESTION, **asked)  # type: ignore[arg-type]
    assert credited(question, reading("never opened again")).quote.speaker == "Ida Brey"


def test_who_takes_a_position_keeps_it() -> None:
    denied = replace(OWNER, act=Act.DENIES)
    assert credited(QUESTION, reading("never opened again", statement=denied)).quote.statement == denied
