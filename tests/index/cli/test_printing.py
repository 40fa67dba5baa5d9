from collections.abc import Callable

import pytest

from index import Answer, Article, Claim, EventCard, Followed, Quote, Reason, Span, Verdict, Verification, Wording
from index.cli.printing import (
    SHOWN_EACH,
    print_answer,
    print_article,
    print_feeds,
    print_sources,
    print_verification,
)
from index.text.characters import COMMANDS

Maker = Callable[..., Article]


def test_quotes_stand_beside_a_bar_with_their_credits(article: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    made = article("He left. [bold]She[/bold] stayed.", title="T", publisher="P", url="https://e.example")
    quote = Quote(made, Span(9, 33), 1.0)
    print_answer(Answer("q", 0.9, Reason.ANSWERED, cards=(EventCard("T", (made,), (quote,)),)))
    out = capsys.readouterr().out
    assert "│ [bold]She[/bold] stayed." in out
    assert "the article · P · date not stated" in out
    assert "https://e.example" in out


def test_further_quotes_of_an_event_are_counted(article: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    made = article("A b. " * 9)
    quotes = tuple(Quote(made, Span(n * 5, n * 5 + 4), 1.0) for n in range(9))
    print_answer(Answer("q", 0.9, Reason.ANSWERED, cards=(EventCard("T", (made,), quotes),)))
    assert f"and {9 - SHOWN_EACH} more" in capsys.readouterr().out


def test_decline_marks_the_nearest_as_no_answer(article: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    near = Quote(article("Goats."), Span(0, 6), 0.1)
    print_answer(Answer("q", 0.1, Reason.WEAK, nearest=(near,)))
    out = capsys.readouterr().out
    assert "does not answer this" in out
    assert "which do not answer it" in out


def test_no_source_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_sources([], [])
    assert "No article speaks of it." in capsys.readouterr().out


HOSTILE = "A\x1b[2J\x9b31m title\u202e of\x07 it"


def test_nothing_that_an_article_says_is_obeyed_by_the_terminal(
    article: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    made = article(f"He {HOSTILE} left.", title=HOSTILE, publisher=HOSTILE, url="https://e.example/\x1b]0;x\x07")
    quote = Quote(made, Span(0, len(made.text)), 1.0)
    print_answer(Answer("q", 0.9, Reason.ANSWERED, cards=(EventCard(HOSTILE, (made,), (quote,)),)))
    print_sources([made], [])
    print_article(made)
    print_verification(Verification(Claim(HOSTILE, HOSTILE), Verdict.EXACT, (Wording(quote, quote.span, HOSTILE),)))
    print_feeds([Followed("https://e.example", "c", title=HOSTILE, outcome=HOSTILE)])
    out = capsys.readouterr().out
    assert "title" in out
    assert not COMMANDS.search(out)


def test_what_a_document_says_of_itself_is_told_as_that(article: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    print_sources([article("He left.", title="T", self_described="Reuters · https://reuters.com/a")], [])
    assert "publisher not stated · says of itself: Reuters · https://reuters.com/a" in capsys.readouterr().out
