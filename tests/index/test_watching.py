"""What came in since a mark: with a stand-in that reads statements by a pattern, and with the real models."""

import re
from collections.abc import Callable, Sequence

import pytest

from index import Act, Arrivals, Article, NewsIndex, Span, Speech, Statement, UnknownCollectionError, Watch

Opener = Callable[..., NewsIndex]
Maker = Callable[..., Article]

DAM = "Ines Faro said the dam at Brey would hold. The mayor of the town left early."
TRAIN = "Tomas Reik said the first train had reached Tessin. The band played for an hour."
SAID = re.compile(r"(?P<name>[A-Z]\w+ [A-Z]\w+) (?P<cue>said) (?P<content>[^.]+)\.")


class SaidByPattern:
    """Reads "Name Surname said …"."""

    def read(self, articles: Sequence[Article]) -> list[list[Statement]]:
        return [[_statement(m) for m in SAID.finditer(a.text)] for a in articles]


def _statement(found: re.Match[str]) -> Statement:
    name, cue, content = (Span(*found.span(part)) for part in ("name", "cue", "content"))
    return Statement((cue,), (content,), Act.SAYS, Speech.INDIRECT, source=name, name=name)


@pytest.fixture
def index(open_index: Opener) -> NewsIndex:
    return open_index(statement_source=SaidByPattern())


def texts(found: Arrivals) -> list[list[tuple[str, list[str]]]]:
    return [[(a.article.id, [q.text for q in a.quotes]) for a in seen] for seen in found.seen]


def test_only_what_came_after_the_mark_is_told_and_nothing_twice(index: NewsIndex, article: Maker) -> None:
    index.add([article(DAM, id="before")])
    mark = index.now()
    index.add([article(TRAIN, id="after")])
    found = index.arrivals([Watch()], ["default"], mark)
    assert [a.article.id for a in found.seen[0]] == ["after"]
    assert index.arrivals([Watch()], ["default"], found.mark).seen == ((),)


def test_a_topic_a_speaker_and_any_article_each_get_their_own(index: NewsIndex, article: Maker) -> None:
    mark = index.now()
    index.add([article(DAM, id="dam", title="Dam in Brey"), article(TRAIN, id="train", title="Train")])
    watches = [Watch(topic="dam at Brey"), Watch(speaker="Reik"), Watch(topic="dam at Brey", speaker="Reik"), Watch()]
    said_of_dam, said_of_train = "Ines Faro said the dam at Brey would hold.", TRAIN.split(". ")[0] + "."
    assert texts(index.arrivals(watches, ["default"], mark)) == [
        [("dam", [said_of_dam])],
        [("train", [said_of_train])],
        [],
        [("dam", [said_of_dam]), ("train", [said_of_train])],
    ]


def test_an_article_on_the_topic_that_quotes_nobody_is_an_arrival_without_quotes(
    index: NewsIndex, article: Maker
) -> None:
    mark = index.now()
    index.add([article("The dam at Brey held until the spring.", id="dam")])
    found = index.arrivals([Watch(topic="the dam at Brey"), Watch(speaker="Faro")], ["default"], mark)
    assert texts(found) == [[("dam", [])], []]


def test_what_a_copy_says_again_is_told_once(index: NewsIndex, article: Maker) -> None:
    mark = index.now()
    index.add([article(DAM, id="one"), article(DAM, id="two")])
    [[first, second]] = texts(index.arrivals([Watch(speaker="Ines Faro")], ["default"], mark))
    assert (len(first[1]), second[1]) == (1, [])


def test_another_collection_is_not_looked_into(index: NewsIndex, article: Maker) -> None:
    index.add([article(TRAIN, id="own")])
    mark = index.now()
    index.add([article(DAM, id="foreign", collection="theirs")])
    found = index.arrivals([Watch(), Watch(topic="dam"), Watch(speaker="Faro")], ["default"], mark)
    assert found.seen == ((), (), ())
    with pytest.raises(UnknownCollectionError):
        index.arrivals([Watch()], ["nowhere"], mark)


def test_a_changed_article_has_come_again(index: NewsIndex, article: Maker) -> None:
    index.add([article(DAM, id="dam")])
    mark = index.now()
    index.add([article(DAM + " Nobody left.", id="dam")])
    assert [a.article.id for a in index.arrivals([Watch()], ["default"], mark).seen[0]] == ["dam"]


def test_of_very_many_the_rest_comes_at_the_next_look(
    index: NewsIndex, article: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.watching.MOST_ARRIVALS", 2)
    mark, seen = index.now(), list[str]()
    index.add([article(f"The dam held on day {n}.", id=f"a{n}") for n in range(5)])
    for _ in range(4):
        found = index.arrivals([Watch()], ["default"], mark)
        seen += [a.article.id for a in found.seen[0]]
        mark = found.mark
    assert seen == [f"a{n}" for n in range(5)]


def test_a_mark_of_a_library_that_was_put_back_to_an_earlier_state_is_as_good_as_now(
    index: NewsIndex, article: Maker
) -> None:
    index.add([article(DAM, id="dam")])
    found = index.arrivals([Watch()], ["default"], "1000")
    assert (found.seen, found.mark) == (((),), index.now())


@pytest.mark.model
def test_a_topic_in_other_words_is_seen_by_its_meaning(sample_index: NewsIndex) -> None:
    watches = [Watch(topic="bombing of a market"), Watch(topic="figure skating championship")]
    raids, skating = sample_index.arrivals(watches, ["default"], "0").seen
    assert any("aircraft" in q.text or "market" in q.text for a in raids for q in a.quotes)
    assert skating == ()
