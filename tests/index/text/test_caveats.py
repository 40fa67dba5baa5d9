from collections.abc import Callable

import pytest

from index import Article, Caveat, Span
from index.text.caveats import caveat_of, left_out, sentence_around

Maker = Callable[..., Article]


def caveat(article: Article, words: str) -> Caveat | None:
    at = article.text.index(words)
    return caveat_of(article, Span(at, at + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Not one Harran boat crossed the river that night.", "Harran boat crossed the river", Caveat.NEGATED),
        ("The court is not allowed to open the sealed letters.", "allowed to open the sealed letters", Caveat.NEGATED),
        ("She never said the dam was safe to cross.", "the dam was safe to cross", Caveat.NEGATED),
        ("It isn’t true that the mayor took the money.", "the mayor took the money", Caveat.NEGATED),
        ("The firm denied that its lorry had hit the gate.", "its lorry had hit the gate", Caveat.DENIED),
        ("Its lorry hit the gate, which the firm denied.", "Its lorry hit the gate", Caveat.DENIED),
        ("The story that she sold the farm is a lie.", "she sold the farm", Caveat.DENIED),
        ("If the rain goes on, the bridge will be closed.", "the bridge will be closed", Caveat.CONDITIONAL),
        ("The bridge will be closed if the rain goes on.", "The bridge will be closed", Caveat.CONDITIONAL),
        ("The bridge stays open unless the river rises.", "The bridge stays open", Caveat.CONDITIONAL),
        ("Did the guards open the gate at night?", "the guards open the gate", Caveat.ASKED),
        ("He was asked whether the guards had slept.", "the guards had slept", Caveat.ASKED),
        ("It is unclear whether the guards had slept.", "the guards had slept", Caveat.CONDITIONAL),
        ("The guard allegedly opened the gate at night.", "opened the gate at night", Caveat.DOUBTED),
        ("Rumours that the queen has left the town spread.", "the queen has left the town", Caveat.CLAIMED),
        ("The party claimed that the count was stopped.", "the count was stopped", Caveat.CLAIMED),
    ],
)
def test_what_stands_just_outside_some_words_turns_them(
    article: Maker, text: str, words: str, expected: Caveat
) -> None:
    assert caveat(article(text), words) is expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mayor said the bridge would stay open.", "the bridge would stay open"),
        ("He did not resign, but the council met without him.", "the council met"),
        ("She did not come because the road was flooded.", "the road was flooded"),
        ("Not only the mayor signed the letter.", "the mayor signed the letter"),
        ("“What did the guards see that night?” she said.", "What did the guards see that night"),
        ("Nobody came. The band played on until ten.", "The band played on until ten"),
        ("He did not answer, but said: “We will rebuild the wall.”", "We will rebuild the wall"),
        ("Asked whether he would go, he said: “I am staying here.”", "I am staying here"),
        ("“We are leaving the town,” said Marr, who did not say why.", "We are leaving the town"),
    ],
)
def test_what_does_not_belong_to_the_words_leaves_them_as_they_are(article: Maker, text: str, words: str) -> None:
    assert caveat(article(text), words) is None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Pell Dorn never said “the mill belongs to me alone”.", "the mill belongs to me alone", Caveat.NEGATED),
        ("Pell Dorn denied that he had “burnt the mill down for money”.", "burnt the mill down", Caveat.DENIED),
        ("Dorn was asked whether he had called them “a herd of sheep”.", "a herd of sheep", Caveat.ASKED),
        ("Dorn’s rivals accused him of calling them “a herd of sheep”.", "a herd of sheep", Caveat.ACCUSED),
        ("It was a forged letter in which Dorn says “the mill is mine”.", "the mill is mine", Caveat.FORGED),
        ("“The mill is mine,” Dorn wrote. The letter is a forgery.", "The mill is mine", Caveat.FORGED),
        ("“If I am elected, the mill stays,” said Dorn.", "the mill stays", Caveat.CONDITIONAL),
        ("“We will never sell the mill,” said Dorn.", "sell the mill", Caveat.NEGATED),
    ],
)
def test_around_quotation_marks_it_is_told_whether_the_words_were_said(
    article: Maker, text: str, words: str, expected: Caveat
) -> None:
    assert caveat(article(text), words) is expected


def test_the_claim_of_a_fact_check_is_rated(article: Maker) -> None:
    made = article("The claim: The singer had been given a new drug\n\nHe had not.\n\nOur rating: False")
    assert caveat(made, "The singer had been given a new drug") is Caveat.RATED_FALSE
    assert caveat(article("The claim: The singer had been ill\n\nOur rating: True"), "The singer had been ill") is None


def test_words_are_shown_in_their_whole_sentence_or_sentences(article: Maker) -> None:
    made = article("Rain fell. The bridge was closed on Monday. Nobody was hurt.")
    at = made.text.index("closed")
    assert sentence_around(made, Span(at, at + 6)).of(made.text) == "The bridge was closed on Monday."
    both = Span(at, made.text.index("was hurt"))
    assert sentence_around(made, both).of(made.text) == "The bridge was closed on Monday. Nobody was hurt."


def test_words_left_out_turn_what_is_kept_or_do_not() -> None:
    assert left_out(" not ")
    assert left_out(", if the council agrees, ")
    assert not left_out(", under any circumstances and whatever our neighbours think, ")
