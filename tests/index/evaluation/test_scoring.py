import pytest

from index.evaluation.scoring import event_figures, events_of, figures_of, is_right_at, token_f1

QUESTION = {"id": "1", "question": "who denied it", "answers": ["Anton Veld"], "answerable": True, "type": "who_said",
            "evidence": [{"doc_id": "a", "quote": "Anton Veld denied it on Sunday."}]}  # fmt: skip
OPEN = {"id": "2", "question": "who won", "answers": [], "answerable": False, "type": "none", "evidence": []}


def answer(text: str, *, answered: bool = True, confidence: float = 0.9, article: str = "a") -> dict[str, object]:
    return {"answered": answered, "confidence": confidence, "short_answers": ["Veld"],
            "quotes": [{"article_id": article, "text": text, "speaker": "Veld"}],
            "hits": [{"article_id": article}]}  # fmt: skip


@pytest.mark.parametrize(
    ("article", "text", "right"),
    [
        ("a", "Anton Veld denied it on Sunday.", True),
        ("a", "Anton Veld denied it on", True),
        ("a", "Somebody else spoke of other matters.", False),
        ("b", "Anton Veld denied it on Sunday.", False),
    ],
)
def test_quote_is_right_in_its_article_and_by_half_of_the_shorter_text(article: str, text: str, right: bool) -> None:
    assert is_right_at(article, text, QUESTION) is right


def test_figures_of_a_right_answer_and_a_rightful_refusal() -> None:
    figures = figures_of(
        [QUESTION, OPEN], [answer("Anton Veld denied it on Sunday."), answer("x", answered=False, confidence=0.1)]
    )
    assert figures["quote@1"] == figures["doc@1"] == figures["auroc"] == figures["right"] == 1.0
    assert figures["refusal precision"] == figures["refusal recall"] == 1.0
    assert figures["speaker@1"] == 0.5
    assert figures["short@1"] == pytest.approx(2 / 3, abs=1e-3)


def test_answering_what_nothing_answers_is_wrong() -> None:
    figures = figures_of([QUESTION, OPEN], [answer("Anton Veld denied it on Sunday."), answer("x", confidence=0.95)])
    assert (figures["right"], figures["auroc"]) == (0.5, 0.0)


def test_token_f1_counts_each_word_once() -> None:
    assert token_f1("the the road", "the road") == 0.8
    assert token_f1("", "road") == 0.0


def test_events_are_measured_over_pairs_of_articles() -> None:
    questions = [
        {"id": "1", "event": "e1", "type": "same_event", "evidence": [{"doc_id": d} for d in "abc"]},
        {"id": "2", "event": "e2", "type": "same_event", "evidence": [{"doc_id": d} for d in "de"]},
        {"id": "q", "type": "who", "evidence": [{"doc_id": "z"}]},
    ]
    known = events_of(questions)
    assert known == {"a": "e1", "b": "e1", "c": "e1", "d": "e2", "e": "e2"}
    assert event_figures(known, ["abc", "de"]) == {"events precision": 1.0, "events f1": 1.0}
    assert event_figures(known, ["ab", "c", "de"]) == {"events precision": 1.0, "events f1": 0.6667}
    assert event_figures(known, ["ab", "cde"]) == {"events precision": 0.5, "events f1": 0.5}
    assert event_figures({}, ["ab"]) == {}
