from collections.abc import Callable

import pytest

from index import Act, Article, BlockKind, EventCard, Quote, Span, Speech, Statement
from index.answering.reading import (
    LONGEST_QUOTE,
    MODELS,
    PLAIN,
    Fitted,
    Reading,
    Sentence,
    Words,
    choose,
    confidence_of,
    rank,
    reasons_for,
    short_answers,
)
from index.errors import ModelError
from index.query.questions import read_question

WORDS = Words(lambda text: [w.strip(".,?“”").casefold() for w in text.split()], {"the": 90, "strikes": 3}, 100)
Maker = Callable[..., Article]


def sentence(article: Article, *statements: Statement, nearness: float = 0.2) -> Sentence:
    return Sentence(article, Span(0, len(article.text)), nearness, statements)


def said(act: Act, text: str, speech: Speech = Speech.INDIRECT) -> Statement:
    return Statement((Span(5, 11),), (Span(12, len(text)),), act, speech, Span(0, 4), Span(0, 4))


def test_rare_words_count_more_than_common_ones() -> None:
    assert WORDS.weight("strikes") > WORDS.weight("the") >= 0


def test_who_denied_prefers_the_denial_to_the_narrators_sentence(article: Maker) -> None:
    narrator = article("The strikes of a third party, the strikes again, hit the strikes depot.", id="n")
    denial = article("Veld denied strikes on the port.", id="d")
    ranked = rank(
        read_question("who denied the strikes"),
        [sentence(narrator), sentence(denial, said(Act.DENIES, denial.text))],
        WORDS,
    )
    assert ranked[0].quote.article.id == "d"
    assert ranked[0].states


def test_denial_of_something_else_is_no_answer(article: Maker) -> None:
    other = article("Sand denied leaving after the final.", id="o")
    about = article("Jets carried out strikes on the port.", id="a")
    ranked = rank(
        read_question("who denied the strikes"),
        [sentence(other, said(Act.DENIES, other.text), nearness=0.1), sentence(about)],
        WORDS,
    )
    assert ranked[0].quote.article.id == "a"


def test_sentence_too_long_to_take_in_is_not_quoted(article: Maker) -> None:
    assert rank(read_question("strikes"), [sentence(article("strikes " * LONGEST_QUOTE))], WORDS) == []


def test_confidence_grows_with_what_speaks_for_the_first_quote(article: Maker) -> None:
    question = read_question("who denied the strikes")
    good = article("Veld denied the strikes.")
    strong = rank(question, [sentence(good, said(Act.DENIES, good.text), nearness=0.7)], WORDS)
    weak = rank(question, [sentence(article("Goats ate paper flowers."), nearness=0.0)], WORDS)
    assert 0 <= confidence_of(question, weak, PLAIN) < 0.35 < confidence_of(question, strong, PLAIN) <= 1
    assert confidence_of(question, [], PLAIN) == 0.0


def test_who_denied_is_not_answered_by_one_who_accused(article: Maker) -> None:
    question = read_question("who denied the strikes")
    made = article("Veld blamed the strikes on the port.")
    found = rank(question, [sentence(made, said(Act.ACCUSES, made.text), nearness=0.9)], WORDS)
    assert confidence_of(question, found, PLAIN) <= 0.3


def reading(quote: Quote, **features: float) -> Reading:
    return Reading(quote, {"act": 0.0, "speaker": 0.0, **features})


def test_where_the_act_is_stated_only_such_quotes_are_shown(article: Maker) -> None:
    made = article("One here. Two here.")
    quotes = [Quote(made, Span(0, 9), 2.0), Quote(made, Span(10, 19), 1.9)]
    chosen = choose(read_question("who denied it"), [reading(quotes[0], act=1.0), reading(quotes[1])])
    assert chosen == [quotes[0]]


def test_quotes_that_hold_the_figure_are_shown_though_another_scores_higher(article: Maker) -> None:
    made = article("Much is said of it. 41 people were killed.")
    best, figure = Quote(made, Span(0, 19), 2.0), Quote(made, Span(20, 42), 0.5)
    assert choose(read_question("how many people were killed"), [reading(best), reading(figure)]) == [figure]


def test_figures_according_to_somebody_are_that_persons_where_there_are_any(article: Maker) -> None:
    texts = ["Veld stated 41 people were killed.", "Sand stated 64 people were killed.", "Some 70 people were killed."]
    made = [article(text, id=str(n)) for n, text in enumerate(texts)]
    sentences = [*(sentence(a, said(Act.SAYS, a.text)) for a in made[:2]), sentence(made[2])]

    def told(question: str) -> set[str]:
        asked = read_question(question)
        return {q.article.id for q in choose(asked, rank(asked, sentences, WORDS))}

    assert told("how many people were killed according to Sand") == {"1"}
    assert told("how many people were killed according to Veld") == {"0"}
    assert told("how many people were killed according to Brink") == {"0", "1", "2"}
    assert told("how many people were killed") == {"0", "1", "2"}


