"""What a model marks, as statements: with a stand-in that marks what a test says, beside the real parser and rules."""

from collections.abc import Sequence

import pytest

from index import Act, Article, Statement
from index.inference.taggers import Place, Tagged
from index.sources.formats.layout import mark_blocks
from index.statements import StatementReader


class Marking:
    """Marks one attribution, by its words."""

    def __init__(self, cue: str, source: str, content: str) -> None:
        self._parts = (cue, source, content)

    def tag(self, texts: Sequence[str], read: Sequence[Sequence[Place]]) -> list[list[Tagged]]:
        cue, source, content = self._parts
        parts = ([_place(text, words) for words in (cue, source, content)] for text in texts)
        return [[Tagged((at[0],), (at[1],), (at[2],), 0.9)] for at in parts]


def _place(text: str, words: str) -> Place:
    return text.index(words), text.index(words) + len(words)


def said(text: str, cue: str, source: str, content: str) -> list[tuple[str | None, str, list[str]]]:
    article = Article("a", "default", text, mark_blocks(text))
    found: list[Statement] = StatementReader(Marking(cue, source, content)).read([article])[0]
    return [(s.name.of(text) if s.name else None, s.act.value, [c.of(text) for c in s.content]) for s in found]


def test_what_the_rules_do_not_see_is_read_as_marked() -> None:
    text = "In the hall of Brey there was, for Ines Faro, a warning: the dam would not hold until the spring."
    assert said(text, "warning", "Ines Faro", "the dam would not hold until the spring") == [
        ("Ines Faro", Act.WARNS, ["the dam would not hold until the spring"])
    ]


def test_a_quotation_is_never_cut() -> None:
    text = "“The dam will hold until spring,” the mayor, Ines Faro, told the council of Brey."
    [(_, _, content)] = said(text, "told", "Ines Faro", "dam will hold")
    assert content == ["“The dam will hold until spring,”"]


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("Ines Faro voted for the new dam in the council.", "voted for", "Ines Faro", "the new dam"),
        ("Ines Faro declined to comment on the age of the dam.", "declined to comment", "Ines Faro", "the age of the dam"),
        ("Three names mentioned by nobody were read: Faro, Rook and Lind of Brey.", "mentioned", "names", "Faro, Rook"),
    ],
)  # fmt: skip
def test_what_nobody_said_is_no_statement(text: str, cue: str, source: str, content: str) -> None:
    assert said(text, cue, source, content) == []


def test_what_lies_in_one_word_with_its_cue_is_not_said() -> None:
    text = 'Zone 0%SAID:"000 of them left Brey on Monday."'
    assert said(text, "SAID", "Zone", '"000 of them left Brey on Monday."') == []


def test_a_source_of_another_paragraph_is_not_taken() -> None:
    text = "Ines Faro came to Brey by boat on Monday.\n\nThere was a warning that the dam would not hold."
    assert said(text, "warning", "Ines Faro", "the dam would not hold") == []


def test_where_both_see_a_cue_the_act_is_the_rules_and_the_words_are_the_models() -> None:
    text = "Ines Faro did not deny that the dam was old and that it had leaked since the spring, the council heard."
    [(name, act, content)] = said(text, "deny", "Ines Faro", "that the dam was old")
    assert (name, act, content) == ("Ines Faro", Act.SAYS, ["that the dam was old"])


def test_content_cut_short_ends_where_the_rules_see_its_end() -> None:
    text = "Ines Faro said twelve people had been hurt, including two children."
    [(_, _, content)] = said(text, "said", "Ines Faro", "people had been hurt, including two")
    assert content == ["twelve people had been hurt, including two children"]
