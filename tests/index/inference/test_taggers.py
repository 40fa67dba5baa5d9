from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from index.inference.taggers import GRAPH, PACKAGED_TAGGER, STEP, WINDOW, GraphTagger, Tagged, windows

TEXT = (
    "Senator John Reed said on Monday that his campaign would go on. “We have no choice,” Reed told reporters in Iowa. "
    "Nobody left the hall. Governor Mark Hill denied that he had known of the letter."
)


@pytest.fixture(scope="module")
def tagger() -> GraphTagger:
    return GraphTagger()


def whole(text: str) -> list[tuple[int, int]]:
    return [(0, len(text))]


def words(text: str, one: Tagged) -> tuple[list[str], list[str], list[str]]:
    cue, source, content = ([text[a:b] for a, b in places] for places in (one.cue, one.source, one.content))
    return cue, source, content


@pytest.mark.model
def test_who_says_what_is_marked(tagger: GraphTagger) -> None:
    found = [words(TEXT, one) for one in tagger.tag([TEXT], [whole(TEXT)])[0]]
    assert (["told"], ["Reed"], ["“We have no choice,”"]) in found
    assert [cue for cue, _, _ in found] == [["said"], ["told"], ["denied"]]


@pytest.mark.model
def test_nothing_is_marked_outside_of_what_is_to_be_read(tagger: GraphTagger) -> None:
    place = (TEXT.index("Governor"), len(TEXT))
    [only] = tagger.tag([TEXT], [[place]])[0]
    assert all(place[0] <= start < end <= place[1] for start, end in (*only.cue, *only.source, *only.content))


@pytest.mark.model
def test_a_text_is_marked_the_same_whatever_is_read_beside_it(tagger: GraphTagger) -> None:
    beside = "Lissa lay under snow. “We wait,” said the baker." * 30
    alone = tagger.tag([TEXT], [whole(TEXT)])[0]
    assert tagger.tag([beside, TEXT, ""], [whole(beside), whole(TEXT), []])[1:] == [alone, []]


@given(st.integers(0, 5 * WINDOW))
def test_each_piece_is_decided_in_one_window_that_holds_it(pieces: int) -> None:
    found = list(windows(pieces))
    assert [n for w in found for n in range(w.first, w.beyond)] == list(range(pieces))
    assert all(w.start <= w.first <= w.beyond <= w.end <= w.start + WINDOW for w in found)


@given(st.integers(0, 5 * WINDOW))
def test_a_cue_has_pieces_around_it_where_the_text_has(pieces: int) -> None:
    for window in windows(pieces):
        assert window.first - window.start >= (WINDOW - STEP) // 2 or window.first == 0
        assert window.end - window.beyond >= (WINDOW - STEP) // 2 or window.beyond == pieces


def test_a_graph_that_is_not_the_one_expected_is_refused(tmp_path: Path) -> None:
    (tmp_path / GRAPH).write_bytes(b"another graph")
    with pytest.raises(ModelError, match="not the published ones"):
        GraphTagger(tmp_path, expected="0" * 64)


def test_a_damaged_graph_is_one_line(tmp_path: Path) -> None:
    (tmp_path / GRAPH).write_bytes((PACKAGED_TAGGER / GRAPH).read_bytes()[:10_000])
    with pytest.raises(ModelError, match="cannot be loaded as a model"):
        GraphTagger(tmp_path, expected=None)
