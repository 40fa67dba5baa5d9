"""Several questions at once: while the sentences of one are read, those of the next are found.

Reading takes as long as all else, and needs hardly any Python. So a question is answered in steps: where it comes to
sentences that must be read it gives them out of its hand, and goes on when it is handed what was made of them.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from index.reading import Reading

Found = TypeVar("Found")

Steps = Generator[Callable[[], list[Reading]], list[Reading], Found]
"""The way to what is found: each step gives what reads sentences out of its hand, and is handed what that returns."""
AHEAD = 2
"""Questions that have given their sentences out of their hand before one of them is waited for."""


def walked(ways: Iterable[Steps[Found]]) -> list[Found]:
    """Return what each way leads to, in their order; what one of them raises ends all."""
    found: dict[int, Found] = {}
    waiting: deque[tuple[int, Steps[Found], Future[list[Reading]]]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="reading") as beside:

        def go_on(number: int, way: Steps[Found], read: list[Reading] | None) -> None:
            try:
                reading = way.send(read)  # type: ignore[arg-type] # a generator is begun with None
            except StopIteration as end:
                found[number] = end.value
            else:
                waiting.append((number, way, beside.submit(reading)))

        def go_on_with_first() -> None:
            number, way, read = waiting.popleft()
            go_on(number, way, read.result())

        for number, way in enumerate(ways):
            go_on(number, way, None)
            if len(waiting) > AHEAD:
                go_on_with_first()
        while waiting:
            go_on_with_first()
    return [found[number] for number in sorted(found)]
