from collections.abc import Callable

from index import (
    Account,
    Act,
    Answer,
    Article,
    Claim,
    Counted,
    Difference,
    EventCard,
    Excerpt,
    Quote,
    Reason,
    Span,
    Speech,
    Statement,
    Verdict,
    Verification,
    Wording,
)
from index.json_rows import answer_row, article_row, statement_row, verification_row

Maker = Callable[..., Article]
TEXT = "Veld denied that 12 people were killed. Nobody saw it."
SAID = Statement((Span(5, 11),), (Span(12, 38),), Act.DENIES, Speech.INDIRECT, Span(0, 4), Span(0, 4))


def made(article: Maker) -> tuple[Article, Quote]:
    it = article(TEXT, id="a", title="T", publisher="P", published="2024-03-05")
    return it, Quote(it, Span(0, 39), 0.9, SAID)


def test_every_quote_and_figure_of_an_answer_is_the_slice_that_it_names(article: Maker) -> None:
    it, quote = made(article)
    figure = Account(Excerpt(it, Span(17, 26)), Counted.KILLED, quote, "Veld", is_part=True)
    card = EventCard("The strike", (it,), (quote,), (figure,))
    row = answer_row(Answer("who denied it", 0.91234, Reason.ANSWERED, cards=(card,)))
    assert (row["answered"], row["reason"], row["confidence"]) == (True, "", 0.9123)
    [told] = row["quotes"]
    assert TEXT[told["start"] : told["end"]] == told["text"] == quote.text
    assert (told["event"], told["name"], told["act"], told["publisher"]) == ("The strike", "Veld", "denies", "P")
    [account] = row["accounts"]
    assert TEXT[account["start"] : account["end"]] == account["text"] == "12 people"
    assert (account["counts"], account["by"]) == ("of them killed", "Veld")


def test_a_declined_question_tells_why_and_what_came_near(article: Maker) -> None:
    _, quote = made(article)
    row = answer_row(Answer("who denied it", 0.1, Reason.WEAK, nearest=(quote,)))
    assert (row["answered"], row["reason"]) == (False, "no passage answers it")
    assert [(q["text"], q["event"]) for q in row["quotes"]] == [(quote.text, None)]


def test_a_verification_says_where_the_claim_differs(article: Maker) -> None:
    _, quote = made(article)
    differences = (Difference("13", 17, Span(17, 19)), Difference("very", 20))
    wording = Wording(quote, quote.span, "veld denied", differences)
    row = verification_row(Verification(Claim("Veld denied", "Veld"), Verdict.ALTERED, (wording,)))
    assert (row["verdict"], row["claimed_speaker"]) == ("altered", "Veld")
    assert row["wordings"][0]["differences"] == [
        {"claimed": "13", "at": 17, "real": [17, 19]}, {"claimed": "very", "at": 20, "real": None},
    ]  # fmt: skip


def test_articles_and_statements_are_told_with_their_places(article: Maker) -> None:
    it, _ = made(article)
    assert article_row(it)["text"] == TEXT
    row = statement_row(it, SAID)
    assert (row["source"], row["cue"], row["content"]) == ([[0, 4]], [[5, 11]], [[12, 38]])
    assert (row["speaker"], row["act"], row["kind"], row["role"]) == ("Veld", "denies", "indirect", None)
