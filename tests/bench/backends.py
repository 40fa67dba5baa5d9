"""A library in a folder beside a copy of it in PostgreSQL: the same questions of both, one after the other, in one run.

    python -m tests.bench.backends LIBRARY QUESTIONS.jsonl [MOST] [ROWS]

PostgreSQL is started from the wheel of the test extra. Prints how alike the answers are and what each took. With ROWS
the answers are written to ROWS-folder.jsonl and ROWS-postgres.jsonl, for whatever scores them.
"""

import json
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from index import AddReport, Answer, Database, IndexSettings, NewsIndex
from index.backends import backend_of
from index.evaluation.sets import read_questions
from index.ingesting.copying import copied, differences
from index.json_rows import answer_row
from tests.postgres_server import Databases, running

TIED = 1e-3
"""By how little two quotes' scores differ that may stand in either order."""


class Both(NamedTuple):
    """What the two answered, and how long each took."""

    folder: Answer
    postgres: Answer
    seconds: tuple[float, float]


def main(library: str, questions: str, most: str = "200", rows: str = "") -> None:
    with running() as server:
        databases = Databases(server)
        with databases.new() as database:
            move(Path(library), databases.owned(database))
            asked = list(islice(read_questions(Path(questions)), int(most)))
            found = ask_both(IndexSettings(library=Path(library)), IndexSettings(library=database), asked)
    tell(found)
    for name in ("folder", "postgres") if rows else ():
        with Path(f"{rows}-{name}.jsonl").open("w", encoding="utf-8") as file:
            for question, both in zip(asked, found, strict=True):
                row = {"id": question.get("id"), **answer_row(getattr(both, name))}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def move(library: Path, database: Database) -> None:
    """Copy a library into a database, as `onrecord copy` does."""
    begun, report = time.perf_counter(), AddReport()
    source, target = (backend_of(place, write=place is database, tell=print) for place in (library, database))
    for _ in copied(source.library, target.library, report):
        pass
    target.candidates.keep_up()
    taken = time.perf_counter() - begun
    unlike = list(differences(source.library, target.library))
    print(f"{report.added} articles, {report.passages} passages copied in {taken:.0f} s; {len(unlike)} differ")
    source.library.close()
    target.library.close()


def ask_both(folder: IndexSettings, postgres: IndexSettings, questions: Sequence[dict[str, Any]]) -> list[Both]:
    """Ask each question of both, the one and the other first in turn."""
    found = []
    with NewsIndex.open(folder) as one:
        embedder, source = one.embedder, one.loaded[1]
        with NewsIndex.open(postgres, embedder=embedder, reader=one.reader, statement_source=source) as other:
            for index in (one, other):
                index.ask(questions[0]["question"], index.collections())
            for n, question in enumerate(questions):
                order = (one, other) if n % 2 else (other, one)
                answers, seconds = {}, {}
                for index in order:
                    begun = time.perf_counter()
                    answers[index] = ask(index, question)
                    seconds[index] = time.perf_counter() - begun
                found.append(Both(answers[one], answers[other], (seconds[one], seconds[other])))
    return found


def ask(index: NewsIndex, row: dict[str, Any]) -> Answer:
    day = date.fromisoformat(str(row["asked"])) if row.get("asked") else None
    return index.ask(row["question"], index.collections(), row.get("history") or (), asked=day)


def first(answer: Answer) -> tuple[str, str, int] | None:
    return next(((q.article.collection, q.article.id, q.span.start) for q in answer.quotes), None)


def is_tie(both: Both) -> bool:
    """Tell whether the first quotes are the same words in two articles, or score alike."""
    one, other = both.folder.quotes[:1], both.postgres.quotes[:1]
    return bool(one and other) and (one[0].text == other[0].text or abs(one[0].score - other[0].score) < TIED)


def tell(found: Sequence[Both]) -> None:
    count = len(found)
    alike = sum(bool(b.folder.quotes) == bool(b.postgres.quotes) for b in found)
    same = sum(first(b.folder) == first(b.postgres) for b in found)
    ties = sum(first(b.folder) != first(b.postgres) and is_tie(b) for b in found)
    apart = max(abs(b.folder.confidence - b.postgres.confidence) for b in found)
    print(
        f"{count} questions: answered or declined alike {alike / count:.3f}; first quote the same {same / count:.3f}, ",
        end="",
    )
    print(f"ties {ties}; confidence at most {apart:.4f} apart")
    for name, place in (("folder", 0), ("postgres", 1)):
        cut = statistics.quantiles([b.seconds[place] for b in found], n=20)
        print(f"{name}: p50 {cut[9] * 1000:.0f} ms, p95 {cut[18] * 1000:.0f} ms")
    ratios = [b.seconds[1] / b.seconds[0] for b in found]
    print(f"postgres over folder, question by question: median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
