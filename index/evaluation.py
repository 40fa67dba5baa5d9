"""Question sets → answers as rows, one for each question, in order: what is measured from outside."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from index.engine import NewsIndex
from index.errors import SourceError
from index.records import Quote
from index.rows import answer_row
from index.sources import opened


def read_questions(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of questions, JSON lines, gzipped or not: {id, question, history}.

    Raises:
        SourceError: the file cannot be read, or a line is no question.
    """
    try:
        with opened(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _question(line, f"{path}:{number}")
    except (OSError, EOFError) as error:
        raise SourceError(str(path), getattr(error, "strerror", None) or "cannot be read") from error


def _question(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        raise SourceError(where, "is not JSON") from None
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise SourceError(where, "has no question")
    history = row.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, dict) for turn in history):
        raise SourceError(where, "has a history that is not a list of {speaker, text}")
    return row


def answer_questions(
    index: NewsIndex, questions: Iterator[dict[str, Any]], collections: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield an answer row for each question row, in order."""
    for row in questions:
        answer = index.ask(row["question"], collections, row.get("history") or ())
        yield {"id": row.get("id"), **answer_row(answer)}


# --- scoring

SHORT_ANSWER = 8
"""Words; a longer answer is a retelling, which no quote holds."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return re.findall(r"\w+", text.casefold())


def holds(text: str, answer: str) -> bool:
    """Tell whether a text holds an answer, word by word."""
    wanted = " ".join(words_of(answer))
    return bool(wanted) and f" {wanted} " in f" {' '.join(words_of(text))} "


def alike(a: str, b: str) -> bool:
    """Tell whether two texts share half of the shorter one in one unbroken run, blanks ignored."""
    a, b = "".join(a.split()), "".join(b.split())
    if not a or not b:
        return False
    if a in b or b in a:
        return a == b or min(len(a), len(b)) >= 12
    run = SequenceMatcher(None, a, b, autojunk=False).find_longest_match(0, len(a), 0, len(b))
    return run.size * 2 >= min(len(a), len(b))


def is_right(quote: Quote, row: Mapping[str, Any]) -> bool:
    """Tell whether a quote answers the question of a row, by the rule of the question sets."""
    short = [a for a in row["answers"] if len(words_of(a)) <= SHORT_ANSWER]
    for evidence in row["evidence"]:
        if evidence["doc_id"] != quote.article.id:
            continue
        if evidence.get("quote"):
            if alike(quote.text, evidence["quote"]):
                return True
        elif not short or any(holds(quote.text, a) for a in short):
            return True
    return False
