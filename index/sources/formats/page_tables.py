"""Tables of figures on a page → a paragraph for each row, every cell after the head of its column. Pure.

A figure without its column's head says nothing, and a row that is quoted has to say it alone.
"""

from lxml.html import HtmlElement, builder

MOST_ROWS, MOST_COLUMNS = 200, 12
LONGEST_CELL = 120
"""Characters; what holds longer cells is no table of figures, but a page laid out as one."""
LEAST_ROWS = 2


def with_rows_told(tree: HtmlElement) -> HtmlElement:
    """Return the page with each table of figures that has heads turned into paragraphs, in its place."""
    for table in list(tree.iter("table")):
        if rows := _told(table):
            told = builder.DIV(*(builder.P(words) for words in rows))
            told.tail = table.tail
            table.getparent().replace(table, told)
    return tree


def _told(table: HtmlElement) -> list[str]:
    """Return a table's rows in words; none where it has no row of heads, or is no table of figures."""
    if table.xpath(".//table") or table.getparent() is None:
        return []
    heads, *rows = [[_words(cell) for cell in row.xpath("./th | ./td")] for row in table.iter("tr")] or [[]]
    is_headed = bool(table.xpath("(.//tr)[1][th and not(td[normalize-space()])]"))
    fits = LEAST_ROWS <= len(rows) <= MOST_ROWS and 2 <= len(heads) <= MOST_COLUMNS
    if not is_headed or not fits or any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        return []
    if any(len(row) != len(heads) for row in rows):
        # Cells that span several rows or columns: which head is whose cannot be told.
        return []
    return [_row(heads, row) for row in rows if any(row)]


def _row(heads: list[str], cells: list[str]) -> str:
    named = (f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=True) if cell)
    return "; ".join(named) + "."


def _words(cell: HtmlElement) -> str:
    return " ".join(cell.text_content().split())
