from dataclasses import replace

import pytest

from index import Act, Quote, Span, Speech, Statement
from index.answering.fitted import Fitted
from index.answering.short_answers import ShortAnswer, short_answer
from index.inference.rerankers import Mark
from index.query.questions import read_question
from tests.index.answering.readings import Maker

TEXT = "Mayor Ida Holm said so. She denied that the bridge had closed on Tuesday."
SECOND = TEXT.index("She")
SAID = Statement(
    (Span(SECOND + 4, SECOND + 10),), (Span(SECOND + 11, len(TEXT)),), Act.DENIES, Speech.INDIRECT,
    Span(SECOND, SECOND + 3), Span(6, 14),
)  # fmt: skip


def answered(article: Maker, asked: str, mark: Mark | None, statement: Statement | None = SAID) -> str | None:
    quote = Quote(article(TEXT), Span(SECOND, len(TEXT)), 0.9, statement)
    found = short_answer(read_question(asked), quote, mark, 0.9)
    return found.excerpt.text if found else None


def marked(words: str) -> Mark:
    start = TEXT.index(words) - SECOND
    return Mark(start, start + len(words), 0.9)


def test_the_words_that_are_marked_answer(article: Maker) -> None:
    assert answered(article, "when did the bridge close", marked("on Tuesday")) == "on Tuesday"


def test_what_is_marked_is_never_cut_inside_a_word_nor_ends_in_a_mark(article: Maker) -> None:
    assert answered(article, "when did it close", marked("uesda")) == "Tuesday"
    assert answered(article, "when did it close", marked("Tuesday.")) == "Tuesday"


@pytest.mark.parametrize("mark", [None, marked("She")])
def test_who_says_it_is_named_where_only_a_pronoun_or_nothing_is_marked(article: Maker, mark: Mark | None) -> None:
    assert answered(article, "who denied that it had closed", mark) == "Ida Holm"
    assert answered(article, "who denied that it had closed", mark, replace(SAID, name=None)) is None
    assert answered(article, "who denied that it had closed", mark, None) is None
    assert answered(article, "when did it close", mark) is None


@pytest.mark.parametrize("mark", ["Velmora", "Holm", "Brey Isles"])
def test_who_did_it_together_is_named_together(article: Maker, mark: str) -> None:
    text = "On Monday Velmora, Holm and Brey Isles vetoed the plan."
    together = {
        "Velmora": "Velmora, Holm and Brey Isles",
        "Holm": "Holm and Brey Isles",
        "Brey Isles": "Holm and Brey Isles",
    }
    at = text.index(mark)
    quote = Quote(article(text), Span(0, len(text)), 0.9)
    found = short_answer(read_question("who vetoed it"), quote, Mark(at, at + len(mark), 0.9), 0.9)
    assert found is not None
    assert found.excerpt.text == together[mark]


def test_a_day_before_a_name_is_no_part_of_it(article: Maker) -> None:
    text = "On Monday Velmora and Holm vetoed the plan."
    quote = Quote(article(text), Span(0, len(text)), 0.9)
    found = short_answer(read_question("who vetoed it"), quote, Mark(22, 26, 0.9), 0.9)
    assert found is not None
    assert found.excerpt.text == "Velmora and Holm"


def test_what_the_question_itself_says_is_no_answer(article: Maker) -> None:
    assert answered(article, "did anything close on Tuesday or what closed on Tuesday", marked("on Tuesday")) is None


def test_a_question_after_yes_or_no_has_no_few_words_for_an_answer(article: Maker) -> None:
    assert answered(article, "did the bridge close", marked("on Tuesday")) is None


def test_its_chance_is_what_was_fitted_and_nothing_where_nothing_was(article: Maker) -> None:
    quote = Quote(article(TEXT), Span(SECOND, len(TEXT)), 0.9, SAID)
    found = short_answer(read_question("when did it close"), quote, marked("on Tuesday"), 0.9)
    assert isinstance(found, ShortAnswer)
    assert found.chance(Fitted({}, {})) == 0.0
    weights = dict.fromkeys(found.reasons, 0.0)
    assert found.chance(Fitted({}, {}, short=weights | {"answers": 1.0})) == pytest.approx(0.9)
    unsure = short_answer(read_question("when did it close"), quote, marked("on Tuesday"), 0.3)
    assert unsure is not None
    assert unsure.chance(Fitted({}, {}, short=weights | {"answers": 1.0})) == pytest.approx(0.3)


@pytest.mark.parametrize(("words", "turned"), [("Not one boat sank", 0.0), ("one boat sank", 1.0)])
def test_what_stands_outside_the_marked_words_and_turns_them_speaks_against_them(
    article: Maker, words: str, turned: float
) -> None:
    text = "Not one boat sank on Tuesday, she said."
    start = text.index(words)
    quote = Quote(article(text), Span(0, len(text)), 0.9)
    found = short_answer(read_question("what happened to them"), quote, Mark(start, start + len(words), 0.9), 0.9)
    assert found is not None
    assert found.reasons["turned"] == turned
    assert 0 < found.reasons["long"] < 1
