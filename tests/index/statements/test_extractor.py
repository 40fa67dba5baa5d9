import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index import Act, Article, Speech
from tests.index.statements.articles import PARTS, read, told

pytestmark = pytest.mark.model


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


def test_said_by_it_is_said_by_somebody_unnamed() -> None:
    assert told("The bridge would close, it said.") == [(None, "says", ["The bridge would close"])]


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
    assert seconds(800) < 14 * seconds(100)


def test_paragraph_beyond_measure_is_left_alone() -> None:
    assert read("She said it rained and " * 4000)[1] == []


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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "“I am too old to run,” said a retired porter known in the yard as “Sparrow.” He left.",
            "“I am too old to run,”",
        ),
        ("“We stay,” said the woman whom neighbours call “the Owl.”", "“We stay,”"),
    ],
)
def test_what_a_speaker_is_called_is_no_part_of_what_they_say(text: str, said: str) -> None:
    article, [found] = read(text)
    assert [c.of(article.text) for c in found.content] == [said]


def test_a_speech_that_goes_on_behind_its_speaker_is_no_name() -> None:
    article, [found] = read("“It is over,” said Ann Berg, “and we go home.”")
    assert [c.of(article.text) for c in found.content] == ["“It is over,”", "“and we go home.”"]
