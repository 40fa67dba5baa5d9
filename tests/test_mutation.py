"""The lists that mutation testing works by name what is there."""

from pathlib import Path

import pytest

from tests.mutation.__main__ import SPARED
from tests.mutation.faults import faults_of
from tests.mutation.guarded import GUARDED

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("module", GUARDED)
def test_what_is_guarded_is_there_and_so_are_its_tests(module: str) -> None:
    assert [path for path in (module, *GUARDED[module]) if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("module", SPARED)
def test_no_fault_is_spared_that_there_is_not(module: str) -> None:
    faults = {fault.key for fault in faults_of((ROOT / module).read_text(encoding="utf-8"))}
    assert set(SPARED[module]) <= faults
