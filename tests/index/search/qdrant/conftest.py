from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.qdrant_server import Shards, serving


@pytest.fixture
def qdrant(tmp_path: Path) -> Iterator[tuple[str, Shards]]:
    """The address of a stand-in for Qdrant, and what it holds."""
    with serving(tmp_path) as made:
        yield made
