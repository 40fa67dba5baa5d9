"""Several questions at once: while the sentences of one are read, those of the next are found.

Reading takes as long as all else, and needs hardly any Python. So a question is answered in steps: where it comes to
sentences that must be read it gives them out of its hand, and goes on when it is handed what was made of them.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from index.reading import Reading

Found = TypeVar("Found")

Steps = Generator[Callable[[], list[Reading]], list[Reading], Found]
"""The way to what is found: each step gives what reads sentences out of its hand, and is handed what that returns."""
AHEAD = 3
"""Questions that have given their sentences out of their hand before one of them is waited for."""
READING = 2
"""Questions whose sentences are read at a time: one of them has some for the thread that the other leaves idle."""


def walked(ways: Iterable[Steps[Found]]) -> Generator[tuple[int, Found], None, None]:
    """Yield what each way leads to with its place among them, as it is found; what one of them raises ends all."""
    waiting: deque[tuple[int, Steps[Found], Future[list[Reading]]]] = deque()
    with ThreadPoolExecutor(READING, thread_name_prefix="reading") as beside:

        def go_on(number: int, way: Steps[Found], read: list[Reading] | None) -> Iterator[tuple[int, Found]]:
            try:
                reading = way.send(read)  # type: ignore[arg-type] # a generator is begun with None
            except StopIteration as end:
                led_to: Found = end.value
            else:
                waiting.append((number, way, beside.submit(reading)))
                return
            yield number, led_to

        def go_on_with_first() -> Iterator[tuple[int, Found]]:
            number, way, read = waiting.popleft()
            return go_on(number, way, read.result())

        for number, way in enumerate(ways):
            yield from go_on(number, way, None)
            if len(waiting) > AHEAD:
                yield from go_on_with_first()
        while waiting:
            yield from go_on_with_first()
