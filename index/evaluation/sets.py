"""Question sets → answers as rows, one for each question, in order; and their figures, held against floors."""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from index.engine import NewsIndex
from index.errors import SourceError
from index.evaluation.halves import Half, documents_of, documents_of_half, of_half
from index.evaluation.misquoting import misquoting_figures
from index.evaluation.newsroom import newsroom_figures
from index.evaluation.scoring import Row, attribution_figures, event_figures, events_of, figures_of
from index.json_rows import answer_row
from index.records import Article
from index.settings import IndexSettings
from index.sources import Problem, opened, read_articles
from index.verifying.verdicts import Verdict


def read_questions(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of questions, JSON lines, gzipped or not: {id, question, history, asked}.

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
    try:
        _asked_on(row)
    except ValueError:
        raise SourceError(where, 'has a day of asking that is not written like "2024-04-10"') from None
    return row


def _asked_on(row: Row) -> date | None:
    """Return the day that a question was asked on, where its row says so.

    Raises:
        ValueError: what it says is no day.
    """
    return date.fromisoformat(str(row["asked"])) if row.get("asked") else None


def answer_questions(
    index: NewsIndex, questions: Iterator[Row], collections: Sequence[str], asked: date | None = None
) -> Iterator[dict[str, Any]]:
    """Yield an answer row for each question row, in order; asked on the row's own day, or on `asked`, or today."""
    for row in questions:
        answer = index.ask(row["question"], collections, row.get("history") or (), asked=_asked_on(row) or asked)
        yield {"id": row.get("id"), **answer_row(answer)}


# --- measuring

CORPUS, QUESTIONS, ATTRIBUTIONS = "corpus.jsonl", "questions.jsonl", "attributions.jsonl"
COLLECTION = "default"
EXCERPTS = 200
"""Wordings of the set's own articles by which verifying is measured, each whole and altered."""


def evaluate(
    folder: Path,
    settings: IndexSettings,
    report: Callable[[Problem], None],
    most: int | None = None,
    articles: int | None = None,
    half: Half | None = None,
) -> dict[str, float]:
    """Return the figures of the set in `folder`, on a library made of its articles; `report` takes unreadable ones.

    With `most` about so many of its questions are asked, evenly spread; with `articles` the library holds
    so many of the first, and only questions on these are asked; with `half` those on what the packaged weights
    have learnt from, or on what they have not.

    Raises:
        SourceError: the folder holds no corpus and questions, or a question without what answers it.
    """
    held = list(islice(read_articles([_file(folder, CORPUS)], COLLECTION, "", report), articles))
    ids = {a.id for a in held}
    complete = list(map(_measurable, read_questions(_file(folder, QUESTIONS))))
    events = {doc: event for doc, event in events_of(complete).items() if doc in ids}
    questions: list[Row] = [q for q in complete if ids.issuperset(documents_of(q))]
    if half is not None:
        questions = of_half(folder.resolve().name, questions, {a.id: a.title for a in held}, half)
    step = max(1, len(questions) // most) if most else 1
    asked = questions[::step]
    wanted = documents_of_half(ids, half) if half is not None else ids
    known = {doc: rows for doc, rows in _attributions(folder).items() if doc in wanted}
    if not questions and not known:
        raise SourceError(str(folder), "has no question of that half or on those articles")
    with NewsIndex.open(settings, write=True) as index:
        index.add(held)
        answers = list(answer_questions(index, iter(asked), [COLLECTION]))
        figures = figures_of(asked, answers) | newsroom_figures(asked, answers)
        told = list(index.statements([COLLECTION]))
        figures["verbatim"] = _verbatim(answers, {a.id: a.text for a, _ in told})
        if known:
            figures |= attribution_figures(known, {a.id: said for a, said in told})
        figures |= event_figures(events, index.events(events, [COLLECTION]))
        figures |= misquoting_figures(index, told, MISQUOTED)
        return figures | verify_figures(index, [a for a, _ in told], EXCERPTS)


def _measurable(row: dict[str, Any]) -> dict[str, Any]:
    """Return a question's row with all that figures are made of.

    Raises:
        SourceError: it says neither where the answer stands nor that none does.
    """
    answers, evidence = row.get("answers") or [], row.get("evidence") or []
    whole = all(isinstance(e, dict) and {"doc_id", "quote"} <= e.keys() for e in evidence)
    if not whole or not (evidence or row.get("answerable") is False):
        raise SourceError(row["question"], 'wants "evidence": [{"doc_id", "quote"}], or "answerable": false')
    return {"answerable": True, **row, "answers": answers, "evidence": evidence}


def _file(folder: Path, name: str) -> Path:
    found = next((p for p in (folder / name, folder / f"{name}.gz") if p.is_file()), None)
    if found is None:
        raise SourceError(str(folder), f"holds no {name} or {name}.gz; a set is a corpus and its questions")
    return found


def _attributions(folder: Path) -> dict[str, list[dict[str, Any]]]:
    path = next((p for p in (folder / ATTRIBUTIONS, folder / f"{ATTRIBUTIONS}.gz") if p.is_file()), None)
    known: dict[str, list[dict[str, Any]]] = {}
    if path is not None:
        with opened(path) as lines:
            for row in map(json.loads, lines):
                known.setdefault(row.get("article_id") or row["doc_id"], []).append(row)
    return known


def _verbatim(answers: Sequence[Row], texts: Mapping[str, str]) -> float:
    quotes = [q for a in answers for q in a["quotes"]]
    exact = sum(texts[q["article_id"]][q["start"] : q["end"]] == q["text"] for q in quotes)
    return float(exact / max(len(quotes), 1))


STANDING = (Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.CLIPPED, Verdict.DENIED, Verdict.TOO_SHORT)
"""Verdicts on words that stand there as they are claimed, whatever else is said of them."""
MISQUOTED = 10
"""Quotations of a kind that verifying is measured by, honest and bad."""


def verify_figures(index: NewsIndex, articles: Sequence[Article], most: int, seed: int = 11) -> dict[str, float]:
    """Return how often verifying is right on wordings of 8 to 30 words: whole, with words changed, and made up."""
    chance = random.Random(seed)
    texts = [a.text for a in articles if len(a.text.split()) > LONGEST_EXCERPT]
    if not texts:
        return {}
    words = [w for t in chance.sample(texts, min(50, len(texts))) for w in re.findall(r"[A-Za-z]{3,}", t)]
    whole = [_excerpt(chance.choice(texts), chance) for _ in range(most)]
    altered = [a for w in whole if (a := _altered(w, words, chance)) != " ".join(w.split())]
    invented = [" ".join(chance.choices(words, k=chance.randint(8, LONGEST_EXCERPT))) for _ in range(most)]

    def share(claims: Sequence[str], *verdicts: Verdict) -> float:
        return round(sum(index.verify(c, [COLLECTION]).verdict in verdicts for c in claims) / len(claims), 4)

    return {
        "verify found": share(whole, *STANDING),
        "verify altered told": share(altered, Verdict.ALTERED),
        "verify made-up refused": share(invented, Verdict.NOT_FOUND),
    }


LONGEST_EXCERPT = 30


def _excerpt(text: str, chance: random.Random) -> str:
    words = list(re.finditer(r"\S+", text))
    length = chance.randint(8, LONGEST_EXCERPT)
    start = chance.randrange(len(words) - length)
    return text[words[start].start() : words[start + length - 1].end()]


def _altered(excerpt: str, words: Sequence[str], chance: random.Random) -> str:
    """Return an excerpt with one or two words inside it changed, left out, or put in."""
    changed = excerpt.split()
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(1, len(changed) - 1)
        end, more = chance.choice(((at + 1, 1), (at + 1, 0), (at, 1)))
        changed[at:end] = [chance.choice(words)] * more
    return " ".join(changed)


def fallen(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Return a line for each figure that is absent or below its floor."""
    return [
        f"{name} {figures.get(name, 0.0):.3f} is below its floor {floor:.3f}"
        for name, floor in floors.items()
        if figures.get(name, 0.0) < floor
    ]
