from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.languages import Languages
from bot.rendering import citations
from bot.rendering.citations import bibtex, cited, line, markdown, ris
from index import Act, Article, Quote, QuoteMismatchError, Span, Speech, Statement
from index.sources.formats.layout import mark_blocks

Maker = Callable[..., Article]
WORDS = Languages().words("en")
TEXT = "Ann Berg, the mayor, said 5 % of R&D_costs were “gone” {for good}."
SAID = Statement((Span(21, 25),), (Span(26, 66),), Act.SAYS, Speech.INDIRECT, Span(0, 8), Span(0, 8), Span(10, 19))


@pytest.fixture
def quote(article: Maker) -> Quote:
    made = article(TEXT, title="5 % & more", publisher="Brey Post", author="K. Lind", url="https://post.example/a_b",
                   published="2024-03-05", language="en")  # fmt: skip
    return Quote(made, Span(0, len(TEXT)), 1.0, SAID)


def test_a_line_says_who_in_whose_words_where_and_when(quote: Quote) -> None:
    assert line(quote, WORDS).startswith(
        f"“{TEXT}” — Ann Berg, the mayor · reported, not a direct quote · Brey Post · 2024-03-05 · https://post.example/a_b#:~:text="
    )


def test_markdown_shows_the_words_as_they_stand_with_a_link(quote: Quote) -> None:
    assert markdown(quote, WORDS).split("\n")[0] == (
        r"> Ann Berg, the mayor, said 5 % of R&D\_costs were “gone” {for good}."
    )
    assert "[5 % & more](<https://post.example/a_b#:~:text=" in markdown(quote, WORDS)


def test_bibtex_has_a_field_for_each_and_no_command_in_any(quote: Quote) -> None:
    assert bibtex(quote, WORDS).split("\n") == [
        "@online{brey-post-2024-03-05,",
        r"  title = {5 \% \& more},",
        "  author = {K. Lind},",
        "  organization = {Brey Post},",
        "  date = {2024-03-05},",
        "  url = {https://post.example/a_b},",
        "  langid = {en},",
        r"  note = {“Ann Berg, the mayor, said 5 \% of R\&D\_costs were “gone” \{for good\}.” — Ann Berg, the mayor · "
        "reported, not a direct quote · 2024-03-05}",
        "}",
        "",
    ]


def test_ris_has_a_tag_on_each_line_and_ends(quote: Quote) -> None:
    lines = ris(quote, WORDS).split("\n")
    assert lines[:8] == [
        "TY  - NEWS", "TI  - 5 % & more", "AU  - K. Lind", "T2  - Brey Post", "PY  - 2024", "DA  - 2024/03/05/",
        "UR  - https://post.example/a_b", "LA  - en",
    ]  # fmt: skip
    assert lines[8].startswith(f"N1  - “{TEXT}” — Ann Berg")
    assert lines[9:] == ["ER  - ", ""]


def test_what_is_not_known_is_left_out(article: Maker) -> None:
    bare = Quote(article("It rained."), Span(0, 10), 1.0)
    assert "date" not in bibtex(bare, WORDS).split("note")[0]
    assert "PY" not in ris(bare, WORDS)
    assert line(bare, WORDS) == "“It rained.” — the article · publisher not stated · no date on the page"
    assert bibtex(bare, WORDS).startswith("@online{it-rained,")


def test_words_that_a_form_would_show_otherwise_leave_in_none(quote: Quote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(citations.FORMS, "ris", lambda quote, _: f"N1  - {quote.text[1:]}")
    with pytest.raises(QuoteMismatchError):
        cited(quote, WORDS)


@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_any_words_are_read_back_as_they_stand_and_break_no_field(text: str) -> None:
    made = Article("a", "default", text, mark_blocks(text))
    forms = cited(Quote(made, Span(0, len(text)), 1.0), WORDS)
    assert len(forms["ris"].split("\n")) == len([r for r in forms["ris"].split("\n") if r[2:6] == "  - "]) + 1
    depth = 0
    escaped = False
    for c in forms["bib"]:
        depth += 0 if escaped else (c == "{") - (c == "}")
        escaped = c == "\\" and not escaped
        assert depth >= 0
    assert depth == 0
