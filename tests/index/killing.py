"""Kills processes that add stories to a library, over and over, and looks at what is left each time.

    python -m tests.index.killing FOLDER KILLS

A process of its own with one thread, so that it can fork: a kill then takes milliseconds. Half of the kills come at a
moment drawn by chance, half in the middle of a write drawn by chance. Prints one line of JSON.
"""

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from tests.index.disk import Disk, killed, on
from tests.index.stories import held, numbered, opened, story

KILLS_A_LIBRARY = 25
LONGEST = 0.12
"""Seconds in which a kill by chance may come; an add takes some milliseconds."""
MOST_WRITES = 300


def main(folder: str, kills: str) -> None:
    chance, so_far = random.Random(3), {"kills": 0, "acknowledged": 0, "while_writing": 0}
    while so_far["kills"] < int(kills):
        library = Path(folder) / f"library-{so_far['kills']}"
        there: set[int] = set()
        for _ in range(min(KILLS_A_LIBRARY, int(kills) - so_far["kills"])):
            at = chance.randrange(1, MOST_WRITES) if so_far["kills"] % 2 else 0
            after = 10.0 if at else chance.uniform(0.0, LONGEST)
            there |= _killed_at(library, max(there, default=-1) + 1, at, after)
            so_far["kills"] += 1
            so_far["while_writing"] += bool(at)
            if library.exists() and any(library.glob("*.sqlite")):
                # Opened to write first, as whoever goes on after a crash does.
                with opened(library, write=True):
                    pass
                found = held(library)
                assert numbered(there) <= found, numbered(there) - found
                assert len(found) <= max(there, default=-1) + 2
                there |= set(map(int, found))
            assert not there or library.exists()
        so_far["acknowledged"] += len(there)
    sys.stdout.write(json.dumps(so_far))


def _killed_at(library: Path, first: int, at: int, after: float) -> set[int]:
    """Add from story `first` on until killed, in write `at` or after so many seconds; return what was acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _add(library, first, at, writing)
    os.close(writing)
    begun, said = time.monotonic(), b""
    while True:
        left = after - (time.monotonic() - begun)
        if left <= 0:
            os.kill(child, signal.SIGKILL)
        if select.select([reading], [], [], max(left, 0.0))[0]:
            chunk = os.read(reading, 4096)
            said += chunk
            if not chunk:
                break
    os.close(reading)
    os.waitpid(child, 0)
    return {int(line) for line in said.decode().split("\n")[:-1]}


def _add(library: Path, first: int, at: int, writing: int) -> None:
    try:
        with on(Disk(at=at, does=killed)), opened(library, write=True) as index:
            for number in range(first, first + 1000):
                index.add([story(number)])
                os.write(writing, f"{number}\n".encode())
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
