import itertools

from hypothesis import given
from hypothesis import strategies as st

from index import BlockKind
from index.sources.layout import mark_blocks

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
