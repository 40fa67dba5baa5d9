import re
from collections.abc import Callable, Sequence

import pytest

from index import Act, Article, NewsIndex, Quote, Span, Speech, Statement
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


@pytest.mark.model
def test_an_articles_statements_are_quotes_in_order(sample_index: NewsIndex) -> None:
    said = sample_index.said_in("courier-2023-03-15-tessin", ["default"])
    assert [q.span for q in said] == sorted({q.span for q in said})
    assert any(q.speaker == "Colonel Ilse Marren" for q in said)
    assert sample_index.said_in("nothing-so-called", ["default"]) == []


@pytest.mark.model
def test_speakers_come_by_how_much_they_said(sample_index: NewsIndex) -> None:
    names = sample_index.speakers(["default"])
    assert "Anton Veld" in names
    assert len(names) == len(set(names))
    assert sample_index.speakers([]) == []


@pytest.mark.model
def test_an_article_is_found_by_id_address_or_title(sample_index: NewsIndex) -> None:
    [article] = [a for a, _ in sample_index.statements(["default"]) if a.id == "courier-2023-03-15-tessin"]
    for name in (article.id, article.url, article.title):
        assert sample_index.id_called(name, ["default"]) == article.id
        assert sample_index.id_called(name, []) is None
    assert sample_index.id_called("", ["default"]) is None


class Said:
    """Reads what stands before " said that" in a sentence as who says what follows it."""

    def read(self, articles: Sequence[Article]) -> list[list[Statement]]:
        return [[self._of(m) for m in re.finditer(r"([^.]+?) (said) (that [^.]+)\.", a.text)] for a in articles]

    def _of(self, found: re.Match[str]) -> Statement:
        who, cue, what = (Span(*found.span(n)) for n in (1, 2, 3))
        who = who.trimmed(found.string)
        return Statement((cue,), (what,), Act.SAYS, Speech.INDIRECT, who, who)


def test_what_a_person_said_is_found_by_any_form_of_their_name_that_is_theirs_alone(
    open_index: Callable[..., NewsIndex], article: Maker
) -> None:
    index = open_index(statement_source=Said())
    texts = ["Joren Bide said that one.", "President Joren R. Bide said that two.", "Bide said that three.",
             "Mara Voss said that four.", "Anna Voss said that five.", "Voss said that six."]  # fmt: skip
    index.add([article(text, id=str(n)) for n, text in enumerate(texts)])
    told = {who: [q.text for q in index.said_by(who, "", ["default"])] for who in ("Joren Bide", "Bide", "Mara Voss")}
    assert told == {"Joren Bide": texts[:3], "Bide": texts[:3], "Mara Voss": texts[3:4]}
    assert sorted(index.speakers(["default"])) == ["Anna Voss", "Joren Bide", "Mara Voss", "Voss"]
