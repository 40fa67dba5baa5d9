import re
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pytest

from index import Act, Article, IndexSettings, Limits, NewsIndex, Reason, Span, Speech, Stance, Statement
from index.inference.rerankers import CloserReader, Mark, Read, Scores
from index.inference.taggers import GraphTagger
from index.statements.extractor import StatementReader
from tests.conftest import WordEmbedder

Opener = Callable[..., NewsIndex]
Maker = Callable[..., Article]


@pytest.fixture
def index(open_index: Opener, article: Maker) -> NewsIndex:
    index = open_index(clock=lambda: date(2024, 4, 17))
    index.add(
        [
            article("The river Anse flooded Brey on Sunday.", id="old", title="Flood in Brey", publisher="The Lantern",
                    published="2023-09-03"),
            article("The river Anse flooded Holm again last night.", id="new", title="Flood in Holm",
                    publisher="Harbour Post", published="2024-04-10"),
            article("The river Anse flooded Pell once.", id="undated", title="Flood in Pell", publisher="Harbour Post"),
        ]
    )  # fmt: skip
    return index


def told(index: NewsIndex, text: str) -> set[str]:
    return {q.article.id for q in index.ask(text, ["default"]).quotes}


def test_a_stated_year_leaves_out_what_is_of_another(index: NewsIndex) -> None:
    assert told(index, "where did the river Anse flood") == {"old", "new", "undated"}
    assert "old" in told(index, "where did the river Anse flood in 2023") <= {"old", "undated"}
    assert told(index, "where did the river Anse flood in 2019") == {"undated"}


@pytest.mark.parametrize("time", ["last week", "this month", "in April", "on Wednesday"])
def test_a_time_without_a_year_is_a_wish_and_what_is_of_it_comes_first(index: NewsIndex, time: str) -> None:
    answer = index.ask(f"where did the river Anse flood {time}", ["default"], asked=date(2024, 4, 17))
    assert answer.quotes[0].article.id == "new"
    assert answer.untimely == ""


def test_where_nothing_is_of_the_time_that_is_wished_for_the_rest_is_shown_and_that_is_said(index: NewsIndex) -> None:
    without = index.ask("where did the river Anse flood", ["default"])
    answer = index.ask("where did the river Anse flood this week", ["default"], asked=date(2030, 1, 1))
    assert {q.article.id for q in answer.quotes} == {q.article.id for q in without.quotes}
    assert (answer.untimely, without.untimely) == ("this week", "")


def test_where_nothing_is_of_a_stated_time_what_there_is_is_shown_and_that_is_said(
    open_index: Opener, article: Maker
) -> None:
    index = open_index()
    index.add([article("The river Anse flooded Brey.", id="old", published="2023-09-03")])
    answer = index.ask("where did the river Anse flood in 2019", ["default"])
    assert [q.article.id for q in answer.quotes] == ["old"]
    assert answer.untimely == "in 2019"


def test_the_claim_of_a_fact_check_that_it_rates_false_never_stands_first(open_index: Opener, article: Maker) -> None:
    text = (
        "The claim: The singer Arvid had been vaccinated before he fell\n\nArvid was not vaccinated.\n\nOur rating: {}"
    )
    index = open_index()
    for rating, first in (("False", "Arvid was not vaccinated."), ("True", "The claim: The singer Arvid")):
        index.add([article(text.format(rating), id="a")])
        quotes = index.ask("had the singer Arvid been vaccinated before he fell", ["default"]).quotes
        assert quotes[0].text.startswith(first)


def test_words_of_others_for_whom_is_asked_about_are_told_as_such(open_index: Opener, article: Maker) -> None:
    index = open_index(statement_source=StatementReader(GraphTagger()))
    index.add([article("Anton Veld denied that the river Anse had flooded Brey.", id="a")])
    assert index.ask("what did Anton Veld say about the river Anse", ["default"]).unsaid == ""
    assert index.ask("did Queen Maud deny that the river Anse flooded Brey", ["default"]).unsaid == "Queen Maud"
    assert index.ask("who denied that the river Anse flooded Brey", ["default"]).unsaid == ""


