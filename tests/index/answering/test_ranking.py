from index import Act
from index.answering.ranking import LONGEST_QUOTE, rank
from index.query.questions import read_question
from tests.index.answering.readings import WORDS, Maker, said, sentence


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
