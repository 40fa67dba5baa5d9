import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index import Act, Article, Speech, Statement
from index.sources.formats.layout import mark_blocks
from index.statements import StatementReader

pytestmark = pytest.mark.model
READER = StatementReader()


def read(text: str, **fields: str) -> tuple[Article, list[Statement]]:
    article = Article("a", "default", text, mark_blocks(text), **fields)
    return article, READER.read([article])[0]


def told(text: str) -> list[tuple[str | None, str, list[str]]]:
    _article, found = read(text)
    return [(s.name.of(text) if s.name else None, s.act.value, [c.of(text) for c in s.content]) for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The road is open,” Mayor Tomas Reik said.", [("Mayor Tomas Reik", "says", ["“The road is open,”"])]),
        ("Mayor Tomas Reik said the road was open.", [("Mayor Tomas Reik", "says", ["the road was open"])]),
        ("The road was open, Mayor Tomas Reik said.", [("Mayor Tomas Reik", "says", ["The road was open"])]),
        ("According to the port authority, three cranes burned down.", [("the port authority", "says", ["three cranes burned down"])]),
        ("Dravia denied any part in the attack.", [("Dravia", "denies", ["any part in the attack"])]),
        (
            "Minister Ole Vang did not deny that the men were armed.",
            [("Minister Ole Vang", "says", ["that the men were armed"])],
        ),
        (
            "Minister Ole Vang did not confirm that the men were armed.",
            [("Minister Ole Vang", "says", ["that the men were armed"])],
        ),
        ("“We had no choice,” Captain Eve Marsh said.", [("Captain Eve Marsh", "says", ["“We had no choice,”"])]),
        ("“We had no part in it,” Captain Eve Marsh said.", [("Captain Eve Marsh", "denies", ["“We had no part in it,”"])]),
        ("The minister said he did not deny it.", [("The minister", "says", ["he did not deny it"])]),
        ("“We had rain,” she said. “It was cold.”", [(None, "says", ["“We had rain,”", "“It was cold.”"])]),
        (
            "“No bombs of ours fell,” Anton Veld said, “whatever they print.”",
            [("Anton Veld", "denies", ["“No bombs of ours fell,”", "“whatever they print.”"])],
        ),
        ("Velmora accused Dravia of bombing the town.", [("Velmora", "accuses", ["Dravia of bombing the town"])]),
        ("The town was empty at noon.", []),
    ],
)  # fmt: skip
def test_statement(text: str, expected: list[tuple[str | None, str, list[str]]]) -> None:
    assert told(text) == expected


def test_verb_inside_a_statement_makes_no_second_one() -> None:
    assert len(told("Anna Berg said she had told them that she knew nothing.")) == 1


def test_one_whom_a_speaker_reports_has_a_statement_too_and_the_speaker_is_its_relay() -> None:
    text = "Anton Veld said that Colonel Ilse Marren had denied any part in the attack."
    _, found = read(text)
    assert told(text) == [
        ("Anton Veld", "says", ["that Colonel Ilse Marren had denied any part in the attack"]),
        ("Colonel Ilse Marren", "denies", ["any part in the attack"]),
    ]
    assert [s.relay.of(text) if s.relay else None for s in found] == [None, "Anton Veld"]


def test_one_reported_is_never_taken_for_the_one_who_reports() -> None:
    names = [n for n, _, _ in told("Anna Berg said the mayor had told her that he knew nothing.")]
    assert names == ["Anna Berg", "the mayor"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Monitor's report that 18 people died was not confirmed.", ("Monitor", "says", ["that 18 people died"])),
        ("Korin's denial of any deal came late.", ("Korin", "denies", ["of any deal"])),
        ("The allegation by the union that wages were withheld was new.", ("the union", "accuses", ["that wages were withheld"])),
    ],
)  # fmt: skip
def test_noun_makes_a_statement_of_whom_it_belongs_to(text: str, expected: tuple[str, str, list[str]]) -> None:
    assert expected in told(text)


def test_passive_names_the_agent_and_keeps_the_accused_in_the_content() -> None:
    text = "Dravia was accused by Velmora of bombing the town."
    assert told(text) == [("Velmora", "accuses", ["Dravia", "of bombing the town"])]


def test_who_is_the_source_and_the_one_it_stands_for_the_name() -> None:
    text = "Mayor Tomas Reik, who denied the attack, left at noon."
    _, found = read(text)
    assert [(s.source.of(text), s.name.of(text)) for s in found if s.source and s.name] == [("who", "Mayor Tomas Reik")]