def test_figures_are_those_of_the_event_asked_about(open_index: Opener, article: Maker) -> None:
    index = open_index()
    index.add([
        article("Five otters left their pool at the Brey zoo. There were no injuries.", id="zoo"),
        article("Strikes on Brey killed 18 people. At least 40 people were wounded in Brey.", id="strikes"),
    ])  # fmt: skip
    otters = index.ask("how many otters died at the Brey zoo", ["default"])
    assert {q.article.id for q in (*otters.quotes, *otters.nearest)} == {"zoo"}
    strikes = index.ask("how many people were killed by the strikes on Brey", ["default"])
    assert [a.figure.text for card in strikes.cards for a in card.accounts] == ["18 people"]


def test_a_decline_tells_whose_words_the_nearest_are_not(
    open_index: Opener, article: Maker, settings: IndexSettings, embedder: WordEmbedder
) -> None:
    open_index().add([article("Anton Veld denied that the river Anse had flooded Brey.", id="a")])
    strict = settings.model_copy(update={"least_confidence": 1.0})
    with NewsIndex.open(strict, embedder=embedder) as index:
        declined = index.ask("did Queen Maud deny that the river Anse flooded Brey", ["default"])
    assert (declined.answered, declined.unsaid) == (False, "Queen Maud")


def test_a_question_on_something_new_is_no_follow_up(open_index: Opener, article: Maker) -> None:
    index = open_index()
    index.add([
        article("The well in Tarn was closed because nitrate was found in it.", id="well"),
        article("The tram line was closed for nine weeks while its rails were mended.", id="tram"),
    ])  # fmt: skip
    talk = [{"text": "how long was the tram line closed"}]
    answer = index.ask("why was the well in Tarn closed?", ["default"], talk)
    assert (answer.quotes[0].article.id, answer.about) == ("well", "")
    goes_on = index.ask("and why was it closed?", ["default"], talk)
    assert (goes_on.quotes[0].article.id, goes_on.about) == ("tram", goes_on.cards[0].event)


def test_publisher_limits_whom_is_quoted(index: NewsIndex) -> None:
    assert told(index, "where did the river Anse flood according to The Lantern") == {"old"}
    assert told(index, "what does the Harbour Post say of the river Anse") == {"new", "undated"}


def test_nothing_of_that_publisher_and_time_is_said_so(index: NewsIndex) -> None:
    limits = Limits(publisher="Lantern", since=date(2024, 4, 1))
    answer = index.ask("where did the river Anse flood", ["default"], limits=limits)
    assert (answer.answered, answer.reason) == (False, Reason.NOT_ADMITTED)


def test_question_about_nothing_gets_events_to_choose_from_newest_first(index: NewsIndex) -> None:
    answer = index.ask("what happened?", ["default"])
    assert (answer.answered, answer.reason) == (False, Reason.WHICH)
    assert [a.id for a in answer.choices] == ["undated", "new", "old"]


def test_follow_up_is_no_question_about_nothing(index: NewsIndex) -> None:
    answer = index.ask("when was that?", ["default"], [{"speaker": "user", "text": "where did the river Anse flood"}])
    assert answer.choices == ()


class Preferring:
    """A reader that knows one article's sentence by a word."""

    closer: CloserReader | None = None

    def __init__(self, word: str) -> None:
        self.word = word

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        return np.array([8.0 if self.word in s else -8.0 for s in sentences], dtype=np.float32)

    def pieces(self, text: str) -> int:
        return len(text.split())

    def mark(self, question: str, text: str, length: int) -> Mark | None:
        start = text.find(self.word, 0, length)
        return Mark(start, start + len(self.word), 0.99) if start >= 0 else None


@pytest.mark.parametrize(("word", "first"), [("Brey", "old"), ("Pell", "undated")])
def test_reader_decides_which_sentence_comes_first(open_index: Opener, article: Maker, word: str, first: str) -> None:
    index = open_index(reader=Preferring(word))
    for id_, place in (("old", "Brey"), ("new", "Holm"), ("undated", "Pell")):
        index.add([article(f"The river Anse flooded {place}.", id=id_)])
    answer = index.ask("where did the river Anse flood", ["default"])
    assert answer.quotes[0].article.id == first
    assert 0.5 < answer.quotes[0].score <= 1


class Deciding:
    """A closer reader that knows one article's sentence by a word, and marks it while it reads."""

    def __init__(self, word: str) -> None:
        self.word = word

    def read(self, question: str, texts: Sequence[str], lengths: Sequence[int]) -> list[Read]:
        places = [t.find(self.word, 0, n) for t, n in zip(texts, lengths, strict=True)]
        return [Read(9.0, Mark(p, p + len(self.word), 0.99)) if p >= 0 else Read(-9.0, None) for p in places]

    def mark(self, question: str, text: str, length: int) -> Mark | None:
        raise AssertionError("what was read closely is marked already")


