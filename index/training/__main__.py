"""Makes the packaged reader, from question sets to the files of index/models.

    python -m index.training learn      EVAL WORK OUT [--passes 2] [--seed 7]
    python -m index.training pack       EVAL WORK OUT
    python -m index.training fit-plain  EVAL WORK OUT
    python -m index.training fit-reader EVAL WORK OUT

EVAL holds train/sentences.jsonl.gz and a folder a set, each with corpus.jsonl.gz and questions.jsonl.gz.
WORK keeps libraries, mined groups and checkpoints, so that a run that broke off goes on. OUT gets
reader.onnx and fitted.json, the folder beside it plain.json. Each step reads what the one before
wrote, so each is a run of its own; the sum that `pack` prints belongs into index/inference/rerankers.py.
"""

import json
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from index.answering.fitted import Fitted
from index.engine import NewsIndex
from index.settings import IndexSettings
from index.sources import read_articles
from index.training.figures import figures_of
from index.training.fitting import (
    PLAIN_NAMES,
    PLAIN_REASONS,
    READ_NAMES,
    READ_REASONS,
    cases_of,
    fit,
    fit_confidence,
    fit_expected,
)
from index.training.groups import COLLECTION, Group, groups_of_pairs, groups_of_set, read_groups, write_groups

SETS = ("clapnq", "giveme5w1h", "mtrag-un", "quotesum", "ramdocs", "squad-open", "polnear")
MOST_GROUPS = {"polnear": 500}
"""Its questions are made from few patterns, so that a part of them says all."""
MOST_PAIRS = 12_000
MOST_FOREIGN = 60
MOST_SHOWN = 300
"""Pairs by which the packed graph's scales are measured."""
SEED = 7


@click.command()
@click.argument("step", type=click.Choice(["learn", "pack", "fit-plain", "fit-reader"]))
@click.argument("evaluation", type=click.Path(exists=True, path_type=Path))
@click.argument("work", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--passes", default=2, show_default=True, help="Times that every pair is seen.")
@click.option("--seed", default=SEED, show_default=True)
def main(step: str, evaluation: Path, work: Path, out: Path, passes: int, seed: int) -> None:
    """Mine and learn, or fit what is made of the scores; every step prints its minutes and figures."""
    begun = time.monotonic()
    for name in SETS:
        _build(evaluation / name, work / "libraries" / name)
    if step == "learn":
        click.echo(_learn(evaluation, work, passes, seed))
    elif step == "pack":
        click.echo(_pack(evaluation, work, out))
    elif step == "fit-plain":
        _fit(evaluation, work / "libraries", "none", out.parent / "plain.json")
    else:
        _fit(evaluation, work / "libraries", str(out), out / "fitted.json")
    click.echo(f"{(time.monotonic() - begun) / 60:.1f} minutes")


def _build(folder: Path, library: Path) -> None:
    if not library.is_dir():
        with NewsIndex.open(IndexSettings(library=library), write=True) as index:
            index.add(read_articles([folder / "corpus.jsonl.gz"], COLLECTION, "", print))


def _learn(evaluation: Path, work: Path, passes: int, seed: int) -> str:
    from index.training.learning import learn

    groups = [g for path in _mined(evaluation, work) for g in read_groups(path)]
    model = learn(groups, work / "checkpoints", passes=passes, seed=seed)
    model.save_pretrained(str(work / "learnt"))
    return f"{len(groups)} groups"


def _pack(evaluation: Path, work: Path, out: Path) -> str:
    from sentence_transformers import CrossEncoder

    from index.training.packing import pack

    groups = [g for path in _mined(evaluation, work) for g in read_groups(path)]
    shown = random.Random(SEED).sample([(g.question, s) for g in groups for s in (*g.right, *g.wrong)], MOST_SHOWN)
    return f"sha256 {pack(CrossEncoder(str(work / 'learnt'), device='cpu'), out, shown)}"


def _mined(evaluation: Path, work: Path) -> Iterator[Path]:
    """Yield the files of mined groups, each made where it is not there yet."""
    libraries = work / "libraries"
    pairs = groups_of_pairs(evaluation / "train" / "sentences.jsonl.gz", libraries / "pairs", MOST_PAIRS)
    yield _kept(work / "pairs.jsonl", pairs)
    for name, other in zip(SETS, (*SETS[1:], SETS[0]), strict=True):
        asked = evaluation / name / "questions.jsonl.gz"
        own = islice(groups_of_set(name, asked, libraries / name), MOST_GROUPS.get(name))
        yield _kept(work / f"{name}.jsonl", own)
        foreign = islice(groups_of_set(name, asked, libraries / other, foreign=True), MOST_FOREIGN)
        yield _kept(work / f"{name}-of-{other}.jsonl", foreign)


def _kept(path: Path, groups: Iterator[Group]) -> Path:
    if not path.is_file():
        write_groups(groups, path)
    return path


def _fit(evaluation: Path, libraries: Path, reader: str, path: Path) -> None:
    """Fit weights and confidence for a reader, or for none; write them with their figures."""
    names, reasons = (PLAIN_NAMES, PLAIN_REASONS) if reader == "none" else (READ_NAMES, READ_REASONS)
    asked = {n: cases_of(n, evaluation, libraries, reader) for n in SETS}
    foreign = {
        f"{n} of {o}": cases_of(n, evaluation, libraries, reader, library=o)
        for n, o in zip(SETS, (*SETS[1:], SETS[0]), strict=True)
    }
    weights = fit(asked, names)
    ordered = {n: [c.weighed(Fitted(weights, {})) for c in own] for n, own in (asked | foreign).items()}
    confidence = fit_confidence(ordered, reasons)
    figures = figures_of(ordered, Fitted(weights, confidence))
    expected = {} if reader == "none" else fit_expected(asked)
    held = json.dumps({"weights": weights, "confidence": confidence, **expected, "figures": figures}, indent=1)
    path.write_text(held + "\n", encoding="utf-8")
    click.echo(held)


if __name__ == "__main__":
    main()
