import json

import pytest

from tests.index.sources.formats.documents import RAIN, parsed


def test_table_with_named_columns() -> None:
    raw = f'headline;date;body\nRain;2023-09-03;"{RAIN}"\nNothing;;\n'.encode()
    found = parsed("a.csv", raw)
    assert [(a.title, a.published, a.text) for a in found.articles] == [("Rain", "2023-09-03", RAIN)]
    assert found.problems == [("a.csv:3", "has no text")]


def test_table_without_a_text_column_says_what_it_lacks() -> None:
    assert parsed("a.csv", b"a,b\n1,2\n").problems == [("a.csv", "has no column called text, body or content")]


@pytest.mark.parametrize("row", [{"text": "It rai\0ned."}, {"text": "It rained.", "title": "R\0in"}])
def test_a_row_with_a_zero_character_is_refused_with_the_reason(row: dict[str, str]) -> None:
    found = parsed("a.jsonl", json.dumps(row).encode())
    assert found.articles == []
    [(_, why)] = found.problems
    assert "zero character (\\u0000)" in why
