from collections.abc import Callable, Sequence

import numpy as np
import pytest

from index import ModelError
from index.graphs import Matrix, in_memory

ERRORS = (
    MemoryError(),
    RuntimeError("std::bad_alloc"),
    RuntimeError("Failed to allocate memory for requested buffer of size 40960"),
    RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB"),
)


def room_for(most: int, error: Exception, taken: list[int]) -> Callable[[Sequence[int]], Matrix]:
    def through(items: Sequence[int]) -> Matrix:
        if len(items) > most:
            raise error
        taken.append(len(items))
        return np.array([[i] for i in items], dtype=np.float32)

    return through


@pytest.mark.parametrize("error", ERRORS)
def test_what_memory_has_no_room_for_goes_through_in_parts(error: Exception) -> None:
    taken: list[int] = []
    assert in_memory(room_for(3, error, taken), range(10))[:, 0].tolist() == list(range(10))
    assert max(taken) <= 3


def test_no_room_for_a_single_one_is_one_line() -> None:
    with pytest.raises(ModelError, match="not enough memory to embed a single passage"):
        in_memory(room_for(0, MemoryError(), []), range(4))


def test_any_other_error_is_not_taken_for_a_want_of_memory() -> None:
    with pytest.raises(ValueError, match="wrong shape"):
        in_memory(room_for(1, ValueError("wrong shape"), []), range(4))
