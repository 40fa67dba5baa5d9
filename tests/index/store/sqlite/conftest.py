from pathlib import Path

import pytest

from index.store.sqlite import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, write=True)
