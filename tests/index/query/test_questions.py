from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Act
from index.query.questions import Asked, read_question
from index.text.words import content_words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("who denied the strikes", Asked.WHO_SAID),
        ("Who has accused Dravia?", Asked.WHO_SAID),
        ("which minister warned of floods", Asked.WHO_SAID),
        ("what did the mayor say about the flood", Asked.WHAT_SAID),
        ("did Dravia deny the strikes?", Asked.YES_NO),
        ("who won the cup", Asked.WHO),
        ("how many people were killed", Asked.HOW_MANY),
        ("what was the death toll", Asked.HOW_MANY),
        ("when did the train arrive", Asked.WHEN),
        ("where is the port", Asked.WHERE),
        ("why was the line closed", Asked.WHY),
        ("the bank rate", Asked.WHAT),
        ("who was accused of the strikes", Asked.WHO),
        ("who attacked the hospital", Asked.WHO),
        ("who committed the murders", Asked.WHO),
        ("who found the bodies", Asked.WHO),
        ("which state was hit by the flood", Asked.WHERE),
        ("which country did the ministry accuse", Asked.WHERE),
        ("who is saying that", Asked.WHO_SAID),
    ],
)
def test_kind(text: str, kind: Asked) -> None:
    assert read_question(text).kind is kind


@pytest.mark.parametrize(
    ("text", "act", "topic"),
    [
        ("who denied the strikes", Act.DENIES, "strikes"),
        ("who rejected any part in the attack?", Act.DENIES, "part attack"),
        ("Who promised to reopen the railway?", Act.PROMISES, "reopen railway"),
        ("who said it", Act.SAYS, "it"),
    ],
)
def test_act_and_topic_of_a_who_said_question(text: str, act: Act, topic: str) -> None:
    question = read_question(text)
    assert (question.act, question.topic) == (act, topic)


def test_speaker_of_a_what_said_question() -> None:
    question = read_question("What did Ada Brink say about prices?")
    assert (question.speaker, question.topic) == ("Ada Brink", "prices")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("what did the state department say about Syria", "the state department"),
        ("did the report say anything about Norland", "the report"),
    ],
)
def test_noun_that_looks_like_a_cue_is_part_of_the_speaker(text: str, speaker: str) -> None:
    assert read_question(text).speaker == speaker


@pytest.mark.timeout(5)
def test_runs_of_marks_cost_nothing() -> None:
    assert read_question(("a" + "!" * 190) * 5).kind is Asked.WHAT


def test_history_without_words_is_no_history() -> None:
    assert read_question("and then?", [{"speaker": "user", "text": None}]).search.strip() == "and then?"  # type: ignore[dict-item]


def test_a_verb_later_in_the_question_is_not_its_act() -> None:
    assert read_question("who leads the party that denied it").kind is Asked.WHO


def test_short_question_leans_on_the_talk_before() -> None:
    history = [{"speaker": "user", "text": "who denied the strikes in Karsa"}, {"speaker": "agent", "text": "Veld."}]
    assert "Karsa" in read_question("and how many died?", history).search


def test_question_that_stands_alone_ignores_the_talk_before() -> None:
    history = [{"speaker": "user", "text": "who denied the strikes"}]
    text = "What interest rate did the central bank of Velmora set in November"
    assert read_question(text, history).search == text


@pytest.mark.parametrize("text", ["", "  ", "?!…", "—"])
def test_question_without_a_word_is_empty(text: str) -> None:
    assert read_question(text).is_empty


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    question = read_question(text)
    assert question.kind in Asked
    assert question.is_empty or content_words(question.search)


