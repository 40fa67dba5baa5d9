"""Question sets → groups to learn from, by our own retrieval.

Three kinds of data: pairs of a question and the sentence that answers it, without articles; questions over
encyclopaedias, whose articles lie in one library together, so that look-alike sentences of wrong articles come up; and
questions on news. Of some of them nothing is an answer, among these twins of questions with one thing changed.
"""

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from index.answering.features import Reading
from index.answering.reranking import readable
from index.engine import NewsIndex
from index.evaluation.scoring import is_right
from index.query.questions import read_question
from index.records import Article
from index.settings import IndexSettings
from index.sources import read_articles
from index.training.groups import Group, Seen
from index.training.marking import marked

PARAGRAPHS = 8
"""Neighbouring sentences of the pairs that are joined to one article, so that neighbours become negatives."""
MOST_RIGHT, HARDEST, MOST_WRONG = 3, 12, 16
"""Sentences kept of a group: right ones, the wrong ones ranked first, and these with some drawn from the rest."""
COLLECTION = "default"
SEED = 7


def groups_of_pairs(path: Path, folder: Path, most: int) -> Iterator[Group]:
    """Yield a group for each {order, question, sentence}; its negatives come out of a library of all sentences."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pairs = sorted(map(json.loads, lines), key=lambda row: row["order"])
    sentences = list(dict.fromkeys(row["sentence"] for row in pairs))
    with NewsIndex.open(IndexSettings(library=folder, statements=False, reader="none"), write=True) as index:
        index.add(_articles(sentences, folder))
        answerer = index.answerer()
        for row in random.Random(SEED).sample(pairs, min(most, len(pairs))):
            readings = answerer.read(read_question(row["question"]), [COLLECTION])[0]
            wrong = [r for r in readings if r.quote.text not in row["sentence"]][:HARDEST]
            right = next((readable(r.quote) for r in readings if r.quote.text in row["sentence"]), row["sentence"])
            yield Group("pairs", "", row["question"], (Seen(right),), tuple(Seen(readable(r.quote)) for r in wrong))


def _articles(sentences: Sequence[str], folder: Path) -> Iterator[Article]:
    path = folder / "pairs.jsonl"
    rest = iter(sentences)
    joined = iter(lambda: "\n\n".join(islice(rest, PARAGRAPHS)), "")
    rows = ({"id": f"pairs-{number}", "text": text} for number, text in enumerate(joined))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return read_articles([path], COLLECTION, "", print)


def groups_of_set(
    name: str, rows: Iterable[tuple[str, Mapping[str, Any]]], library: Path, known: Mapping[str, Mapping[str, Any]]
) -> Iterator[Group]:
    """Yield a group for each question of a set, asked of a library; `rows` are what it is about, and the question.

    `known` are the set's questions by id: what answers the question that another is a twin of comes first among what
    does not answer the twin.
    """
    chance = random.Random(SEED)
    with NewsIndex.open(IndexSettings(library=library, reader="none")) as index:
        answerer = index.answerer(reads=False)
        for about, row in rows:
            question = answerer.question(row["question"], [COLLECTION], row.get("history") or ())
            readings = [] if question.is_empty else answerer.read(question, [COLLECTION])[0]
            right = [r for r in readings if is_right(r.quote, row)] if row["answerable"] else []
            if readings and (right or not row["answerable"]):
                twin = known.get(str(row.get("twin_of")))
                wrong = _wrong(readings, right, twin, chance)
                yield Group(name, about, question.search, tuple(_seen(right[:MOST_RIGHT], row["answers"])), wrong)


def _seen(readings: Iterable[Reading], answers: Sequence[str]) -> Iterator[Seen]:
    return (Seen(readable(r.quote), marked(r.quote.text, answers)) for r in readings)


def _wrong(
    readings: Sequence[Reading], right: Sequence[Reading], twin: Mapping[str, Any] | None, chance: random.Random
) -> tuple[Seen, ...]:
    good = {id(r) for r in right}
    wrong = [r for r in readings if id(r) not in good]
    if twin is not None:
        wrong.sort(key=lambda r: not is_right(r.quote, twin))
    rest = wrong[HARDEST:]
    drawn = [*wrong[:HARDEST], *chance.sample(rest, min(len(rest), MOST_WRONG - HARDEST))]
    return tuple(dict.fromkeys(Seen(readable(r.quote)) for r in drawn))