def test_quotation_that_runs_on_into_the_next_paragraph_is_one_statement() -> None:
    text = "“They came twice,” said Orla Fenn. “We hid.\n\n“And then they went.”\n\n“Nobody knows,” said Karel Dost."
    assert [(n, c) for n, _, c in told(text)] == [
        ("Orla Fenn", ["“They came twice,”", "“We hid.", "“And then they went.”"]),
        ("Karel Dost", ["“Nobody knows,”"]),
    ]


def test_colon_announces_the_quotation_of_the_next_paragraph() -> None:
    assert told("Anna Berg wrote:\n\n“We will not go.”\n\nNobody answered.") == [
        ("Anna Berg", "says", ["“We will not go.”"])
    ]


def test_transcript_labels_are_speakers_of_their_own_words() -> None:
    text = "MS. BERG: I object to this motion, and always will.\n\nQ: Did you know of it at all?\n\nPhoto: Reuters and others took this one."
    _, found = read(text)
    assert [(n, c) for n, _, c in told(text)] == [
        ("MS. BERG", ["I object to this motion, and always will"]),
        (None, ["Did you know of it at all?"]),
    ]
    assert {s.speech for s in found} == {Speech.DIRECT}


def test_said_by_it_is_said_by_somebody_unnamed() -> None:
    assert told("The bridge would close, it said.") == [(None, "says", ["The bridge would close"])]


def test_second_clause_belongs_to_what_was_said() -> None:
    text = "Anna Berg said the port was open, but that no ship had come."
    assert told(text) == [("Anna Berg", "says", ["the port was open, but that no ship had come"])]


def test_verb_inside_quotation_marks_makes_no_statement_of_its_own() -> None:
    assert [n for n, _, _ in told("“The doctor said I may go,” Anna Berg told reporters.")] == ["Anna Berg"]


def test_quotation_before_another_speakers_cue_is_that_speakers() -> None:
    text = "The governor, Ada Brink, said prices rose. “We are calm,” the banker Emil Sarto said."
    assert [(n, c) for n, _, c in told(text)] == [("Ada Brink", ["prices rose"]), ("Emil Sarto", ["“We are calm,”"])]


def test_dateline_is_no_part_of_a_speaker() -> None:
    assert told("TESSIN, Velmora — Dravia has rejected the claims.")[0][0] == "Dravia"


def test_pronoun_is_resolved_to_the_one_person_who_spoke_before() -> None:
    text = "Colonel Ann Roe spoke first. “It is over,” Colonel Ann Roe said.\n\nShe warned that the road was mined."
    assert told(text)[-1][0] == "Colonel Ann Roe"


def test_pronoun_that_could_mean_two_people_names_nobody() -> None:
    text = "Ann Roe said it rained. John Smith said it snowed.\n\nHe added that it was cold."
    assert told(text)[-1][0] is None


def test_pronoun_after_another_subject_names_nobody() -> None:
    text = "John Doe said the road was open. Ilya Petrov was arrested on Monday. He said he was innocent."
    assert told(text)[-1][0] is None


@pytest.mark.parametrize(
    "other",
    [
        "Harbour worker Ilya Petrov saw it happen.",
        "The engineer, Ilya Petrov, disagreed.",
        "The outgoing director, President Ilya Petrov, left at noon.",
        "A port driver, Emil Okafor, was asleep.",
        "The engineer disagreed.",
    ],
)
def test_pronoun_after_somebody_who_is_described_names_nobody(other: str) -> None:
    assert told(f"John Doe said the road was open. {other} “I would not go,” he said.")[-1][0] is None


@pytest.mark.parametrize(
    "own", ["Minister Doe looked tired.", "The minister looked tired.", "The fire burned for days."]
)
def test_pronoun_after_the_same_person_or_a_thing_still_names(own: str) -> None:
    text = f"Foreign Minister John Doe said the road was open. {own} “I would not go,” he said."
    assert (told(text)[-1][0] or "").endswith("John Doe")


def test_name_goes_by_one_pronoun_only() -> None:
    text = "Jane Smith said it rained. She said it was cold. He said it was late."
    assert [n for n, _, _ in told(text)] == ["Jane Smith", "Jane Smith", None]


@pytest.mark.parametrize(
    "text",
    [
        "The general refused to confirm the shelling of the town.",
        "Nobody denied the shelling of the town.",
        "Neither the army nor the government confirmed the shelling.",
    ],
)
def test_what_was_not_said_is_no_statement(text: str) -> None:
    assert told(text) == []


