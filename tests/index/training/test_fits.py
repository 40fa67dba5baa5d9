"""The whole making of a reader, from sets of a handful of questions to its files; slow, so only by `pytest -m slow`."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from index import IndexSettings, NewsIndex
from index.answering.fitted import Fitted
from index.training.__main__ import main
from index.training.corpora import MEASURED, NEWS, NEWSROOM, TAUGHT

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(1500), pytest.mark.filterwarnings("ignore")]
PEOPLE = ("Ida Holm", "Emil Okafor", "Ada Brink", "Anton Veld", "Sena Marren", "Joss Tarn", "Lena Pell", "Otto Skarn")


def rows(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield articles of a set, each with a question about it; every fourth is answered by none."""
    for n, person in enumerate(PEOPLE):
        doc, said = f"{name}-{n}", f"{person} denied that bridge number {n} of {name} was unsafe."
        text = f"Report {n} of {name}\n\n{said}\n\nEngineers had called it unsafe. It was built in 19{n}1."
        article = {"id": doc, "title": f"{name} {n}", "text": text, "published": f"2026-03-0{n + 1}"}
        known = n % 4 != 3
        asked = f"who denied that bridge number {n} of {name} was {'unsafe' if known else 'pink'}?"
        evidence = [{"doc_id": doc, "quote": said}] if known else []
        yield article, {
            "id": f"g0{n}-{name}", "group": f"g0{n}", "question": asked, "answerable": known, "type": "who_said",
            "answers": [person] if known else [], "evidence": evidence, "near_doc": None if known else doc,
        }  # fmt: skip


def written(folder: Path, name: str, lines: list[dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / name, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    folder = tmp_path / "eval"
    for name in (*MEASURED, *TAUGHT, *NEWS):
        pairs = list(rows(NEWSROOM if name in NEWS else name))
        written(folder / name, "corpus.jsonl.gz", [article for article, _ in pairs])
        written(folder / name, "questions.jsonl.gz", [question for _, question in pairs])
    told = [{"order": n, "question": f"who is {p}?", "sentence": f"{p} is mayor {n}."} for n, p in enumerate(PEOPLE)]
    written(folder / "train", "sentences.jsonl.gz", told)
    return folder


def test_a_reader_is_made_from_sets_and_answers(evaluation: Path, tmp_path: Path) -> None:
    work, out = tmp_path / "work", tmp_path / "models" / "reader"

    def run(step: str) -> str:
        result = CliRunner().invoke(main, [step, str(evaluation), str(work), str(out)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    assert all(name in run("learn") for name in ("before: ", "news: ", "both: "))
    run("pack")
    run("fit-plain")
    assert json.loads((out.parent / "plain.json").read_text())["weights"]
    run("fit")
    fitted = Fitted.of(out)
    assert fitted.confidence
    assert fitted.expected
    figures = json.loads((out / "fitted.json").read_text())["figures"]
    # Of eight groups the four of even number are learnt from, two are fitted on, and two only measure.
    assert figures[NEWSROOM]["questions"] == len(PEOPLE) / 4
    shutil.copytree(work / "libraries" / NEWSROOM, tmp_path / "library")
    with NewsIndex.open(IndexSettings(library=tmp_path / "library", reader=str(out))) as index:
        answer = index.ask("who denied that bridge number 2 was unsafe?", ["default"])
    assert answer.quotes or answer.nearest
