from pathlib import Path

import pytest
import torch

from index.answering.reranking import BAR
from index.training.network import OUTSIDE, Network, Pieces

SENTENCE = "Ida Holm said no bridge would close."
TEXT = BAR.join((SENTENCE, "Ida Holm on the bridges", "2026-03-01", "Ida Holm", "It was late."))


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces()


def test_marks_are_the_pieces_of_the_answer_and_lie_in_the_sentence(pieces: Pieces) -> None:
    pair = pieces.pair("who spoke", TEXT, (0, 8), is_right=True)
    first, beyond = pair.sentence
    assert pair.marks is not None
    assert first == pair.marks[0] <= pair.marks[1] < beyond < len(pair.ids)
    assert [TEXT[slice(*span)] for span in (pair.places[0], pair.places[-1])] == ["Ida", "."]
    assert (
        beyond - first
        == len(pair.places)
        == len(pieces.pair("who spoke", SENTENCE, None, is_right=True).ids) - first - 1
    )


def test_none_here_is_the_first_piece_and_what_is_not_known_is_no_mark(pieces: Pieces) -> None:
    assert pieces.pair("who spoke", TEXT, (0, 0), is_right=True).marks == (0, 0)
    assert pieces.pair("who spoke", TEXT, None, is_right=False).marks == (0, 0)
    assert pieces.pair("who spoke", TEXT, None, is_right=True).marks is None


@pytest.mark.model
def test_a_pair_is_read_alike_alone_and_among_others_and_after_being_kept(tmp_path: Path, pieces: Pieces) -> None:
    network = Network().eval()
    pairs = [pieces.pair("who spoke", text, None, is_right=True) for text in (TEXT, "Nobody.", TEXT * 3)]
    with torch.no_grad():
        scores, marks = network.read(pairs)
        network.save(tmp_path, {"groups": 0})
        alone = [Network.load(tmp_path).eval().read([pair]) for pair in pairs]
    assert marks.shape == (len(pairs), max(len(p.ids) for p in pairs), 2)
    for score, mark, (own, own_mark), pair in zip(scores, marks, alone, pairs, strict=True):
        assert score == pytest.approx(own.item(), abs=1e-4)
        assert torch.allclose(mark[: len(pair.ids)], own_mark[0], atol=1e-4)


@pytest.mark.model
def test_marks_out_of_the_sentence_are_out_of_play(pieces: Pieces) -> None:
    pair = pieces.pair("who spoke", TEXT, None, is_right=True)
    with torch.no_grad():
        marks = Network().eval().read([pair])[1][0, :, 0]
    in_play = [n for n, mark in enumerate(marks.tolist()) if mark != OUTSIDE]
    assert in_play == [0, *range(*pair.sentence)]
