from collections.abc import Callable

import numpy as np
import pytest

from index import Article, Excerpt, Quote, Span
from index.answering.features import Reading
from index.answering.fitted import Fitted
from index.answering.short_answers import ShortAnswer
from index.query.questions import read_question
from index.training.figures import figures_of, short_figures
from index.training.fitting import Case

FITTED = Fitted({}, {"sure": 1.0}, short={"sure": 1.0})


def case(article: Callable[..., Article], *right: bool, answerable: bool = True, sure: float) -> Case:
    readings = tuple(Reading(Quote(article("Veld."), Span(0, 4), 0.5), {}) for _ in right)
    return Case("g01", {}, read_question("who"), readings, np.array(right), answerable, {"sure": sure})


def test_figures_tell_the_ranking_and_what_confidence_is_worth(article: Callable[..., Article]) -> None:
    cases = [
        case(article, True, False, sure=3.0), case(article, False, True, sure=2.0),
        case(article, False, False, sure=-4.0, answerable=False),
    ]  # fmt: skip
    found = figures_of({"a": cases, "none": []}, FITTED)
    assert list(found) == ["a"]
    assert {n: found["a"][n] for n in ("questions", "quote@1", "quote@3", "auroc", "auroc, right first")} == {
        "questions": 3, "quote@1": 0.5, "quote@3": 1.0, "auroc": 1.0, "auroc, right first": 1.0,
    }  # fmt: skip
    assert found["a"]["right of those at 0.8"] == 0.5
    assert "right of those at 0.5" not in found["a"]
    assert found["a"]["right when declining below 0.0"] == pytest.approx(1 / 3, abs=0.001)
    assert found["a"]["right when declining below 0.2"] == pytest.approx(2 / 3, abs=0.001)


def test_short_answers_are_counted_that_may_stand_in_bold(article: Callable[..., Article]) -> None:
    told = [(ShortAnswer(Excerpt(article("Veld."), Span(0, 4)), {"sure": s}), right) for s, right in
            ((4.0, True), (3.0, False), (-3.0, True))]  # fmt: skip
    assert short_figures(told, FITTED) == {"short answers": 2, "right of them": 0.5}
    assert short_figures([], FITTED) == {"short answers": 0, "right of them": 0.0}
