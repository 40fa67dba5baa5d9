import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import BlockKind
from index.sources.formats.layout import mark_blocks, without_furniture

PAGE = """Home / World / Velmora

Dravia Says It Had No Part In Attack

Dravia Says It Had No Part In Attack

This photo provided by the port shows a burning store. (Photo via Northern Wire)

Dravia denies having any part in the attack. It spoke on Wednesday.

Like us on Facebook

The port will stay closed for a month, the harbour master said.

5,500 crates lost since May

The crates held tea, said the owner of the store that burned.

Also read: Where to give blankets

If you want more world news, subscribe to our newsletter.

SHARE THIS ARTICLE

Mirror TV Menu"""


def kinds(text: str, title: str = "") -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.of(text)[:20]) for b in mark_blocks(text, title)]


def test_a_copied_page_is_told_apart() -> None:
    assert kinds(PAGE) == [
        ("furniture", "Home / World / Velmo"),
        ("heading", "Dravia Says It Had N"),
        ("furniture", "Dravia Says It Had N"),
        ("caption", "This photo provided "),
        ("body", "Dravia denies having"),
        ("furniture", "Like us on Facebook"),
        ("body", "The port will stay c"),
        ("heading", "5,500 crates lost si"),
        ("body", "The crates held tea,"),
        ("furniture", "Also read: Where to "),
        ("furniture", "If you want more wor"),
        ("furniture", "SHARE THIS ARTICLE"),
        ("furniture", "Mirror TV Menu"),
    ]


def test_first_line_like_the_title_is_a_heading_though_it_ends_in_a_stop() -> None:
    assert kinds("Mayor resigns.\nHe left on Monday.", "Mayor resigns")[0][0] == "heading"


def test_sentence_that_speaks_of_sharing_is_body() -> None:
    line = "Share prices fell on Monday after the bank, which had promised calm, raised its rate again."
    assert kinds(line) == [("body", line[:20])]


def test_last_paragraph_without_a_stop_is_kept_where_no_furniture_is() -> None:
    assert [k for k, _ in kinds("A first paragraph of some length.\nand a short last line")] == ["body", "body"]


@given(st.text(max_size=300))
def test_blocks_cover_every_visible_character_in_order(text: str) -> None:
    blocks = mark_blocks(text)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(blocks))
    covered = {i for b in blocks for i in range(b.span.start, b.span.end)}
    assert all(c.isspace() or i in covered for i, c in enumerate(text))


@given(st.text(max_size=200))
def test_every_block_has_a_kind(text: str) -> None:
    assert all(b.kind in BlockKind for b in mark_blocks(text))


def kinds_of(text: str, **more: Any) -> list[BlockKind]:
    return [b.kind for b in mark_blocks(text, **more)]


@pytest.mark.parametrize("words", [18, 19])
def test_a_heading_is_a_short_line_without_a_stop_above_longer_ones(words: int) -> None:
    line = " ".join(["Rain"] * words)
    body = "The rain that fell on the lower town of Brey for three days " * 3 + "stopped."
    assert kinds_of(f"{line}\n{body}")[0] is (BlockKind.HEADING if words == 18 else BlockKind.BODY)
    assert kinds_of(f"{line}.\n{body}")[0] is BlockKind.BODY


def test_lines_broken_at_the_pages_width_are_paragraphs_up_to_a_blank_line() -> None:
    lines = ["The mayor of the lower town said that", "the bridge would stay closed until the", "water fell below its mark.",
             "", "Nobody was hurt, said the fire chief of", "Brey on Sunday."]  # fmt: skip
    text = "\n".join(lines)
    found = [b.span.of(text) for b in mark_blocks(text, wrapped=True)]
    assert found == ["\n".join(lines[:3]), "\n".join(lines[4:])]
    assert len(mark_blocks(text)) == 5


def test_a_short_line_before_a_capital_ends_its_paragraph() -> None:
    lines = [
        "The mayor of the lower town said that he",
        "would stay.",
        "The water fell below its mark on Sunday and",
        "rose.",
    ]
    text = "\n".join(lines)
    assert [b.span.of(text) for b in mark_blocks(text, wrapped=True)] == ["\n".join(lines[:2]), "\n".join(lines[2:])]


@pytest.mark.parametrize("line", ["More stories from Brey", "Sign up for the morning letter"])
def test_furniture_is_left_out_and_what_stands_after_it_is_not(line: str) -> None:
    told = [f"Paragraph {n} tells of the rain on the town." for n in range(5)]
    assert without_furniture("\n".join([*told, line, "The mayor said that the rain went on."])) == "\n".join(
        [*told, "The mayor said that the rain went on."]
    )


def test_sentences_listed_behind_guillemets_are_body_and_a_title_behind_one_leads_elsewhere() -> None:
    listed = "» Ann Berg said the lease was “void.”\n» Karel Lind told the board that it would be honoured."
    text = f"This was said at the meeting.\n{listed}\n» Flood closes two bridges in Brey\nThe end came at dawn."
    kept = without_furniture(text)
    assert listed in kept
    assert "Flood" not in kept


@pytest.mark.parametrize(
    "quote", ["»Regnen blev ved,« sagde hun til os på torvet.", "»Regnen blev ved hele natten, " + "og videre, " * 12]
)
def test_a_quotation_that_begins_with_a_guillemet_leads_nowhere(quote: str) -> None:
    assert quote.strip() in without_furniture(
        f"Paragraph one tells of the rain.\n{quote.strip()}\nThe end came at dawn."
    )


@pytest.mark.parametrize(
    "line",
    ["Video Ad Feedback 02:31", "JUST WATCHED", "02:57 Min. Available until Friday", "Follow her on the network"],
)
def test_what_stands_about_a_video_and_its_author_is_furniture(line: str) -> None:
    assert kinds(f"The ferry sank on Friday in the harbour of Brey.\n{line}\nNobody was hurt, the police said.")[1] == (
        "furniture",
        line[:20],
    )
