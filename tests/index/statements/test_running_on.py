import pytest

from tests.index.statements.articles import told

pytestmark = pytest.mark.model


def test_quotation_that_runs_on_into_the_next_paragraph_is_one_statement() -> None:
    text = "“They came twice,” said Orla Fenn. “We hid.\n\n“And then they went.”\n\n“Nobody knows,” said Karel Dost."
    assert [(n, c) for n, _, c in told(text)] == [
        ("Orla Fenn", ["“They came twice,”", "“We hid.", "“And then they went.”"]),
        ("Karel Dost", ["“Nobody knows,”"]),
    ]
