"""The words that passages and statements are searched by."""

from dataclasses import dataclass

from index.records import Statement
from index.text.folding import searchable


@dataclass(frozen=True, slots=True)
class PassageWords:
    """A passage by its words: its title's and its own."""

    number: int
    publisher: str
    words: str


@dataclass(frozen=True, slots=True)
class StatementWords:
    """A statement by its words: what it does, who makes it, and what is said."""

    number: int
    act: str
    speaker: str
    content: str


def act_word(act: str) -> str:
    """Return an act as the one word that it is searched by."""
    return act.replace(" ", "")


def statement_words(number: int, text: str, statement: Statement) -> StatementWords:
    """Return the words that a statement of an article with this text is found by."""
    speaker = " ".join(x.of(text) for x in (statement.name, statement.source, statement.role) if x)
    content = " ".join(c.of(text) for c in statement.content)
    return StatementWords(number, act_word(statement.act), searchable(speaker), searchable(content))
