from typing import Any

import pytest

from index.evaluation.newsroom import is_short_right, newsroom_figures

SENTENCE = "Mayor Ida Holm denied that the bridge was unsafe."
OTHER = "Engineers called the bridge unsafe in May."


def question(key: str, **more: Any) -> dict[str, Any]:
    evidence = [{"doc_id": "a", "quote": SENTENCE, "speaker": "Ida Holm"}]
    return {"id": key, "type": "who_said", "answerable": True, "answers": ["Ida Holm"], "evidence": evidence, **more}


def answer(
    *quotes: str, answered: bool = True, confidence: float = 0.9, short: str = "", speaker: str | None = None
) -> Any:
    held = [{"article_id": "a", "text": q, "speaker": speaker} for q in quotes]
    return {
        "answered": answered, "confidence": confidence, "short_answers": [short] if short else [], "quotes": held,
        "hits": [],
    }  # fmt: skip


def figures(*pairs: tuple[dict[str, Any], Any]) -> dict[str, float]:
    return newsroom_figures([q for q, _ in pairs], [a for _, a in pairs])


def test_a_credit_is_right_where_the_speaker_is_the_one_known() -> None:
    right = (question("1"), answer(SENTENCE, speaker="Holm"))
    wrong = (question("2"), answer(SENTENCE, speaker="Emil Okafor"))
    nobody = (question("3"), answer(SENTENCE))
    other = (question("4"), answer(OTHER, speaker="Emil Okafor"))
    assert figures(right, wrong, nobody, other)["credit"] == pytest.approx(1 / 3, abs=0.001)


def test_nobody_is_the_right_credit_where_the_article_itself_says_it() -> None:
    evidence = [{"doc_id": "a", "quote": SENTENCE, "speaker": None}]
    assert figures((question("1", evidence=evidence), answer(SENTENCE)))["credit"] == 1.0
    assert figures((question("1", evidence=evidence), answer(SENTENCE, speaker="Holm")))["credit"] == 0.0


def test_bold_words_count_where_they_are_shown_and_any_to_what_nothing_answers_are_wrong() -> None:
    found = figures(
        (question("1"), answer(SENTENCE, short="Ida Holm")),
        (question("2"), answer(SENTENCE, short="the bridge")),
        (question("3"), answer(SENTENCE)),
        (question("4", answerable=False), answer(SENTENCE, short="Ida Holm")),
        (question("5", type="yes_no"), answer(SENTENCE, short="no")),
        (question("6"), answer(SENTENCE, short="Ida Holm", answered=False)),
    )
    assert found["bold precision"] == pytest.approx(1 / 3, abs=0.001)
    assert found["bold recall"] == pytest.approx(1 / 4)


@pytest.mark.parametrize(
    ("short", "is_right"),
    [
        ("Ida Holm", True), ("Mayor Ida Holm", True), ("Holm", True), ("Emil Okafor", False), ("", False),
        ("Ida Holm of the town of Lissa", False), ("Ida Okafor", True),
    ],
)  # fmt: skip
def test_a_short_answer_is_right_that_is_nearly_the_one_known(short: str, is_right: bool) -> None:
    assert is_short_right(short, ["Ida Holm"]) is is_right


def test_sides_are_those_of_the_evidence_that_the_first_five_quotes_show() -> None:
    evidence = [
        {"doc_id": "a", "quote": SENTENCE, "stance": "denies"}, {"doc_id": "a", "quote": OTHER, "stance": "asserts"},
    ]  # fmt: skip
    both = (question("1", evidence=evidence), answer(SENTENCE, OTHER))
    one = (question("2", evidence=evidence), answer(*["Nothing was said of it at all."] * 5, SENTENCE))
    declined = (question("3", evidence=evidence), answer(SENTENCE, OTHER, answered=False))
    assert figures(both)["sides"] == 1.0
    assert figures(one)["sides"] == 0.0
    assert figures(declined)["sides"] == 0.0


def test_twins_are_told_apart_by_confidence_and_by_declining() -> None:
    pairs = [
        (question("1"), answer(SENTENCE, confidence=0.7)),
        (question("2", answerable=False, twin_of="1"), answer(SENTENCE, confidence=0.1, answered=False)),
        (question("3", answerable=False, twin_of="1"), answer(SENTENCE, confidence=0.8)),
        (question("4", answerable=False, twin_of="elsewhere"), answer(SENTENCE, confidence=0.99)),
    ]
    found = figures(*pairs)
    assert found["twins auroc"] == 0.5
    assert found["twins both"] == 0.5
    assert found["confidence"] == pytest.approx(1 / 3, abs=0.001)


def test_variants_count_of_questions_that_are_ranked_right_whether_declined_or_not() -> None:
    found = figures(
        (question("1"), answer(SENTENCE, answered=False)), (question("2", variant_of="1"), answer(SENTENCE)),
        (question("3", variant_of="1"), answer(OTHER)), (question("4"), answer(OTHER)),
        (question("5", variant_of="4"), answer(SENTENCE)),
    )  # fmt: skip
    assert found["variants"] == 0.5


def test_of_sure_answers_it_is_told_how_many_are_right_and_nothing_where_there_are_none() -> None:
    sure = figures((question("1"), answer(SENTENCE)), (question("2"), answer(OTHER)))
    assert sure["sure right"] == 0.5
    assert "sure right" not in figures((question("1"), answer(SENTENCE, confidence=0.5)))