PUBLISHERS = ["Ostrand Courier (invented)", "The Lantern", "Time"]


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("who denied the strikes in the Ostrand Courier", "Ostrand Courier (invented)"),
        ("what does the ostrand courier say about Lissa", "Ostrand Courier (invented)"),
        ("who won according to Time?", "Time"),
        ("who came in time", ""),
        ("who lit the lantern", ""),
        ("how many of the mails did the ostrand courier get hold of", ""),
        ("has the Ostrand Courier reported on Lissa", "Ostrand Courier (invented)"),
        ("who denied the strikes", ""),
    ],
)
def test_publisher_named_as_a_source_is_a_limit_and_no_topic(text: str, publisher: str) -> None:
    question = read_question(text, publishers=PUBLISHERS)
    assert question.publisher == publisher
    assert publisher == "" or "courier" not in question.search.casefold()


def test_a_question_after_according_to_is_none_of_the_name() -> None:
    question = read_question("according to Veld is the drought over", publishers=PUBLISHERS)
    assert (question.speaker, question.search) == ("Veld", "is the drought over")


@pytest.mark.parametrize(
    "text", ["what was the vote in Lissa on condemning the mine", "what was the bill for claiming it"]
)
def test_a_cue_inside_the_topic_is_not_what_somebody_did(text: str) -> None:
    assert (read_question(text).act, read_question(text).speaker) == (None, None)


def test_talk_with_the_bot_is_an_empty_question() -> None:
    assert read_question("thanks!").is_empty
    assert not read_question("who thanked the mayor").is_empty


def test_according_to_somebody_else_names_a_speaker() -> None:
    question = read_question("how many died according to the Karsa Rights Monitor?", publishers=PUBLISHERS)
    assert (question.speaker, question.publisher) == ("the Karsa Rights Monitor", "")


@pytest.mark.parametrize("asked", ["who denied the strikes", "how many were hurt", "what did Veld say of the port"])
def test_words_that_count_from_today_are_neither_searched_nor_a_matter(asked: str) -> None:
    bare, timed = read_question(asked), read_question(f"{asked} last week")
    assert (timed.search, timed.topic, timed.kind, timed.speaker) == (bare.search, bare.topic, bare.kind, bare.speaker)
    assert timed.period is not None
    assert timed.text == f"{asked} last week"


def test_time_is_counted_from_the_clock_that_is_passed() -> None:
    question = read_question("who denied the strikes last week", today=date(2024, 4, 17))
    assert question.period is not None
    assert question.period.last == date(2024, 4, 14)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("what happened?", True),
        ("who denied it?", True),
        ("how many people were killed?", True),
        ("how many people were killed in Tessin?", False),
        ("who denied the strikes", False),
    ],
)
def test_question_without_a_matter_is_open(text: str, is_open: bool) -> None:
    assert read_question(text).is_open is is_open


@pytest.mark.parametrize(
    ("text", "topic"),
    [("and how many died?", "strikes Tessin"), ("who else?", "strikes Tessin"), ("when was that?", "strikes Tessin")],
)
def test_follow_up_takes_the_matter_of_the_talk_before(text: str, topic: str) -> None:
    question = read_question(text, [{"speaker": "user", "text": "who denied the strikes on Tessin?"}])
    assert not question.is_open
    assert all(word in question.search for word in topic.split())


def test_follow_up_of_a_follow_up_keeps_the_matter() -> None:
    talk = [{"text": "who denied the strikes on Tessin?"}, {"text": "and how many died?"}]
    assert "Tessin" in read_question("when was that?", talk).search


@pytest.mark.parametrize("aspect", ["who", "what", "when", "where", "why", "how"])
def test_headline_with_one_thing_asked_of_it(aspect: str) -> None:
    question = read_question(f"Tram derails in Lund, killing seven: {aspect}?")
    assert (question.kind, question.is_aspect) == (Asked(aspect), True)


def test_who_else_asks_the_last_question_again() -> None:
    question = read_question("and who else?", [{"speaker": "user", "text": "who denied the strikes on Tessin?"}])
    assert (question.act, question.topic, question.text) == (Act.DENIES, "strikes Tessin", "and who else?")
