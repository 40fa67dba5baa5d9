"""Captions become paragraphs of whole sentences, each after its time."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import BlockKind, Quote, SourceError, Span
from index.sources.documents import Document, Filing, Kind, document_of
from index.sources.formats.subtitles import LONG_TURN, article_from_subtitles

HALL = """WEBVTT - Council of Brey

00:00:01.000 --> 00:00:04.000
<v Ida Holm>The bridge will be shut for
nine weeks &amp; nobody

00:00:04.200 --> 00:00:06.000
<v Ida Holm>will be asked to pay.

00:00:06.500 --> 00:00:09.000
<v.loud Carl Onn>I do not believe a <i>word</i> of it.

00:12:03.000 --> 00:12:07.000
[Applause]

01:12:08.000 --> 01:12:12.000
We will see about that.
"""


def lines_of(text: str, kind: Kind = Kind.WEBVTT) -> list[str]:
    article = article_from_subtitles(Document("w", "w", text.encode(), kind), Filing())
    return [b.span.of(article.text) for b in article.blocks]


def captions(*parts: tuple[int, int, str]) -> str:
    """SubRip with a caption for each of these: from a second to a second, and its lines."""
    times = [f"00:{a // 60:02}:{a % 60:02},000 --> 00:{b // 60:02}:{b % 60:02},000\n{words}" for a, b, words in parts]
    return "\n\n".join(f"{n}\n{told}" for n, told in enumerate(times, 1)) + "\n"


def test_each_voice_has_its_paragraph_after_its_time() -> None:
    assert lines_of(HALL) == [
        "[0:00:01]",
        "Ida Holm: The bridge will be shut for nine weeks & nobody will be asked to pay.",
        "[0:00:06]",
        "Carl Onn: I do not believe a word of it.",
        "[1:12:08]",
        "We will see about that.",
    ]


def test_a_quote_tells_its_time_and_holds_none() -> None:
    article = article_from_subtitles(Document("w", "w", HALL.encode(), Kind.WEBVTT), Filing())
    at = article.text.index("I do not believe")
    assert article.title == "Council of Brey"
    assert "at 0:00:06" in Quote(article, Span(at, at + 20), 1.0).credit_line
    assert {b.kind for b in article.blocks[::2]} == {BlockKind.FURNITURE}


def test_an_article_without_times_has_none(article: Callable[..., object]) -> None:
    made = article("The bridge [0:00:01] is shut.")
    assert made.time_of(Span(0, 5)) is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (captions((1, 4, ">> ANNA BERG: The dam is"), (4, 6, "safe. We looked.")), ["ANNA BERG: The dam is safe. We looked."]),
        (captions((1, 4, "- Did you look?\n- No. Nobody did.")), ["Did you look?", "No. Nobody did."]),
        (captions((1, 4, "It is over."), (10, 12, "It begins again.")), ["It is over.", "It begins again."]),
        (captions((1, 4, "It is over."), (5, 7, "(music)\nIt begins again.")), ["It is over. It begins again."]),
        (captions((1, 3, "No."), (3, 4, "No."), (4, 6, "No. Never.")), ["No. No. No. Never."]),
        (captions((1, 3, "the dam"), (3, 5, "the dam\nis safe"), (5, 7, "is safe\nuntil spring")), ["the dam is safe until spring"]),
    ],
)  # fmt: skip
def test_a_turn_ends_where_another_voice_or_a_pause_does(text: str, lines: list[str]) -> None:
    assert lines_of(text, Kind.SUBRIP)[1::2] == lines


def test_a_long_turn_goes_on_under_a_later_time_and_the_same_name() -> None:
    sentence = "The dam is safe, and it will hold until the spring of next year. "
    text = captions(*((n, n + 1, ("BERG: " if n == 0 else "") + sentence) for n in range(2 * LONG_TURN // 50)))
    lines = lines_of(text, Kind.SUBRIP)
    assert len(lines) > 2
    assert all(words.startswith("BERG: The dam") for words in lines[1::2])
    assert len(set(lines[::2])) == len(lines) // 2


def test_what_a_machine_has_heard_without_sentences_is_parted_too() -> None:
    text = captions(*((n, n + 1, f"the dam is safe and number {n} holds") for n in range(60)))
    assert max(map(len, lines_of(text, Kind.SUBRIP))) < 3 * LONG_TURN


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("just words\n", Kind.SUBRIP, "cannot be read as such"),
        ("just words\n", Kind.WEBVTT, "cannot be read as such"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n[Music]\n", Kind.WEBVTT, "no text that could be quoted"),
    ],
)
def test_what_holds_no_speech_is_refused_with_the_reason(text: str, kind: Kind, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        lines_of(text, kind)


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [("a.srt", captions((1, 2, "x")), Kind.SUBRIP), ("a", HALL, Kind.WEBVTT), ("a.vtt", HALL, Kind.WEBVTT)],
)
def test_subtitles_are_known_by_name_or_by_how_they_begin(name: str, raw: str, kind: Kind) -> None:
    assert document_of(name, name, raw.encode()).kind is kind


@given(st.lists(st.text(alphabet="aB:.>-[] \n<&;", max_size=40), max_size=6))
def test_whatever_is_captioned_is_laid_out_in_order_or_refused(words: list[str]) -> None:
    text = captions(*((n, n + 1, w) for n, w in enumerate(words)))
    try:
        article = article_from_subtitles(Document("w", "w", text.encode(), Kind.SUBRIP), Filing())
    except SourceError:
        return
    assert "\n\n".join(b.span.of(article.text) for b in article.blocks) == article.text
