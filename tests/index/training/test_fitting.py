from collections.abc import Callable, Sequence

import numpy as np
import pytest

from index import Article, Quote, Span
from index.answering.features import Reading
from index.training.fitting import Case, fit_expected

Maker = Callable[..., Article]


def case(article: Maker, pairs: Sequence[tuple[float, float]], *, fits: bool = True) -> Case:
    """Return a question's sentences, of each what was thought of it first and what the reader scored."""
    quote = Quote(article("Veld denied the strikes."), Span(0, 4), 0.5)
    readings = tuple(Reading(quote, {"bias": 1.0, "first": first, "reader": score}) for first, score in pairs)
    return Case(readings, np.zeros(len(pairs), np.bool_), True, fits)


def test_what_a_reader_scores_is_expected_by_what_is_known(article: Maker) -> None:
    fitted = fit_expected({"a": [case(article, [(x / 10, x / 5 - 1) for x in range(-10, 10)])]})
    assert fitted["expected"]["first"] == pytest.approx(2)
    assert fitted["expected"]["bias"] == pytest.approx(-1)
    assert fitted["spread"] == pytest.approx(0, abs=0.001)


def test_every_set_counts_the_same_and_what_only_measures_counts_nothing(article: Maker) -> None:
    many = [case(article, [(0.0, -1.0)] * 20) for _ in range(50)]
    few = [case(article, [(0.0, 1.0)] * 4), case(article, [(0.0, 9.0)] * 500, fits=False)]
    fitted = fit_expected({"many": many, "few": few})
    assert fitted["expected"]["bias"] == pytest.approx(0, abs=0.001)
    assert fitted["spread"] == pytest.approx(1)
