from collections.abc import Callable

import pytest

from index import Act, Article, BlockKind, EventCard, Quote, Span, Speech, Statement
from index.questions import read_question
from index.reading import LONGEST_QUOTE, PLAIN, Reading, Sentence, Words, choose, confidence_of, rank, short_answers

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
