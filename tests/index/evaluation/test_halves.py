from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from index.evaluation.halves import Half, articles_of, documents_of_half, is_even, is_learnt_from, of_half

EVEN = next(k for k in map(str, range(99)) if is_even(k))
ODD = next(k for k in map(str, range(99)) if not is_even(k))
ROWS = st.lists(
    st.builds(
        lambda n, group, doc: {"id": f"{n}", "group": group, "evidence": [{"doc_id": doc}] if doc else []},
        st.integers(0, 999), st.sampled_from([EVEN, ODD]), st.sampled_from(["", "a1", "a2", "b1", "c1"]),
    ), max_size=20,
)  # fmt: skip
TITLES = {"a1": "A", "a2": "A", "b1": "B", "c1": ""}


@given(ROWS)
def test_the_halves_have_no_article_in_common_and_nothing_learnt_is_measured_on(rows: list[dict[str, Any]]) -> None:
    learnt, unlearnt = (of_half("a set", rows, TITLES, half) for half in (Half.LEARNT, Half.UNLEARNT))
    of = [{a for row in half for a in articles_of(row, TITLES)} for half in (learnt, unlearnt)]
    assert not of[0] & of[1]
    assert len(learnt) + len(unlearnt) == len(rows)
    assert not any(is_learnt_from(row, TITLES) for row in unlearnt)


def test_a_quarter_of_newsroom_is_unlearnt_by_its_groups_and_of_sets_among_its_articles_nothing_is_unlearnt() -> None:
    rows: list[dict[str, Any]] = [{"id": n, "group": n, "evidence": []} for n in ("g00", "g01", "r02", "p03", "p15")]
    assert [r["id"] for r in of_half("newsroom", rows, TITLES, Half.LEARNT)] == ["g00", "g01", "r02"]
    assert [r["id"] for r in of_half("newsroom", rows, TITLES, Half.UNLEARNT)] == ["p03", "p15"]
    assert of_half("polnear", rows, TITLES, Half.UNLEARNT) == []


def test_what_is_learnt_from_goes_by_the_article() -> None:
    one, other = ({"id": n, "group": n, "evidence": [{"doc_id": d}]} for n, d in ((EVEN, "a1"), (ODD, "a2")))
    assert is_learnt_from(one, TITLES) == is_learnt_from(other, TITLES) == is_even("A")


def test_articles_of_their_own_are_told_apart_by_their_names() -> None:
    assert documents_of_half([EVEN, ODD], Half.UNLEARNT) == {ODD}
