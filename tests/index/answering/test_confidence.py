import pytest

from index import Act, Article, Quote, Span
from index.answering.confidence import confidence_of, reasons_for
from index.answering.features import Reading
from index.answering.fitted import Fitted
from index.answering.ranking import rank
from index.query.questions import read_question
from tests.index.answering.readings import WORDS, Maker, said, sentence


def test_confidence_grows_with_what_speaks_for_the_first_quote(article: Maker) -> None:
    question = read_question("who denied the strikes")
    good = article("Veld denied the strikes.")
    strong = rank(question, [sentence(good, said(Act.DENIES, good.text), nearness=0.7)], WORDS)
    weak = rank(question, [sentence(article("Goats ate paper flowers."), nearness=0.0)], WORDS)
    assert (
        0
        <= confidence_of(question, weak, Fitted.of(None))
        < 0.35
        < confidence_of(question, strong, Fitted.of(None))
        <= 1
    )
    assert confidence_of(question, [], Fitted.of(None)) == 0.0


def test_who_denied_is_not_answered_by_one_who_accused(article: Maker) -> None:
    question = read_question("who denied the strikes")
    made = article("Veld blamed the strikes on the port.")
    found = rank(question, [sentence(made, said(Act.ACCUSES, made.text), nearness=0.9)], WORDS)
    assert confidence_of(question, found, Fitted.of(None)) <= 0.3


def test_confidence_knows_how_far_the_best_is_ahead_of_another_article(article: Maker) -> None:
    made, other = article("One. Two.", id="a"), article("Three.", id="b")

    def read(article_: Article, score: float, **more: float) -> Reading:
        return Reading(
            Quote(article_, Span(0, 4), score),
            {"coverage": 0.5, "nearness": score / 2, "stated": 0.0, "counts": 0.0, "reader": 0.3, **more},
        )

    reasons = reasons_for([read(made, 0.8), read(made, 0.7), read(other, 0.5, counts=1.0)])
    assert reasons == {
        "bias": 1.0, "answers": 0.8, "reader": 0.3, "coverage": 0.5, "nearness": 0.4, "lead": pytest.approx(0.3), "stated": 0.0,
    }  # fmt: skip
    assert reasons_for([read(made, 0.8), read(made, 0.7)])["lead"] == 0.0
    assert (
        reasons_for([read(made, 0.8, counts=1.0)])["stated"]
        == reasons_for([read(made, 0.8, stated=1.0)])["stated"]
        == 1.0
    )
