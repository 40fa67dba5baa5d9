from collections.abc import Callable

from index import Article, Quote, Span
from index.lookup import context_of

Maker = Callable[..., Article]
TEXT = "One came first. Two came second. Three came third. Four came fourth. Five came fifth. Six came sixth."


def quote(article: Article, words: str) -> Quote:
    start = article.text.index(words)
    return Quote(article, Span(start, start + len(words)), 1.0)


def test_context_is_the_sentences_around(article: Maker) -> None:
    found = context_of(quote(article(TEXT), "Four came fourth."))
    assert found.before is not None
    assert found.after is not None
    assert found.before.text == "Two came second. Three came third."
    assert found.after.text == "Five came fifth. Six came sixth."


def test_nothing_stands_before_the_first_sentence_nor_after_the_last(article: Maker) -> None:
    assert context_of(quote(article(TEXT), "One came first.")).before is None
    assert context_of(quote(article(TEXT), "Six came sixth.")).after is None
