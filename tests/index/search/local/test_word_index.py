import shutil
from pathlib import Path

import pytest

from index.search.local.word_index import GrownWords, add_passages, add_statements, passage_index, statement_index
from index.store.search_words import PassageWords, StatementWords

PASSAGES = [
    PassageWords(1, "Anse Post", "port strike port strike"),
    PassageWords(2, "Brey Wire", "port quiet day"),
    PassageWords(3, "Anse Post", "school quiet day long long long"),
]
STATEMENTS = [
    StatementWords(11, "denies", "anna veld minister", "port strike"),
    StatementWords(12, "says", "anna veld", "school open"),
    StatementWords(13, "denies", "boris lom", "school fire"),
]


@pytest.fixture
def words(tmp_path: Path) -> GrownWords:
    """The first two of each are in the indexes on disk, the third is of the newest."""
    add_passages(passage_index(tmp_path / "p"), PASSAGES[:2])
    add_statements(statement_index(tmp_path / "s"), STATEMENTS[:2])
    grown = GrownWords(passage_index(tmp_path / "p"), statement_index(tmp_path / "s"))
    grown.add(PASSAGES[2:], STATEMENTS[2:])
    return grown


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "s").mkdir()


def numbers(found: list[tuple[int, float]]) -> list[int]:
    return [n for n, _ in found]


def test_passages_come_with_the_best_first_whether_on_disk_or_new(words: GrownWords) -> None:
    assert numbers(words.passages_with(["port", "strike"], 9)) == [1, 2]
    assert set(numbers(words.passages_with(["quiet"], 9))) == {2, 3}
    assert numbers(words.passages_with(["port"], 1)) == [1]
    scores = [s for _, s in words.passages_with(["port", "strike", "quiet"], 9)]
    assert scores == sorted(scores, reverse=True)


def test_passages_of_one_publisher_score_as_they_do_among_all(words: GrownWords) -> None:
    among = dict(words.passages_with(["port", "quiet"], 9))
    assert words.passages_with(["port", "quiet"], 9, "Brey Wire") == [(2, among[2])]
    assert words.passages_with(["port"], 9, "Brey") == []


def test_no_word_finds_nothing(words: GrownWords) -> None:
    assert words.passages_with([], 9) == []
    assert words.passages_with([], 9, "Anse Post") == []
    assert words.stating("denies", [], 9) == []


def test_words_that_would_be_a_query_are_words(words: GrownWords) -> None:
    assert words.passages_with(['" OR words:*', "port AND", "*"], 9) == []


def test_what_went_makes_room_for_the_next(words: GrownWords) -> None:
    words.remove([1])
    assert numbers(words.passages_with(["port", "strike"], 1)) == [2]


def test_statements_by_act_and_by_speaker(words: GrownWords) -> None:
    assert words.stating("denies", ["port", "school"], 9) == [11, 13]
    assert words.stating("warns", ["port"], 9) == []
    assert words.said_by(["anna", "veld"], ["school"], 9) == [12]
    assert set(words.said_by(["veld"], [], 9)) == {11, 12}
    assert words.said_by(["anna", "lom"], [], 9) == []


def test_a_folder_that_is_gone_cannot_be_written(tmp_path: Path) -> None:
    index = passage_index(tmp_path / "p")
    shutil.rmtree(tmp_path / "p")
    with pytest.raises(OSError, match=r"(?i)file|directory|lock"):
        add_passages(index, PASSAGES)
    with pytest.raises(OSError, match=r"(?i)file|directory|exist"):
        passage_index(tmp_path / "p")
