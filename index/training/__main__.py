"""Makes the packaged reader and tagger, from question sets to the files of index/models.

    python -m index.training learn     EVAL WORK OUT
    python -m index.training pack      EVAL WORK OUT
    python -m index.training fit-plain EVAL WORK OUT
    python -m index.training fit       EVAL WORK OUT
    python -m index.training tag       EVAL WORK OUT

EVAL holds train/sentences.jsonl.gz and a folder a set, each with corpus.jsonl.gz and questions.jsonl.gz. WORK keeps
libraries, mined groups, checkpoints and what was learnt, so that a run that broke off goes on where it was. `learn`
makes networks, one from another (index/training/stages.py); with `--teacher`, a folder that holds a larger model (best
on a graphics card), from what that one tells, and a closer reader from its layers. `pack` makes a graph of the last in
OUT, and with `--teacher` of the closer reader beside it; the sum of both that it prints belongs into
index/inference/rerankers.py. `fit-plain` fits how sentences are ranked before a reader sees them, in the folder
above OUT; `fit` what is made of the reader's scores, on what it has not learnt from. `tag` learns a tagger
(index/training/tagger_stages.py), also from what a teacher tells of articles that nobody annotated, where one is given,
and makes its graph in OUT; the sum belongs into index/inference/taggers.py.
"""

import random
import time
from pathlib import Path

import click

from index.inference.rerankers import CLOSE
from index.training.corpora import LIBRARIES, build, learnt_before, news
from index.training.fits import fit_plain, fit_read
from index.training.groups import Group

MOST_SHOWN = 300
"""Pairs by which the packed graph's scales are measured."""
SEED = 7


@click.command()
@click.argument("step", type=click.Choice(["learn", "pack", "fit-plain", "fit", "tag"]))
@click.argument("evaluation", type=click.Path(exists=True, path_type=Path))
@click.argument("work", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--teacher", type=click.Path(exists=True, path_type=Path), help="Folder of a larger model to learn from.")
@click.option("--seed", default=SEED, show_default=True)
def main(step: str, evaluation: Path, work: Path, out: Path, teacher: Path | None, seed: int) -> None:
    """Learn, pack, or fit what is made of the scores; every step prints its minutes and figures."""
    begun = time.monotonic()
    if step == "tag":
        click.echo(_tag(evaluation, work, out, teacher, seed))
        return
    for name in LIBRARIES:
        build(evaluation, work / "libraries", name)
    if step == "learn":
        _learn(evaluation, work, teacher, seed)
    elif step == "pack":
        click.echo(_pack(evaluation, work, out, teacher))
    elif step == "fit-plain":
        fit_plain(evaluation, work, out.parent / "plain.json")
    else:
        fit_read(evaluation, work, out)
    click.echo(f"{(time.monotonic() - begun) / 60:.1f} minutes")


def _learn(evaluation: Path, work: Path, teacher: Path | None, seed: int) -> None:
    from index.training.stages import learn_stages

    learn_stages(work, learnt_before(evaluation, work), news(evaluation, work), teacher, seed)
    for card in sorted(work.glob("*/card.json")):
        click.echo(f"{card.parent.name}: {' '.join(card.read_text(encoding='utf-8').split())}")


def _pack(evaluation: Path, work: Path, out: Path, teacher: Path | None) -> str:
    from index.training.network import Network
    from index.training.packing import pack
    from index.training.stages import BOTH, CLOSE_BOTH, CLOSE_LAYERS

    pairs = _pairs_of(news(evaluation, work))
    shown = random.Random(SEED).sample(pairs, min(MOST_SHOWN, len(pairs)))
    if teacher is not None:
        pack(Network.load(work / CLOSE_BOTH, teacher, CLOSE_LAYERS), out / CLOSE, shown)
    return f"sha256 {pack(Network.load(work / BOTH), out, shown)}"


def _tag(evaluation: Path, work: Path, out: Path, teacher: Path | None, seed: int) -> str:
    from index.training.packing import packed_tagger
    from index.training.tagger_stages import TAGGER, learn_tagger, shown_windows
    from index.training.tagging import TagNetwork

    learn_tagger(evaluation, work, teacher, seed)
    return f"sha256 {packed_tagger(TagNetwork.load(work / TAGGER), out, shown_windows(evaluation))}"


def _pairs_of(groups: list[Group]) -> list[tuple[str, str]]:
    return [(g.question, s.text) for g in groups for s in (*g.right, *g.wrong)]


if __name__ == "__main__":
    main()
