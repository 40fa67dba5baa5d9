import threading
from collections.abc import Iterator
from functools import partial

import pytest

from index import Article, Quote, Span
from index.reading import Reading
from index.waiting import AHEAD, Steps, walked

QUOTE = Quote(Article("a", "default", "It rained.", ()), Span(0, 10), 0.5)


def read(number: float) -> list[Reading]:
    return [Reading(QUOTE, {"reader": number})]


def way(number: int, readings: int) -> Steps[list[float]]:
    found = []
    for n in range(readings):
        [reading] = yield partial(read, 10 * number + n)
        found.append(reading.features["reader"])
    return found


def test_each_way_gets_its_own_scores_and_comes_with_its_place() -> None:
    readings = [1, 0, 3, 1, 2, 0, 1]
    found = dict(walked(way(n, count) for n, count in enumerate(readings)))
    assert found == {n: [10 * n + k for k in range(count)] for n, count in enumerate(readings)}


def test_what_is_found_is_had_before_the_last_way_is_begun() -> None:
    begun = 0

    def counted() -> Iterator[Steps[list[float]]]:
        nonlocal begun
        for begun in range(1, 21):
            yield way(begun, 1)

    found = walked(counted())
    assert next(found) == (0, [10])
    assert begun <= AHEAD + 1
    found.close()


def test_nothing_waits_to_be_walked() -> None:
    assert list(walked([])) == []


def test_the_next_way_is_begun_while_the_first_is_read() -> None:
    second_begun = threading.Event()

    def first() -> Steps[bool]:
        yield partial(_waited, second_begun)
        return True

    def second() -> Steps[bool]:
        second_begun.set()
        yield partial(read, 0)
        return True

    assert dict(walked([first(), second()])) == {0: True, 1: True}


def _waited(event: threading.Event) -> list[Reading]:
    return read(1) if event.wait(30) else read(0)


def test_no_more_ways_than_a_few_are_ahead_of_the_reader() -> None:
    open_ways, most = 0, 0

    def counted() -> Steps[None]:
        nonlocal open_ways, most
        open_ways += 1
        most = max(most, open_ways)
        yield partial(read, 0)
        open_ways -= 1

    assert len(list(walked(counted() for _ in range(20)))) == 20
    assert most == AHEAD + 1


@pytest.mark.parametrize("fails", ["reading", "going on"])
def test_what_fails_on_one_way_ends_all(fails: str) -> None:
    def failing() -> Steps[int]:
        yield _broken if fails == "reading" else partial(read, 0)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        list(walked(iter([way(0, 1), failing(), way(1, 1)])))  # type: ignore[list-item]


def _broken() -> list[Reading]:
    raise ValueError("broken")
