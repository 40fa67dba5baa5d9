import pytest

from index import Act, Speech
from index.answering.ranking import rank
from index.query.questions import read_question
from tests.index.answering.readings import WORDS, Maker, features_of, said, sentence


def test_rare_words_count_more_than_common_ones() -> None:
    assert WORDS.weight("strikes") > WORDS.weight("the") >= 0


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("how many crates burned", "At the port 40 crates burned.", "At the port some crates burned."),
        ("when did crates burn", "The crates burned on Monday.", "The crates burned quite slowly."),
        ("why did crates burn", "The crates burned because of him.", "The crates burned all day long."),
    ],
)
def test_sentence_with_the_kind_of_thing_asked_for_comes_first(
    article: Maker, question: str, better: str, worse: str
) -> None:
    ranked = rank(read_question(question), [sentence(article(worse, id="w")), sentence(article(better, id="b"))], WORDS)
    assert ranked[0].quote.article.id == "b"


def test_words_are_weighed_by_bm25_with_the_titles_beside_them(article: Maker) -> None:
    own = sentence(article("Strikes hit port.", id="own"))
    titled = sentence(article("Jets hit port.", id="titled", title="Strikes"))
    neither = sentence(article("Jets hit port.", id="neither"))
    first, second, third = features_of("strikes", own, titled, neither)
    # One term in three words of average length: its frequency is 1 in the sentence, and TITLE_SHARE in the title alone.
    assert first["share"] == pytest.approx(1 * 2.2 / (1 + 1.2) / 2.2)
    assert second["share"] == pytest.approx(0.35 * 2.2 / (0.35 + 1.2) / 2.2)
    assert third["share"] == 0.0
    assert [f["coverage"] for f in (first, second, third)] == [1.0, 1.0, 0.0]
    assert [f["own"] for f in (first, second, third)] == [1.0, 0.0, 0.0]


def test_long_sentences_count_less_than_short_ones(article: Maker) -> None:
    short, long = (
        sentence(article("Strikes hit.", id="s")),
        sentence(article("Strikes hit a very long way off.", id="l")),
    )
    one, other = features_of("strikes", short, long)
    average = (2 + 7) / 2
    for found, words in ((one, 2), (other, 7)):
        assert found["share"] == pytest.approx(1 / (1 + 1.2 * (0.25 + 0.75 * words / average)))


def test_neighbouring_words_of_the_question_are_known_again(article: Maker) -> None:
    kept, turned = sentence(article("Strikes port hit.", id="k")), sentence(article("Port strikes hit.", id="t"))
    one, other = features_of("the strikes port", kept, turned)
    assert (one["pairs"], other["pairs"]) == (0.5, 0.0)


def test_what_a_statement_is_speaks_for_it_as_far_as_it_is_on_topic(article: Maker) -> None:
    direct = article("Veld denied the strikes.", id="d")
    found, silent = features_of(
        "who denied the strikes",
        sentence(direct, said(Act.DENIES, direct.text, Speech.DIRECT)),
        sentence(article("The strikes hit.", id="x")),
    )
    assert {n: found[n] for n in ("stated", "act", "cue", "direct", "named", "speaker")} == {
        "stated": 1.0, "act": 1.0, "cue": 1.0, "direct": 1.0, "named": 1.0, "speaker": 0.0,
    }  # fmt: skip
    assert {silent[n] for n in ("stated", "act", "cue", "direct", "named", "speaker")} == {0.0}
    other = article("Veld accused the strikes.", id="o")
    [accused] = features_of("who denied the strikes", sentence(other, said(Act.ACCUSES, other.text)))
    assert (accused["stated"], accused["act"], accused["cue"], accused["direct"]) == (1.0, 0.0, 0.0, 0.0)


def test_nearness_stands_in_for_words_between_its_bounds(article: Maker) -> None:
    made = article("Veld denied everything.", id="d")

    def act(nearness: float) -> float:
        [found] = features_of("who denied the strikes", sentence(made, said(Act.DENIES, made.text), nearness=nearness))
        return found["act"]

    assert [round(act(n), 4) for n in (0.25, 0.425, 0.6, 0.9)] == [0.0, 0.25, 1.0, 1.0]


@pytest.mark.parametrize(
    ("speaker", "speaks"), [("Veld", 1.0), ("Anton Veld", 1.0), ("Sand", -1.0), ("Veld Sand", -1.0)]
)
def test_a_statement_is_by_the_one_asked_about_or_speaks_against_it(
    article: Maker, speaker: str, speaks: float
) -> None:
    made = article("Veld denied the strikes.", id="d")
    [found] = features_of(f"did {speaker} deny the strikes", sentence(made, said(Act.DENIES, made.text)))
    assert found["speaker"] == speaks


def test_of_several_statements_the_one_that_answers_is_taken(article: Maker) -> None:
    made = article("Veld denied the strikes.", id="d")
    accused, denied = said(Act.ACCUSES, made.text), said(Act.DENIES, made.text)
    [found] = rank(read_question("who denied the strikes"), [sentence(made, accused, denied)], WORDS)
    assert found.quote.statement == denied
    [other] = rank(read_question("who accused of the strikes"), [sentence(made, accused, denied)], WORDS)
    assert other.quote.statement == accused
