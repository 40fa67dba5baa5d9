"""What is left after a power cut: every image that a disk could hold then is a library with all that was acknowledged."""

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.store.sqlite import FILE_NAME
from tests.index.disk import Change, Disk, after_a_cut, laid_out, on
from tests.index.stories import held, opened, story

pytestmark = [pytest.mark.promise, pytest.mark.timeout(3600)]
STORIES = 200
Scale = Callable[[int, int], int]
Promised = Callable[[str], None]


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """All that happens on a disk while stories are added, changed and removed, and what was acknowledged."""
    library = tmp_path_factory.mktemp("watched") / "library"
    with on(Disk(keeps=True)) as disk, opened(library, write=True) as index:
        for number in range(STORIES):
            index.add([story(number)])
            disk.acknowledged(f"+{number}")
            if number % 20 == 19:
                index.add([story(number - 7, version=1)])
            if number % 50 == 49:
                disk.acknowledged(f"?{number - 3}")
                index.remove("default", [str(number - 3)])
                disk.acknowledged(f"-{number - 3}")
    return disk


def test_what_was_acknowledged_survives_any_cut(disk: Disk, tmp_path: Path, scale: Scale, promised: Promised) -> None:
    chance = random.Random(11)
    boundaries = [n for n, change in enumerate(disk.log) if change.kind in ("written", "synced", "deleted")]
    images = scale(60, 1000)
    for image in range(images):
        log = disk.log[: boundaries[image * len(boundaries) // images] + 1]
        files = after_a_cut(log, chance)
        folder = laid_out(files, tmp_path / str(image))
        there, gone = acknowledged(log)
        if FILE_NAME not in files:
            assert not there
            continue
        with opened(folder, write=True):
            pass
        found = held(folder)
        assert there <= found, there - found
        assert not gone & found, gone & found
        shutil.rmtree(folder)
    promised(f"{images} simulated power cuts over {len(boundaries)} writes and syncs: 0 lost, 0 torn, 0 doubled")


def acknowledged(log: Sequence[Change]) -> tuple[set[str], set[str]]:
    """Return the articles that were said to be there and are not being removed, and those said to be gone."""
    there: set[str] = set()
    gone: set[str] = set()
    for what in (change.name for change in log if change.kind == "acknowledged"):
        {"+": there.add, "?": there.discard, "-": gone.add}[what[0]](what[1:])
    return there, gone
