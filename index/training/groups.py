"""Question sets → groups to learn from: a question, sentences our own retrieval returns for it, and which are right.

Two kinds of data: pairs of a question and the sentence that answers it, without articles, and question
sets with a library of their own, some of whose questions nothing answers. Of a set, the questions on half of its
articles are learnt from (index/evaluation/halves.py); the others are kept aside to measure on.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from index.answering.features import Reading
from index.answering.reranking import readable
from index.engine import NewsIndex
from index.evaluation.halves import is_learnt_from
from index.evaluation.scoring import is_right
from index.evaluation.sets import read_questions
from index.query.questions import read_question
from index.records import Article
from index.settings import IndexSettings
from index.sources import read_articles

PARAGRAPHS = 8
"""Neighbouring sentences of the pairs that are joined to one article, so that neighbours become negatives."""
MOST_RIGHT, MOST_WRONG = 3, 12
COLLECTION = "default"


@dataclass(frozen=True, slots=True)
class Group:
    """A question with right sentences (none where nothing answers it) and wrong ones, the hardest first."""

    origin: str
    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def groups_of_pairs(path: Path, folder: Path, most: int) -> Iterator[Group]:
    """Yield a group for each {order, question, sentence}; its negatives come out of a library of all sentences."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pairs = sorted(map(json.loads, lines), key=lambda row: row["order"])
    sentences = list(dict.fromkeys(row["sentence"] for row in pairs))
    with NewsIndex.open(IndexSettings(library=folder, statements=False, reader="none"), write=True) as index:
        index.add(_articles(sentences, folder))
        answerer = index.answerer()
        for row in random.Random(7).sample(pairs, min(most, len(pairs))):
            readings = answerer.read(read_question(row["question"]), [COLLECTION])[0]
            texts = [readable(r.quote) for r in readings]
            wrong = [t for t in texts if t not in row["sentence"]]
            yield Group("pairs", row["question"], (row["sentence"],), tuple(wrong[:MOST_WRONG]))


def _articles(sentences: Sequence[str], folder: Path) -> Iterator[Article]:
    path = folder / "pairs.jsonl"
    rest = iter(sentences)
    joined = iter(lambda: "\n\n".join(islice(rest, PARAGRAPHS)), "")
    rows = ({"id": f"pairs-{number}", "text": text} for number, text in enumerate(joined))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return read_articles([path], COLLECTION, "", print)


def groups_of_set(name: str, questions: Path, library: Path, *, foreign: bool = False) -> Iterator[Group]:
    """Yield a group for each question of a set that is learnt from; with `foreign` nothing in the library answers."""
    with NewsIndex.open(IndexSettings(library=library, reader="none")) as index:
        answerer = index.answerer()
        titles = {t.id: t.title for t in index.titles([COLLECTION])}
        for row in (r for r in read_questions(questions) if is_learnt_from(r, titles)):
            question = read_question(row["question"], row.get("history") or ())
            if question.is_empty:
                continue
            readings = answerer.read(question, [COLLECTION])[0]
            answered = row["answerable"] and not foreign
            right = [r for r in readings if is_right(r.quote, row)] if answered else []
            if readings and (right or not answered):
                yield Group(name, question.search, _texts(right, MOST_RIGHT), _wrong(readings, right))


def _wrong(readings: Sequence[Reading], right: Sequence[Reading]) -> tuple[str, ...]:
    good = {id(r) for r in right}
    return _texts([r for r in readings if id(r) not in good], MOST_WRONG)


def _texts(readings: Sequence[Reading], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(readable(r.quote) for r in readings))[:most]


def write_groups(groups: Iterator[Group], path: Path) -> int:
    """Write groups as JSON lines, so that mining is done once; return how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for group in groups:
            file.write(json.dumps(asdict(group), ensure_ascii=False) + "\n")
            count += 1
    return count


def read_groups(path: Path) -> Iterator[Group]:
    """Yield the groups of a file written before."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield Group(row["origin"], row["question"], tuple(row["right"]), tuple(row["wrong"]))
