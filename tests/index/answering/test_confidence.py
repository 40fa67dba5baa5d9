import pytest

from index import Act, Article, Quote, Span
from index.answering.confidence import confidence_of, reasons_for
from index.answering.features import Reading, Sentence
from index.answering.fitted import Fitted
from index.answering.ranking import rank
from index.inference.rerankers import Mark
from index.query.questions import read_question
from tests.index.answering.readings import WORDS, Maker, said, sentence

PLAIN = Fitted.of(None)
ASKED = read_question("who denied it")


def sure_of(asked: str, *sentences: Sentence) -> float:
    question = read_question(asked)
    readings = rank(question, sentences, WORDS)
    return confidence_of(
        question, readings, reasons_for(question, readings, WORDS.terms(question.search), WORDS, None), PLAIN
    )


def test_confidence_grows_with_what_speaks_for_the_first_quote(article: Maker) -> None:
    good = article("Veld denied the strikes.")
    strong = sure_of("who denied the strikes", sentence(good, said(Act.DENIES, good.text), nearness=0.7))
    weak = sure_of("who denied the strikes", sentence(article("Goats ate paper flowers."), nearness=0.0))
    assert 0 <= weak < 0.35 < strong <= 1


def test_who_denied_is_not_answered_by_one_who_accused(article: Maker) -> None:
    made = article("Veld blamed the strikes on the port.")
    assert sure_of("who denied the strikes", sentence(made, said(Act.ACCUSES, made.text), nearness=0.9)) <= 0.3


def reading(made: Article, score: float, **more: float) -> Reading:
    features = {"coverage": 0.5, "nearness": score / 2, "stated": 0.0, "counts": 0.0, "reader": 0.3, **more}
    return Reading(Quote(made, Span(0, 4), score), features)


def test_confidence_knows_how_far_the_best_is_ahead_of_another_article(article: Maker) -> None:
    made, other = article("One. Two.", id="a"), article("Three.", id="b")
    own = [reading(made, 0.8), reading(made, 0.7)]
    reasons = reasons_for(ASKED, [*own, reading(other, 0.5, counts=1.0)], ["one"], WORDS, None)
    assert reasons == {
        "bias": 1.0, "answers": 0.8, "reader": 0.3, "coverage": 0.5, "nearness": 0.4, "lead": pytest.approx(0.3), "stated": 0.0,
        "told": 1.0, "rarest told": 1.0, "marked": 0.0, "timely": 1.0, "close": 0.3,
    }  # fmt: skip
    closely = reading(made, 0.8, close=0.9)
    assert reasons_for(ASKED, [closely], ["one"], WORDS, None)["close"] == 0.9
    assert reasons_for(ASKED, own, ["one"], WORDS, None)["lead"] == 0.0
    for known in ("counts", "stated"):
        assert reasons_for(ASKED, [reading(made, 0.8, **{known: 1.0})], ["one"], WORDS, None)["stated"] == 1.0


def test_confidence_knows_what_of_the_question_stands_nowhere_in_the_article(article: Maker) -> None:
    made = article("The mayor of Lissa denied it.", title="Strikes")
    reasons = reasons_for(ASKED, [reading(made, 0.8)], ["the", "strikes", "tessin"], WORDS, None)
    weight = {t: WORDS.weight(t) for t in ("the", "strikes", "tessin")}
    assert reasons["told"] == pytest.approx((weight["the"] + weight["strikes"]) / sum(weight.values()))
    assert reasons["rarest told"] == 0.0
    assert reasons_for(ASKED, [reading(made, 0.8)], ["strikes", "lissa"], WORDS, None)["told"] == 1.0


def test_confidence_knows_how_sure_the_marked_words_are(article: Maker) -> None:
    readings = [reading(article("One."), 0.8)]
    assert reasons_for(ASKED, readings, [], WORDS, Mark(0, 3, 0.6))["marked"] == 0.6


@pytest.mark.parametrize(("asked", "timely"), [("in 2019", 0.0), ("this week", 1.0), ("", 1.0)])
def test_a_time_that_is_wished_for_and_not_met_takes_no_confidence_away(
    article: Maker, asked: str, timely: float
) -> None:
    readings = [reading(article("One."), 0.8, timely=0.0)]
    assert reasons_for(read_question(f"who denied it {asked}"), readings, [], WORDS, None)["timely"] == timely