def test_heading_gives_way_to_what_its_article_says_somebody_said(article: Maker) -> None:
    made = article("Short heading line\n\nThe body of the article says it at length.")
    heading, body = (Quote(made, b.span, 2.0) for b in made.blocks)
    assert heading.kind is BlockKind.HEADING
    assert choose(read_question("who said it"), [reading(heading), reading(body)]) == [body]
    assert choose(read_question("what"), [reading(heading), reading(body)]) == [heading, body]


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


def test_short_answers_come_in_the_order_of_their_first_mention(article: Maker) -> None:
    made = article("Veld denied it. Marren denied it. Veld denied it.")
    cards = []
    for start, end in ((0, 4), (16, 22), (34, 38)):
        statement = Statement((Span(5, 11),), (Span(12, 14),), Act.DENIES, Speech.INDIRECT, None, Span(start, end))
        cards.append(EventCard("e", (made,), (Quote(made, Span(0, 15), 1.0, statement),)))
    found = short_answers(read_question("who denied it"), cards, lambda *_: None)
    assert [e.text for e in found] == ["Veld", "Marren"]


def features_of(question: str, *sentences: Sentence) -> list[dict[str, float]]:
    ranked = rank(read_question(question), sentences, WORDS)
    by_id = {r.quote.article.id: dict(r.features) for r in ranked}
    return [by_id[s.article.id] for s in sentences]


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


def test_confidence_knows_how_far_the_best_is_ahead_of_another_article(article: Maker) -> None:
    made, other = article("One. Two.", id="a"), article("Three.", id="b")

    def read(article_: Article, score: float, **more: float) -> Reading:
        return Reading(
            Quote(article_, Span(0, 4), score),
            {"coverage": 0.5, "nearness": score / 2, "stated": 0.0, "counts": 0.0, "reader": 0.3, **more},
        )

    reasons = reasons_for([read(made, 0.8), read(made, 0.7), read(other, 0.5, counts=1.0)])
    assert reasons == {
        "bias": 1.0, "answers": 0.8, "reader": 0.3, "coverage": 0.5, "nearness": 0.4, "lead": pytest.approx(0.3), "stated": 0.0,
    }  # fmt: skip
    assert reasons_for([read(made, 0.8), read(made, 0.7)])["lead"] == 0.0
    assert (
        reasons_for([read(made, 0.8, counts=1.0)])["stated"]
        == reasons_for([read(made, 0.8, stated=1.0)])["stated"]
        == 1.0
    )


def test_what_is_much_less_likely_than_the_best_is_not_shown(article: Maker) -> None:
    made = article("One here. Two here. Three.")
    scores = (0.9, 0.0901, 0.0899)
    readings = [reading(Quote(made, Span(n * 10, n * 10 + 6), s)) for n, s in enumerate(scores)]
    assert [q.score for q in choose(read_question("what is here"), readings)] == [0.9, 0.0901]


def test_no_more_quotes_are_shown_than_anybody_reads(article: Maker) -> None:
    made = article("Word " * 40)
    readings = [reading(Quote(made, Span(n * 5, n * 5 + 4), 1.0 - n / 100)) for n in range(14)]
    assert len(choose(read_question("what word"), readings)) == 10


def test_where_the_one_asked_about_speaks_only_their_words_are_shown(article: Maker) -> None:
    made = article("One here. Two here.")
    mine, other = Quote(made, Span(0, 9), 0.9), Quote(made, Span(10, 19), 0.8)
    asked = read_question("what did Veld say about it")
    assert choose(asked, [reading(mine, speaker=1.0), reading(other, speaker=-1.0)]) == [mine]
    assert choose(asked, [reading(mine, speaker=-1.0), reading(other, speaker=1.0)]) == [mine, other]


def test_a_readers_own_weights_are_taken_and_anothers_expectations_are_not(tmp_path) -> None:
    assert Fitted.of(tmp_path).expected == {}
    assert Fitted.of(tmp_path).weights == Fitted.of(MODELS / "reader").weights
    assert Fitted.of(MODELS / "reader").expected != {}
    (tmp_path / "fitted.json").write_text('{"weights": {"bias": 2.0}, "confidence": {}, "figures": 1}')
    assert Fitted.of(tmp_path) == Fitted({"bias": 2.0}, {})
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "fitted.json").write_text("nonsense")
    with pytest.raises(ModelError, match="holds no fitted weights"):
        Fitted.of(broken)
