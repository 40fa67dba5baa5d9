import pytest
from lxml.html import document_fromstring

from index.sources.formats.page_tables import with_rows_told

HEADS = "<tr><th>District</th><th>Votes</th></tr>"
ROWS = "<tr><td>Upper town</td><td>1,204</td></tr><tr><th>Harbour</th><td>87</td></tr>"


def told(table: str) -> list[str]:
    tree = with_rows_told(document_fromstring(f"<html><body><p>Before.</p><table>{table}</table>after</body></html>"))
    return [p.text_content() for p in tree.iter("p")]


def test_a_row_says_what_each_of_its_figures_counts() -> None:
    assert told(f"<thead>{HEADS}</thead><tbody>{ROWS}</tbody>") == [
        "Before.",
        "District: Upper town; Votes: 1,204.",
        "District: Harbour; Votes: 87.",
    ]


def test_what_stands_after_a_table_stays() -> None:
    tree = with_rows_told(document_fromstring(f"<html><body><table>{HEADS}{ROWS}</table>after</body></html>"))
    assert tree.text_content().endswith("after")


@pytest.mark.parametrize(
    "table",
    [
        ROWS,
        HEADS,
        HEADS + ROWS + "<tr><td colspan='2'>All</td></tr>",
        HEADS + ROWS.replace("87", "x" * 121),
        HEADS + ROWS.replace("87", "<table><tr><td>87</td></tr></table>"),
        "",
    ],
)
def test_what_is_no_plain_table_with_heads_stays_as_it_is(table: str) -> None:
    assert told(table) == ["Before."]


def test_an_empty_cell_says_nothing() -> None:
    assert told(HEADS + ROWS.replace("87", ""))[2] == "District: Harbour."