def test_surname_is_resolved_to_the_full_name() -> None:
    text = "General John Smith arrived. “It is over,” Smith said."
    assert told(text)[0][0] in ("General John Smith", "John Smith")


def test_acronym_is_resolved_to_the_name_it_was_introduced_for() -> None:
    text = "The Karsa Rights Monitor (KRM) was founded in May.\n\nThe KRM said 41 people were killed."
    assert told(text)[0][0] == "Karsa Rights Monitor (KRM)"


def test_role_is_kept_beside_the_name() -> None:
    text = "State Department spokesman John Kirby said the talks would go on."
    _article, [said] = read(text)
    assert said.role is not None
    assert said.role.of(text) == "State Department spokesman"


def test_relay_is_neither_speaker_nor_content() -> None:
    text = "The planes came from Skarn, the Karsa Rights Monitor said, according to Northern Wire."
    _, [said] = read(text)
    assert said.name is not None
    assert said.relay is not None
    assert (said.name.of(text), said.relay.of(text)) == ("Karsa Rights Monitor", "Northern Wire")
    assert all("Northern Wire" not in c.of(text) for c in said.content)


def test_one_quoted_through_another_is_the_speaker() -> None:
    text = "Northern Wire quoted Anna Berg as saying that three cranes had burned down."
    _, [said] = read(text)
    assert said.name is not None
    assert said.relay is not None
    assert (said.name.of(text), said.relay.of(text)) == ("Anna Berg", "Northern Wire")


def test_denial_by_content_needs_the_accused_to_speak_of_the_past() -> None:
    past = "“Our jets did not fly that night,” the ministry said."
    present = "“We are not done,” the ministry said."
    assert [a for _, a, _ in told(past)] == ["denies"]
    assert [a for _, a, _ in told(present)] == ["says"]


@pytest.mark.parametrize(
    "text",
    [
        "A",
        "WORD " * 2000,
        "no full stop and no marks at all just words " * 200,
        "MR. SPEAKER: The house will rise. MS. BERG: I object. " * 30,
        "“ “ ” '' \" ‘ ’ » « " * 100,
        "THE MINISTER SAID IT WAS OVER. " * 50,
        "- one\n- two\n| a | b |\n" * 50,
        "Der Minister sagte, es sei vorbei. 部長は否定した。 Министр отрицает. " * 20,
        " ".join(f"Person{n} Name{n} said it rained." for n in range(200)),
    ],
)
def test_odd_text_is_read_without_a_crash(text: str) -> None:
    article, found = read(text)
    assert all(0 <= s.extent.start < s.extent.end <= len(article.text) for s in found)


def test_language_that_the_parser_does_not_know_gives_no_statements() -> None:
    assert read("Der Minister sagte, es sei vorbei.", language="de")[1] == []


def test_time_grows_with_length_and_no_faster() -> None:
    def seconds(times: int) -> float:
        text = "\n\n".join(f"Ann Berg{n} said it rained. “It did,” he said. Karel denied it." for n in range(times))
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    seconds(20)
    assert seconds(400) < 14 * seconds(100)


def test_paragraph_beyond_measure_is_left_alone() -> None:
    assert read("She said it rained and " * 4000)[1] == []


PARTS = st.sampled_from(
    ["“No,” ", "he said. ", "Ann Roe ", "denied it. ", "\u00a0", "\n\n", "👩‍👩‍👧 ", "according to Ovo, ", "שלום "]
)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=120), st.lists(PARTS, max_size=25).map("".join)))
def test_every_part_of_a_statement_lies_in_the_article_and_content_never_meets_the_cue(text: str) -> None:
    article, found = read(text)
    for said in found:
        parts = [*said.cue, *said.content, *(s for s in (said.source, said.name, said.role, said.relay) if s)]
        assert all(p.of(article.text).strip() for p in parts)
        assert all(p.end <= len(text) for p in parts)
        assert not any(c.meets(q) for c in said.content for q in said.cue)
        assert list(said.content) == sorted(said.content)


def test_acts_and_speech_are_of_the_vocabulary(article: Callable[..., Article]) -> None:
    _, found = read("Ann Roe said it. “No,” Ann Roe said. Ann Roe called it “a joke” and left.")
    assert all(s.act in Act and s.speech in Speech for s in found)


def test_name_is_that_of_the_phrases_head_or_of_who_stands_beside_it() -> None:
    assert told("Harbour Watch, the main pro-Clinton group, says it rained.")[0][0] == "Harbour Watch"
    assert told("Their lawyer, Angela Merkel, said it rained.")[0][0] == "Angela Merkel"