def test_a_closer_reader_has_the_last_word_and_is_asked_once(open_index: Opener, article: Maker) -> None:
    reader = Preferring("Brey")
    reader.closer = Deciding("Holm")
    index = open_index(reader=reader)
    for place in ("Brey", "Holm", "Pell"):
        index.add([article(f"The river Anse flooded {place}.", id=place)])
    answer = index.ask("where did the river Anse flood", ["default"])
    assert answer.quotes[0].article.id == "Holm"


class Strange(Preferring):
    """A reader to whom every letter is a piece of its own."""

    def pieces(self, text: str) -> int:
        return len(text)


def test_a_question_in_a_language_that_is_not_the_readers_is_answered_without_it(
    open_index: Opener, article: Maker
) -> None:
    index = open_index(reader=Strange("Holm"))
    index.add([article(f"La crecida del Anse alcanza {place}.", id=place) for place in ("Brey", "Holm")])
    asked = "dónde crecida Anse alcanza Brey"
    answer, plain = index.ask(asked, ["default"]), index.answerer(reads=False).answer(asked, ["default"])
    assert [q.article.id for q in answer.quotes or answer.nearest][:1] == ["Brey"]
    assert answer.confidence == pytest.approx(plain.confidence)


def test_article_is_chosen_only_from_the_collections_asked(open_index: Opener, article: Maker) -> None:
    index = open_index()
    index.add(
        [article("One thing happened.", id="a", collection="one"), article("Another one.", id="b", collection="one")]
    )
    index.add([article("Secret matter.", id="c", collection="two")])
    assert {a.id for a in index.ask("what happened?", ["one"]).choices} == {"a", "b"}


def test_the_dead_of_another_event_are_not_counted(open_index: Opener, article: Maker) -> None:
    index = open_index()
    index.add(
        [
            article(
                "The explosion at Port Marlow killed 14 people, the mayor said.", id="blast", title="Blast in port"
            ),
            article(
                "The toll of Port Marlow rose: 23 people were killed, doctors said.", id="toll", title="Toll in port"
            ),
            article("The airliner fell near Skarn and killed 61 people.", id="crash", title="Airliner falls on hill"),
        ]
    )
    assert told(index, "how many people were killed in the Port Marlow explosion") == {"blast", "toll"}
    assert told(index, "how many people did the airliner of Skarn kill") == {"crash"}
    assert told(index, "how many people were killed") == {"blast", "toll", "crash"}


class Denying:
    """Reads whatever "denied" or "said" stands in as a statement of who stands before it."""

    def read(self, articles: Sequence[Article]) -> list[list[Statement]]:
        return [[self._of(m) for m in re.finditer(r"(\w+ \w+) (denied|said) ([^.]+)\.", a.text)] for a in articles]

    def _of(self, found: re.Match[str]) -> Statement:
        who, cue, what = (Span(*found.span(n)) for n in (1, 2, 3))
        act = Act.DENIES if found[2] == "denied" else Act.SAYS
        return Statement((cue,), (what,), act, Speech.INDIRECT, who, who)


SAID_SO = "Mara Voss said the river Anse was poisoned by the mill. It rained on the town of Brey."
DENIED_IT = "Anton Veld denied that the river Anse was poisoned by the mill. It snowed on the town of Holm."


def test_who_denies_something_stands_behind_who_says_it_and_first_where_nobody_does(
    open_index: Opener, article: Maker
) -> None:
    index = open_index(statement_source=Denying())
    index.add([article(DENIED_IT, id="denied", title="River Anse poisoned by the mill")])
    asked = "who said the river Anse was poisoned by the mill"
    assert [q.speaker for q in index.ask(asked, ["default"]).quotes if q.speaker] == ["Anton Veld"]
    index.add([article(SAID_SO, id="said", title="Mill")])
    assert [q.speaker for q in index.ask(asked, ["default"]).quotes if q.speaker] == ["Mara Voss", "Anton Veld"]
    told = [(a.counts, a.by) for card in index.ask(asked, ["default"]).cards for a in card.accounts]
    assert told == [(Stance.DENIES, "Anton Veld")]
    denied = index.ask("who denied the river Anse was poisoned by the mill", ["default"])
    assert denied.quotes[0].speaker == "Anton Veld"
