"""Two processes that open one library for writing at once, over and over; then holders that are killed.

    python -m tests.index.racing LIBRARY RACES KILLS

Prints one line of JSON. A process of its own, so that it can fork.
"""

import json
import os
import signal
import sys
from pathlib import Path

from index import LibraryBusyError
from tests.index.stories import opened

WON, LOST, FAILED = 0, 3, 4


def main(library: str, races: str, kills: str) -> None:
    folder = Path(library)
    with opened(folder, write=True):
        pass
    results = [_race(folder) for _ in range(int(races))]
    outcome = {
        "one winner": sum(WON in r for r in results),
        "told who holds it": sum(LOST in r for r in results),
        "opened after a kill": sum(_opens_after_a_kill(folder) for _ in range(int(kills))),
    }
    sys.stdout.write(json.dumps(outcome))


def _race(folder: Path) -> list[int]:
    """Let two open at once; each tells what became of it and holds on until both have."""
    told, telling = os.pipe()
    released, release = os.pipe()
    children = [_fork(lambda: _try(folder, telling, released)) for _ in range(2)]
    results = [os.read(told, 1)[0] for _ in children]
    os.write(release, b"12")
    for child in children:
        os.waitpid(child, 0)
    for end in (told, telling, released, release):
        os.close(end)
    return results


def _try(folder: Path, telling: int, released: int) -> None:
    try:
        with opened(folder, write=True):
            os.write(telling, bytes([WON]))
            os.read(released, 1)
    except LibraryBusyError as error:
        is_told = "another process is adding to this library" in str(error)
        os.write(telling, bytes([LOST if is_told else FAILED]))
        os.read(released, 1)


def _opens_after_a_kill(folder: Path) -> bool:
    told, telling = os.pipe()
    child = _fork(lambda: _try(folder, telling, os.pipe()[0]))
    held = os.read(told, 1)[0] == WON
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(told)
    os.close(telling)
    with opened(folder, write=True):
        return held


def _fork(work: object) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()  # type: ignore[operator]
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
