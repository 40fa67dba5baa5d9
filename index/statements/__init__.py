"""Article → statements: who said what, through whom, and how; the only importer of spaCy."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _torch_out_of_sight() -> Iterator[None]:
    """Let nothing import torch meanwhile: spaCy does wherever it finds it, takes a second over it, and needs none."""
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]


with _torch_out_of_sight():
    from index.statements.extractor import StatementReader

__all__ = ["StatementReader"]
