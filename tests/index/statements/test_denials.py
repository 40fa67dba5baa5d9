import pytest

from tests.index.statements.articles import told

pytestmark = pytest.mark.model


def test_denial_by_content_needs_the_accused_to_speak_of_the_past() -> None:
    past = "“Our jets did not fly that night,” the ministry said."
    present = "“We are not done,” the ministry said."
    assert [a for _, a, _ in told(past)] == ["denies"]
    assert [a for _, a, _ in told(present)] == ["says"]
