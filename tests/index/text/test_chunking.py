import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, BlockKind
from index.sources.formats.layout import mark_blocks
from index.text.chunking import MOST_SENTENCES, is_showable, passages_of, sentences_from, sentences_of

PIECES = st.sampled_from(
    [
        "The mayor spoke. ",
        "“No,” he said. ",
        "\n\n",
        "\r\n",
        "\u00a0",
        "👩‍👩‍👧‍👦",
        "e\u0301",
        "שלום. ",
        "قال. ",
        "Lt. Gen. Roe left. ",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join))


def count(text: str) -> int:
    return len(text.split())


def of(text: str) -> Article:
    return Article("a", "default", text, mark_blocks(text))


@given(TEXTS)
def test_sentences_are_in_order_inside_a_block_and_apart(text: str) -> None:
    made = of(text)
    spans = sentences_of(made)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(any(b.span.holds(s) and b.kind is not BlockKind.FURNITURE for b in made.blocks) for s in spans)
    assert all(is_showable(s.of(text)) for s in spans)


@given(TEXTS, st.integers(0, 400))
def test_sentences_from_a_place_are_those_of_the_whole_that_end_after_it(text: str, place: int) -> None:
    made = of(text)
    assert list(sentences_from(made, place)) == [s for s in sentences_of(made) if s.end > place]


@given(TEXTS)
def test_passages_hold_each_sentence_once_and_in_order(text: str) -> None:
    made = of(text)
    passages = passages_of(made, count)
    assert [s for p in passages for s in p.sentences] == sentences_of(made)
    assert all(p.span.holds(s) for p in passages for s in p.sentences)
    assert all(1 <= len(p.sentences) <= MOST_SENTENCES for p in passages)


@given(TEXTS)
def test_no_passage_reaches_over_furniture_or_a_caption(text: str) -> None:
    made = of(text)
    for passage in passages_of(made, count):
        inside = [b for b in made.blocks if passage.span.holds(b.span)]
        assert all(b.kind is not BlockKind.FURNITURE for b in inside)
        assert passage.kind is BlockKind.CAPTION or all(b.kind is not BlockKind.CAPTION for b in inside)


@pytest.mark.parametrize(
    "sentence",
    [
        "WASHINGTON (AP) — Lt. Gen. Ann Roe said it was over.",
        "“They are lies.”",
        "Gov. Brown met Sen. J. Smith at 4 p.m. EST.",
    ],
)
def test_what_news_writes_is_one_sentence(article: Callable[..., Article], sentence: str) -> None:
    made = article(f"It rained. {sentence} Nobody came.")
    assert sentence in [s.of(made.text) for s in sentences_of(made)]


@pytest.mark.parametrize("character", ["\u202e", "\x07", "\ue000", "\u2066", "\U000e01f0" + "\x00"])
def test_sentence_that_cannot_be_shown_as_it_stands_is_not_quoted(
    article: Callable[..., Article], character: str
) -> None:
    made = article(f"A plain one. A bad {character} one. Another.")
    assert [s.of(made.text) for s in sentences_of(made)] == ["A plain one.", "Another."]


def test_short_passages_are_filled_up_to_their_measure(article: Callable[..., Article]) -> None:
    made = article(" ".join(f"This is sentence number {n} of the text." for n in range(12)))
    assert [len(p.sentences) for p in passages_of(made, lambda _: 30)] == [3, 3, 3, 3]


def test_long_line_is_cut_between_sentences_only(article: Callable[..., Article]) -> None:
    made = article(" ".join(f"Sentence number {n} speaks of the bridge and the town." for n in range(900)))
    assert all(s.of(made.text).endswith("the town.") for s in sentences_of(made))
    assert len(sentences_of(made)) == 900


def test_long_sentence_stays_whole(article: Callable[..., Article]) -> None:
    made = article("word " * 3000 + "end.")
    assert len(passages_of(made, count)) == 1


def test_captions_are_passages_of_their_own_and_known_as_that(article: Callable[..., Article]) -> None:
    text = "Rain fell on the town.\nThis photo provided by the port shows a store. (Photo via Wire)\nThe sun came back."
    made = article(text)
    found = [(p.kind, p.span.of(text)) for p in passages_of(made, lambda t: len(t.split()))]
    assert [kind for kind, _ in found] == [BlockKind.BODY, BlockKind.CAPTION, BlockKind.BODY]
    assert found[1][1].startswith("This photo")
