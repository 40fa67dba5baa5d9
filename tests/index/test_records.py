from collections.abc import Callable

import pytest

from index import Act, Article, Credit, Quote, Span, Speech, Statement


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_span_refuses_what_is_no_range(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_quote_text_is_the_slice(article: Callable[..., Article]) -> None:
    made = article("He left. She stayed.")
    assert Quote(made, Span(9, 20), 1.0).text == "She stayed."


def test_quote_without_a_resolved_name_names_nobody(article: Callable[..., Article]) -> None:
    made = article("“No,” he said.")
    said = Statement((Span(9, 13),), (Span(0, 5),), Act.SAYS, Speech.DIRECT, source=Span(6, 8))
    quote = Quote(made, Span(0, 14), 1.0, said)
    assert (quote.speaker, quote.source) == (None, "he")
    assert quote.credits[0] == (Credit.UNNAMED, "")


def test_credits_keep_speaker_relay_and_publisher_apart(article: Callable[..., Article]) -> None:
    text = "The monitor said planes came, according to the wire."
    made = article(text, publisher="The Post")
    said = Statement(
        (Span(12, 16),), (Span(17, 28),), Act.SAYS, Speech.INDIRECT, Span(0, 11), Span(4, 11), relay=Span(43, 51)
    )
    quote = Quote(made, Span(0, len(text)), 1.0, said)
    assert quote.credits == (
        (Credit.SPEAKER, "monitor"),
        (Credit.INDIRECT, ""),
        (Credit.RELAY, "the wire"),
        (Credit.PUBLISHER, "The Post"),
        (Credit.DATE, "date not stated"),
    )
    assert quote.credit_line == "monitor · in the article's words · through the wire · The Post · date not stated"


def test_undated_article_says_so(article: Callable[..., Article]) -> None:
    assert article("Text.").dated == "date not stated"


def test_statement_extent_holds_all_its_parts() -> None:
    said = Statement((Span(10, 14),), (Span(0, 8), Span(20, 30)), Act.SAYS, Speech.DIRECT, source=Span(15, 18))
    assert said.extent == Span(0, 30)


def test_an_article_without_a_title_goes_by_its_first_words(article: Callable[..., Article]) -> None:
    text = "Rain fell on the lower town of Brey for three days, and the river rose by two metres before dawn."
    assert article(text, title="").called == "Rain fell on the lower town of Brey for three days, and the…"
    assert article("Rain fell.", title="").called == "Rain fell."
    assert article("x" * 99, title="").called == "x" * 60 + "…"
    assert article(text, title="Rain").called == "Rain"
