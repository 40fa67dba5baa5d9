import pytest

from tests.index.statements.articles import read, told

pytestmark = pytest.mark.model


def test_who_is_the_source_and_the_one_it_stands_for_the_name() -> None:
    text = "Mayor Tomas Reik, who denied the attack, left at noon."
    _, found = read(text)
    assert [(s.source.of(text), s.name.of(text)) for s in found if s.source and s.name] == [("who", "Mayor Tomas Reik")]


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


def test_pronoun_after_a_name_of_one_word_that_spoke_names_nobody() -> None:
    text = "The loss is heavy, Sheriff Ned Harker said.\n\nBrolly told reporters that the road is shut. He said no more is known."
    assert told(text)[-1][0] is None


@pytest.mark.parametrize(
    "own", ["Minister Doe looked tired.", "The minister looked tired.", "The fire burned for days."]
)
def test_pronoun_after_the_same_person_or_a_thing_still_names(own: str) -> None:
    text = f"Foreign Minister John Doe said the road was open. {own} “I would not go,” he said."
    assert (told(text)[-1][0] or "").endswith("John Doe")


def test_name_goes_by_one_pronoun_only() -> None:
    text = "Jane Smith said it rained. She said it was cold. He said it was late."
    assert [n for n, _, _ in told(text)] == ["Jane Smith", "Jane Smith", None]


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


def test_name_is_that_of_the_phrases_head_or_of_who_stands_beside_it() -> None:
    assert told("Harbour Watch, the main pro-Clinton group, says it rained.")[0][0] == "Harbour Watch"
    assert told("Their lawyer, Angela Merkel, said it rained.")[0][0] == "Angela Merkel"


def test_a_rank_that_is_part_of_a_longer_title_is_not_torn_from_it() -> None:
    _, [found] = read(text := "World Health League Director-General Mara Quist said the fever was over.")
    assert found.name is not None
    assert found.role is not None
    assert (found.name.of(text), found.role.of(text)) == ("Mara Quist", "World Health League Director-General")
