import pytest

from tests.index.statements.articles import told

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Monitor's report that 18 people died was not confirmed.", ("Monitor", "says", ["that 18 people died"])),
        ("Korin's denial of any deal came late.", ("Korin", "denies", ["of any deal"])),
        ("The allegation by the union that wages were withheld was new.", ("the union", "accuses", ["that wages were withheld"])),
    ],
)  # fmt: skip
def test_noun_makes_a_statement_of_whom_it_belongs_to(text: str, expected: tuple[str, str, list[str]]) -> None:
    assert expected in told(text)
