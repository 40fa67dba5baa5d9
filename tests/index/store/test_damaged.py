"""A library whose bytes have changed: found, named, and never quoted wrongly."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import (
    Act,
    Article,
    IndexSettings,
    LibraryDamagedError,
    LibraryError,
    LibraryNewerError,
    NewsIndex,
    Quote,
    Span,
    Speech,
    Statement,
)  # fmt: skip
from index.store.sqlite import FILE_NAME, problems
from tests.conftest import WordEmbedder
from tests.index.stories import story

pytestmark = [pytest.mark.promise, pytest.mark.timeout(3600)]
STORIES = 30
SAID = "The mayor of town"


class MayorReader:
    """Reads each "The mayor of town N spoke of …" as a statement."""

    def read(self, articles: list[Article]) -> list[list[Statement]]:
        return [list(self._said(a.text)) for a in articles]

    def _said(self, text: str) -> Iterator[Statement]:
        at = text.find(SAID)
        while at >= 0:
            cue, end = text.index(" spoke", at), text.index("\n", at)
            who = Span(at, cue)
            yield Statement((Span(cue + 1, cue + 6),), (Span(cue + 7, end),), Act.SAYS, Speech.INDIRECT, who, who)
            at = text.find(SAID, end)


def opened(library: Path, *, write: bool = False) -> NewsIndex:
    settings = IndexSettings(library=library, reader="none", least_confidence=0.0)
    return NewsIndex.open(settings, write=write, embedder=WordEmbedder(), statement_source=MayorReader())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    library = tmp_path_factory.mktemp("whole") / "library"
    with opened(library, write=True) as index:
        index.add(story(n) for n in range(STORIES))
    assert list(problems(library)) == []
    return (library / FILE_NAME).read_bytes()


def shown(index: NewsIndex) -> Iterator[Quote]:
    """Yield what a bot would show of a library: answers, statements, verified wordings."""
    for number in range(0, STORIES, 7):
        answer = index.ask(f"who spoke of streets in town {number}", ["default"])
        yield from (quote for card in answer.cards for quote in card.quotes)
        yield from answer.nearest
        yield from index.said_in(str(number), ["default"])
        checked = index.verify(f"The mayor of town {number} spoke of 1 streets.", ["default"])
        yield from (wording.quote for wording in checked.wordings)


def true_quotes(library: Path) -> set[tuple[str, str, str | None]]:
    with opened(library) as index:
        return {(q.article.id, q.text, q.speaker) for q in shown(index)}


def test_no_flipped_byte_is_ever_quoted(
    whole: bytes, tmp_path: Path, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    chance, library = random.Random(17), tmp_path / "library"
    library.mkdir()
    file = library / FILE_NAME
    file.write_bytes(whole)
    true = true_quotes(library)
    assert len(true) > 10
    told = harmless = found = 0
    images = scale(150, 2000)
    for _ in range(images):
        held = bytearray(whole)
        for _ in range(chance.randint(1, 16)):
            held[chance.randrange(len(held))] ^= chance.randint(1, 255)
        for old in library.glob(f"{FILE_NAME}*"):
            old.unlink()
        file.write_bytes(held)
        try:
            assert true_quotes(library) <= true
        except LibraryError as error:
            # Nothing else is a proper refusal: a bug of ours is told as itself.
            assert isinstance(error, LibraryDamagedError | LibraryNewerError) or "earlier version" in str(error)
            assert "\n" not in str(error)
            told += 1
        else:
            harmless += 1
        found += _is_found(library)
    promised(f"{images} images of 1 to 16 flipped bytes: 0 wrong quotes; {told} refused, {harmless} harmless to what "
             f"was asked; `onrecord check` found {found}")  # fmt: skip
    assert told + harmless == images
    assert found > 0.95 * images


def _is_found(library: Path) -> bool:
    try:
        return list(problems(library)) != []
    except LibraryError:
        return True


def test_damage_is_named_with_its_cure(whole: bytes, tmp_path: Path) -> None:
    held = bytearray(whole)
    for page in range(1, len(held) // 4096):
        held[page * 4096 + 100] ^= 0xFF
    (tmp_path / FILE_NAME).write_bytes(held)
    with (
        pytest.raises(LibraryDamagedError, match="is damaged or not a library; restore a backup"),
        opened(tmp_path) as index,
    ):
        index.ask("who spoke", ["default"])


def test_a_file_without_checksums_is_refused(whole: bytes, tmp_path: Path) -> None:
    held = bytearray(whole)
    held[20] = 0
    (tmp_path / FILE_NAME).write_bytes(held)
    with pytest.raises(LibraryDamagedError):
        opened(tmp_path)
