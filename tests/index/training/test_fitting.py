from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from index import Article, Quote, Span
from index.answering.features import Reading
from index.query.questions import read_question
from index.training.fitting import Case, fit, fit_confidence, fit_expected, logistic_weights

Maker = Callable[..., Article]


def case(article: Maker, features: Sequence[Mapping[str, float]], right: Sequence[bool] = (), **reasons: float) -> Case:
    quote = Quote(article("Veld denied the strikes."), Span(0, 4), 0.5)
    readings = tuple(Reading(quote, f) for f in features)
    marks = np.array(right or [False] * len(readings))
    return Case("g01", {}, read_question("who denied it"), readings, marks, bool(marks.any()), reasons)


def known(article: Maker, pairs: Sequence[tuple[float, float]]) -> Case:
    return case(article, [{"bias": 1.0, "first": first, "reader": score} for first, score in pairs])


def test_what_a_reader_scores_is_expected_by_what_is_known(article: Maker) -> None:
    fitted = fit_expected({"a": [known(article, [(x / 10, x / 5 - 1) for x in range(-10, 10)])]})
    assert fitted["expected"]["first"] == pytest.approx(2)
    assert fitted["expected"]["bias"] == pytest.approx(-1)
    assert fitted["spread"] == pytest.approx(0, abs=0.001)


def test_every_set_counts_its_share_however_many_questions_it_has(article: Maker) -> None:
    many = [known(article, [(0.0, -1.0)] * 20) for _ in range(50)]
    fitted = fit_expected({"many": many, "few": [known(article, [(0.0, 1.0)] * 4)]})
    assert fitted["expected"]["bias"] == pytest.approx(0, abs=0.001)
    assert fitted["spread"] == pytest.approx(1)


def test_a_feature_of_right_sentences_counts_for_them_and_none_of_these_for_the_rest(article: Maker) -> None:
    told = [case(article, [{"bias": 1.0, "own": 1.0}, {"bias": 1.0, "own": 0.0}], [True, False]) for _ in range(9)]
    nothing = [case(article, [{"bias": 1.0, "own": 0.0}]) for _ in range(9)]
    weights = fit({"a": told + nothing}, ("bias", "own"))
    assert weights["bias"] < 0 < weights["bias"] + weights["own"]


def test_cases_of_any_number_of_sentences_are_fitted_together(article: Maker) -> None:
    one = case(article, [{"bias": 1.0, "own": 1.0}], [True])
    three = case(article, [{"bias": 1.0, "own": x} for x in (0.2, 0.9, 0.1)], [False, True, False])
    assert fit({"a": [one, three]}, ("bias", "own"))["own"] > 0


def test_a_case_is_put_in_the_order_of_the_weights_with_what_is_right(article: Maker) -> None:
    made = case(article, [{"own": 0.1}, {"own": 0.9}, {"own": 0.5}], [False, True, False])
    ordered = made.weighed({"own": 1.0})
    assert [r.features["own"] for r in ordered.readings] == [0.9, 0.5, 0.1]
    assert ordered.right.tolist() == [True, False, False]


def test_no_reason_but_the_bias_speaks_against_an_answer(article: Maker) -> None:
    misleading = [case(article, [{}], [n % 2 == 0], bias=1.0, lead=float(n % 2)) for n in range(40)]
    assert fit_confidence({"a": misleading}, ("bias", "lead"))["lead"] >= 0
    told = [({"bias": 1.0, "lead": float(n % 2)}, n % 2 == 0, 1.0) for n in range(40)]
    assert logistic_weights(told, ("bias", "lead"), only_for=False)["lead"] < 0
