from collections.abc import Callable

import pytest

from index import Answer, Article, EventCard, Quote, Span
from index.printing import SHOWN_EACH, print_answer, print_sources

Maker = Callable[..., Article]


def test_quotes_stand_beside_a_bar_with_their_credits(article: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    made = article("He left. [bold]She[/bold] stayed.", title="T", publisher="P", url="https://e.example")
    quote = Quote(made, Span(9, 33), 1.0)
    print_answer(Answer("q", 0.9, "", cards=(EventCard("T", (made,), (quote,)),)))
    out = capsys.readouterr().out
    assert "│ [bold]She[/bold] stayed." in out
    assert "the article · P · date not stated" in out
    assert "https://e.example" in out


def test_further_quotes_of_an_event_are_counted(article: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    made = article("A b. " * 9)
    quotes = tuple(Quote(made, Span(n * 5, n * 5 + 4), 1.0) for n in range(9))
    print_answer(Answer("q", 0.9, "", cards=(EventCard("T", (made,), quotes),)))
    assert f"and {9 - SHOWN_EACH} more" in capsys.readouterr().out


def test_decline_marks_the_nearest_as_no_answer(article: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    near = Quote(article("Goats."), Span(0, 6), 0.1)
    print_answer(Answer("q", 0.1, "no passage answers it", nearest=(near,)))
    out = capsys.readouterr().out
    assert "does not answer this" in out
    assert "which do not answer it" in out


def test_no_source_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_sources([])
    assert "No article speaks of it." in capsys.readouterr().out
