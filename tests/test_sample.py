"""The whole path with the real models, on the sample and, where they are at hand, on the two real articles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Answer, DateBasis, IndexSettings, NewsIndex, read_articles, sample_articles
from index.records import counts_told

pytestmark = pytest.mark.model
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


@pytest.fixture(scope="module")
def sample(real_sample: IndexSettings) -> Iterator[NewsIndex]:
    with NewsIndex.open(real_sample) as index:
        yield index


def verbatim(answer: Answer) -> bool:
    return all(q.text == q.article.text[q.span.start : q.span.end] != "" for q in (*answer.quotes, *answer.nearest))


def test_sample_is_marked_as_invented() -> None:
    articles = list(sample_articles("default"))
    assert 10 <= len(articles) <= 15
    assert all("(invented)" in a.publisher for a in articles)


def test_readme_question_is_answered_by_event_and_speaker(sample: NewsIndex) -> None:
    answer = sample.ask("who denied the strikes", ["default"])
    assert verbatim(answer)
    speakers = [{q.speaker for q in card.quotes} for card in answer.cards]
    assert not any({"Anton Veld", "Colonel Ilse Marren"} <= together for together in speakers)
    assert {"Anton Veld", "Colonel Ilse Marren"} <= set().union(*speakers)
    assert all(q.statement is not None for q in answer.quotes)
    assert not any("Pell" in q.text for q in answer.quotes)


@pytest.mark.parametrize(
    ("time", "published"),
    [("in March 2023", "2023-03"), ("on 15 March 2023", "2023-03"), ("in 2023", "2023"), ("in April 2024", "2024-04")],
)
def test_question_that_names_a_time_is_answered_from_articles_of_that_time(
    sample: NewsIndex, time: str, published: str
) -> None:
    answer = sample.ask(f"who denied the strikes {time}", ["default"])
    assert answer.answered
    assert all((q.article.published or "").startswith(published) for q in answer.quotes)
    assert verbatim(answer)


def test_question_on_a_time_of_which_there_is_nothing_is_declined(sample: NewsIndex) -> None:
    assert not sample.ask("who denied the strikes in 2019", ["default"]).answered


def test_tolls_stand_side_by_side_with_who_counted(sample: NewsIndex) -> None:
    answer = sample.ask("how many people were killed", ["default"])
    accounts = {(a.figure.text, a.by) for c in answer.cards for a in c.accounts}
    assert ("41 people", "Karsa Rights Monitor (KRM)") in accounts
    assert ("29 bodies", "Tessin Rescue Service") in accounts
    assert ("at least 20 people", None) in accounts
    assert verbatim(answer)


def test_syndicated_copy_is_counted_once(sample: NewsIndex) -> None:
    answer = sample.ask("how many people were killed", ["default"])
    copied = [q for q in answer.quotes if "has risen to 47" in q.text]
    assert [len(q.also_in) for q in copied] == [1]


def test_undated_article_is_shown_as_undated(sample: NewsIndex) -> None:
    page = sample.article("dravia-says-no-part-in-lissa.txt", ["default"])
    assert page is not None
    assert (page.published, page.published_basis, page.dated) == (None, DateBasis.UNKNOWN, "date not stated")


def test_relay_is_kept_apart(sample: NewsIndex) -> None:
    answer = sample.ask("who said the planes were Dravian bombers", ["default"])
    assert (answer.quotes[0].speaker, answer.quotes[0].relay) == ("Karsa Rights Monitor", "Northern Wire")


@pytest.mark.parametrize("question", ["what is the capital of France", "who invented the telephone", "誰が否定した"])
def test_what_the_sample_does_not_hold_is_declined(sample: NewsIndex, question: str) -> None:
    answer = sample.ask(question, ["default"])
    assert not answer.answered
    assert verbatim(answer)


def test_furniture_is_never_quoted(sample: NewsIndex) -> None:
    answer = sample.ask("like us on Facebook subscribe to our newsletter", ["default"])
    assert not any("Facebook" in h.text or "newsletter" in h.text for h in answer.hits)


# --- the two real articles


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewsIndex]:
    if not CORPUS.is_dir():
        pytest.skip("the real articles are not beside the project")
    with NewsIndex.open(IndexSettings(library=tmp_path_factory.mktemp("real")), write=True) as index:
        index.add(read_articles([CORPUS], "default", "", print))
        yield index


def test_two_denials_are_two_events(real: NewsIndex) -> None:
    answer = real.ask("who denied the strikes", ["default"])
    assert verbatim(answer)
    assert len(answer.cards) == 2
    said = {(q.speaker, " ".join(q.text.split())[:30]) for q in answer.quotes}
    assert any("Defense Ministry" in (s or "") and t.startswith('"Russian military planes') for s, t in said)
    assert any("Konashenkov" in (s or "") and "he said" not in t[:5] for s, t in said)
    assert any(
        "No combat missions" in q.text and "Major General Igor Konashenkov" in (q.speaker or "") for q in answer.quotes
    )
    assert all(card.quotes[0].statement and card.quotes[0].statement.act == "denies" for card in answer.cards)
    assert "date not stated" in {card.quotes[0].article.dated for card in answer.cards}


def test_real_tolls_are_not_averaged(real: NewsIndex) -> None:
    answer = real.ask("how many people were killed", ["default"])
    by_event = [{(a.figure.text, counts_told(a)) for a in c.accounts} for c in answer.cards]
    assert {("26 people", "killed"), ("10 civilians", "of them killed"), ("15 bodies", "bodies found")} in by_event
    assert any(("at least 23 people", "killed") in e and ("as much as 28", "killed") in e for e in by_event)


def test_capital_of_france_is_declined(real: NewsIndex) -> None:
    assert not real.ask("what is the capital of France", ["default"]).answered
