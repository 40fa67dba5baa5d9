from collections.abc import Callable
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rendering.links import LINK_CHARACTERS, host_of, link, link_to_words
from index import Article, Quote, Span

Maker = Callable[..., Article]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://courier.example/a b(c)", "https://courier.example/a%20b%28c%29"),
        ("http://bücher.example/x", "http://xn--bcher-kva.example/x"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("javascript:alert(1)", None),
        ("https://user:pw@host.example/", None),
        ("https://", None),
        ("", None),
        ("https://e.example/" + "x" * 600, None),
        ("https://e.example:99999/", None),
        ("https://[::1", None),
    ],
)
def test_only_plain_web_addresses_become_links(article: Maker, url: str, address: str | None) -> None:
    assert link(article("Text.", url=url)) == address


def quote_in(article: Article, words: str) -> Quote:
    start = article.text.index(words)
    return Quote(article, Span(start, start + len(words)), 1.0)


def test_a_short_quote_is_led_to_by_all_its_words(article: Maker) -> None:
    made = article("He said: no, never - not once.", url="https://e.example/a#top")
    assert link_to_words(quote_in(made, "no, never - not once.")) == (
        "https://e.example/a#:~:text=no%2C%20never%20%2D%20not%20once."
    )


def test_a_long_quote_is_led_to_by_its_ends(article: Maker) -> None:
    text = "One two three four five six seven eight nine ten."
    found = link_to_words(quote_in(article(text, url="https://e.example/a"), text))
    assert found == "https://e.example/a#:~:text=One%20two%20three%20four,seven%20eight%20nine%20ten."


def test_a_quote_of_a_paged_document_is_led_to_by_its_page(article: Maker) -> None:
    made = article("First page here. Second page here.", url="https://e.example/a.pdf", pages=(0, 17))
    assert link_to_words(quote_in(made, "Second page here.")) == "https://e.example/a.pdf#page=2"


def test_a_quote_without_an_address_has_no_link(article: Maker) -> None:
    assert link_to_words(quote_in(article("Goats ate flowers."), "Goats")) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(min_size=1, max_size=400).filter(str.strip))
def test_links_are_never_too_long_nor_broken_by_what_is_quoted(article: Maker, words: str) -> None:
    made = article(words, url="https://e.example/a")
    found = link_to_words(Quote(made, Span(0, len(words)), 1.0))
    assert found is not None
    assert len(found) <= LINK_CHARACTERS
    assert not set("<>() ") & set(found)
    assert unquote(found).startswith("https://e.example/a")


def test_a_host_that_is_too_long_shows_the_end_that_says_whose_it_is() -> None:
    shown = host_of(f"https://apnews.com.{'a' * 60}.{'b' * 60}.evil.example/x")
    assert shown.startswith("…")
    assert shown.endswith("evil.example")
    assert len(shown) <= 70
    assert host_of("https://[2001:db8::1]/x") == "\\[2001\\:db8\\:\\:1\\]"
