"""Makes the packaged reader, from question sets to the files of index/models.

    python -m index.training learn     EVAL WORK OUT
    python -m index.training pack      EVAL WORK OUT
    python -m index.training fit-plain EVAL WORK OUT
    python -m index.training fit       EVAL WORK OUT

EVAL holds train/sentences.jsonl.gz and a folder a set, each with corpus.jsonl.gz and questions.jsonl.gz. WORK keeps
libraries, mined groups, checkpoints and what was learnt, so that a run that broke off goes on where it was. `learn`
makes a network from pairs and encyclopaedias, and from this one another with news. `pack` makes a graph of that in OUT;
the sum that it prints belongs into index/inference/rerankers.py. `fit-plain` fits how sentences are ranked before a
reader sees them, in the folder above OUT; `fit` what is made of the reader's scores, on what it has not learnt from.
"""

import json
import random
import time
from pathlib import Path

import click

from index.training.corpora import LIBRARIES, build, learnt_before, news
from index.training.fits import fit_plain, fit_read
from index.training.groups import Group

MOST_SHOWN = 300
"""Pairs by which the packed graph's scales are measured."""
SEED = 7
BEFORE, NEWS = "before", "news"
"""Networks: the one from encyclopaedias, and the one that goes on from it with news."""


@click.command()
@click.argument("step", type=click.Choice(["learn", "pack", "fit-plain", "fit"]))
@click.argument("evaluation", type=click.Path(exists=True, path_type=Path))
@click.argument("work", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--seed", default=SEED, show_default=True)
def main(step: str, evaluation: Path, work: Path, out: Path, seed: int) -> None:
    """Learn, pack, or fit what is made of the scores; every step prints its minutes and figures."""
    begun = time.monotonic()
    for name in LIBRARIES:
        build(evaluation, work / "libraries", name)
    if step == "learn":
        for name in (BEFORE, NEWS):
            click.echo(_learn(evaluation, work, name, seed))
    elif step == "pack":
        click.echo(_pack(evaluation, work, out))
    elif step == "fit-plain":
        fit_plain(evaluation, work, out.parent / "plain.json")
    else:
        fit_read(evaluation, work, out)
    click.echo(f"{(time.monotonic() - begun) / 60:.1f} minutes")


def _learn(evaluation: Path, work: Path, name: str, seed: int) -> str:
    """Learn a network, where it is not there yet; return its card."""
    from index.training.learning import FIRST, THEN, learn
    from index.training.network import Network

    folder = work / name
    if not (folder / "card.json").is_file():
        is_first = name == BEFORE
        groups = learnt_before(evaluation, work) if is_first else news(evaluation, work)
        network = Network() if is_first else Network.load(work / BEFORE)
        took = learn(network, groups, folder / "checkpoints", FIRST if is_first else THEN, seed)
        network.save(folder, took)
    return f"{name}: {json.dumps(json.loads((folder / 'card.json').read_text(encoding='utf-8')))}"


def _pack(evaluation: Path, work: Path, out: Path) -> str:
    from index.training.network import Network
    from index.training.packing import pack

    pairs = _pairs_of(news(evaluation, work))
    shown = random.Random(SEED).sample(pairs, min(MOST_SHOWN, len(pairs)))
    return f"sha256 {pack(Network.load(work / NEWS), out, shown)}"


def _pairs_of(groups: list[Group]) -> list[tuple[str, str]]:
    return [(g.question, s.text) for g in groups for s in (*g.right, *g.wrong)]


if __name__ == "__main__":
    main()
