"""What the reader learns from: the sets, the libraries they are asked of, and what is kept apart.

Encyclopaedias lie in one library and news in another, so that a question meets the look-alike sentences of other sets'
articles. Of an encyclopaedic set that is measured, the questions on half of the articles are learnt from, by title
(index/evaluation/halves.py), and none on the other half by any set. Of news, groups of articles fall into four parts by
their number: the reader learns from the even ones, its teachers from one more, which also fits; the last only measures.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.engine import NewsIndex
from index.evaluation.halves import MEASURED_PART, articles_of, documents_of, is_even, is_learnt_group, part_of
from index.evaluation.sets import read_questions
from index.settings import IndexSettings
from index.sources import read_articles
from index.training.groups import Group, read_groups, write_groups
from index.training.mining import COLLECTION, groups_of_pairs, groups_of_set

MEASURED = ("squad-open", "clapnq", "mtrag-un", "quotesum", "ramdocs")
BOOLQ = "boolq"
TAUGHT = ("nq-oracle", "selqa", "timeqa", BOOLQ)
NEWSROOM, ENCYCLOPAEDIA = "newsroom", "encyclopaedia"
NEWS = (NEWSROOM, "giveme5w1h", "polnear")
"""The articles of the other two are among newsroom's."""
LIBRARIES: Mapping[str, Sequence[str]] = {ENCYCLOPAEDIA: (*MEASURED, *TAUGHT), NEWSROOM: (NEWSROOM,)}
"""Sets whose articles lie in one library."""
PAIRS, MOST_PAIRS = "pairs", 6_000
STEPS = {"polnear": 12}
"""Every which question of a set is taken: polnear's are made from few patterns, so that a part of them says all."""

Row = Mapping[str, Any]


def fits(about: str) -> bool:
    """Tell whether what the reader has not learnt from is fitted on, or kept to measure: about half of each."""
    return part_of(about) != MEASURED_PART


def build(evaluation: Path, libraries: Path, name: str) -> None:
    """Make the library `name`, where it is not there yet; encyclopaedias without statements, which no set asks for."""
    folder = libraries / name
    if not folder.is_dir():
        with NewsIndex.open(IndexSettings(library=folder, statements=name == NEWSROOM), write=True) as index:
            corpora = [evaluation / of / "corpus.jsonl.gz" for of in LIBRARIES[name]]
            index.add(read_articles(corpora, COLLECTION, "", print))


def mined(evaluation: Path, work: Path, library: str) -> dict[str, Path]:
    """Return the files of groups of a library's sets by set, each made where it is not there yet."""
    libraries = work / "libraries"
    sets = NEWS if library == NEWSROOM else (*MEASURED, *TAUGHT, PAIRS)
    kept = {name: work / f"{name}.jsonl" for name in sets}
    for name, path in kept.items():
        if not path.is_file():
            write_groups(_groups(evaluation, libraries, library, name), path)
    return kept


def _groups(evaluation: Path, libraries: Path, library: str, name: str) -> Iterator[Group]:
    if name == PAIRS:
        return groups_of_pairs(evaluation / "train" / "sentences.jsonl.gz", libraries / PAIRS, MOST_PAIRS)
    rows, known = rows_of(evaluation, libraries, name)
    return groups_of_set(name, rows, libraries / library, known)


def rows_of(evaluation: Path, libraries: Path, name: str) -> tuple[Iterator[tuple[str, Row]], dict[str, Row]]:
    """Return what may be learnt from of a set, with what each question is about, and all its questions by id."""
    asked = list(read_questions(evaluation / name / "questions.jsonl.gz"))[:: STEPS.get(name, 1)]
    if name == BOOLQ:
        asked = [{**row, "answers": ()} for row in asked]
    known: dict[str, Row] = {str(row["id"]): row for row in asked}
    if name in NEWS:
        homes = _homes(evaluation)
        return ((_home(row, homes), row) for row in asked), known
    titles = titles_of(libraries / ENCYCLOPAEDIA)
    apart = {title for of in MEASURED for title, _ in unlearnt(evaluation, libraries, of)}
    about = ((articles_of(row, titles)[0], row) for row in asked)
    return (pair for pair in about if pair[0] not in apart), known


def titles_of(library: Path) -> dict[str, str]:
    """Return the titles of the articles in a library, by id."""
    with NewsIndex.open(IndexSettings(library=library, reader="none")) as index:
        return {t.id: t.title for t in index.titles([COLLECTION])}


def _homes(evaluation: Path) -> dict[str, str]:
    """Return the group of newsroom's that each document belongs to."""
    rows = read_questions(evaluation / NEWSROOM / "questions.jsonl.gz")
    return {doc: row["group"] for row in rows for doc in documents_of(row)}


def _home(row: Row, homes: Mapping[str, str]) -> str:
    """Return the group of articles that a question is about."""
    docs = documents_of(row)
    own = str(row["group"])
    return own if str(row["id"]).startswith(f"{own}-") else next((homes[d] for d in docs if d in homes), own)


def unlearnt(evaluation: Path, libraries: Path, name: str) -> Iterator[tuple[str, Row]]:
    """Yield the questions of a set that the reader has not learnt from, with what each is about."""
    if name in NEWS:
        return (pair for pair in rows_of(evaluation, libraries, name)[0] if part_of(pair[0]) % 2)
    titles = titles_of(libraries / ENCYCLOPAEDIA)
    asked = read_questions(evaluation / name / "questions.jsonl.gz")
    return ((title, row) for row in asked if not is_even(title := articles_of(row, titles)[0]))


def learnt_before(evaluation: Path, work: Path) -> list[Group]:
    """Return the groups that are learnt from first: pairs and encyclopaedias."""
    return [g for path in mined(evaluation, work, ENCYCLOPAEDIA).values() for g in read_groups(path)]


def news(evaluation: Path, work: Path) -> list[Group]:
    """Return the groups of news that a reader or its teachers learn from."""
    every = (g for path in mined(evaluation, work, NEWSROOM).values() for g in read_groups(path))
    return [g for g in every if is_learnt_group(g.about)]
