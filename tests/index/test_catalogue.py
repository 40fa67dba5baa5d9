import re
from collections.abc import Callable, Sequence

import pytest

from index import Act, Article, IndexSettings, NewsIndex, Span, Speech, Statement

Maker = Callable[..., Article]
Opener = Callable[..., NewsIndex]


@pytest.fixture
def index(open_index: Opener, article: Maker) -> NewsIndex:
    index = open_index()
    flood = "The river Anse flooded the lower town of Brey on Sunday. The mayor closed two bridges."
    index.add([article(flood, id="flood", title="Flood in Brey"), article("A train came.", id="train", title="Train")])
    return index


def test_what_a_collection_lacks_is_told(index: NewsIndex) -> None:
    assert index.lacking(["flood", "gone"], "default") == ["gone"]
    assert index.lacking(["flood"], "nowhere") == ["flood"]


def test_titles_come_newest_first_as_many_as_are_asked_for(index: NewsIndex) -> None:
    assert {t.id for t in index.titles(["default"])} == {"flood", "train"}
    assert len(index.titles(["default"], 1)) == 1
    assert index.titles([]) == []


def test_recalled_quote_is_read_again_and_gone_when_its_words_are(index: NewsIndex, article: Maker) -> None:
    reference = index.ask("river flood", ["default"]).quotes[0].reference
    [again] = index.recall([reference], ["default"])
    assert again is not None
    assert again.text == "The river Anse flooded the lower town of Brey on Sunday."
    assert index.recall([reference], ["other"]) == [None]
    index.add([article("Quite another text that is long enough to reach so far as that.", id="flood")])
    [then] = index.recall([reference], ["default"])
    assert then is not None
    assert (then.text, then.since_changed) == (again.text, True)
    assert then.credit_line.endswith("since changed at its source")
    index.remove("default", [then.article.id])
    assert index.recall([reference], ["default"]) == [None]


@pytest.mark.model
def test_what_a_speaker_said_comes_in_order_of_time_and_from_these_collections_only(real_sample: IndexSettings) -> None:
    with NewsIndex.open(real_sample) as sample:
        quotes = sample.said_by("Dravia", "strikes", ["default"])
        assert quotes
        assert [q.article.published for q in quotes] == sorted(q.article.published or "9" for q in quotes)
        assert all("dravia" in f"{q.credited} {q.source} {q.role}".casefold() for q in quotes)
        assert sample.said_by("", "strikes", ["default"]) == []
        assert sample.said_by('Nobody" OR * NEAR(', "", ["default"]) == []


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
