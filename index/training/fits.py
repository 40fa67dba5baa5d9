"""What is fitted, on which questions, and where it is written."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import click

from index.answering.answerer import Answerer
from index.answering.fitted import FITTED, Fitted
from index.answering.short_answers import ShortAnswer
from index.engine import NO_READER, NewsIndex
from index.inference.rerankers import CloserReader
from index.settings import IndexSettings
from index.training.corpora import ENCYCLOPAEDIA, MEASURED, NEWS, NEWSROOM, Row, fits, unlearnt
from index.training.figures import figures_of, short_figures
from index.training.fitting import (
    CLOSE_NAMES,
    CLOSE_REASONS,
    PLAIN_NAMES,
    PLAIN_REASONS,
    READ_NAMES,
    READ_REASONS,
    Case,
    Sets,
    case_of,
    fit,
    fit_confidence,
    fit_expected,
    fit_short,
    shorts_of,
)

FOREIGN = 60
"""Questions of a set that are asked of news, where nothing answers them."""
MOST = 120
"""Questions of any set but newsroom."""
LEAST = 0.2
"""Confidence from which questions teach what a short answer is worth; below it none is shown."""


class Unlearnt:
    """The questions that a reader has not learnt from, as read by its libraries with it, or with none."""

    def __init__(self, evaluation: Path, work: Path, reader: str, held: ExitStack) -> None:
        """Open the libraries, until `held` is closed, and read the questions."""
        self._evaluation, self._libraries = evaluation, work / "libraries"
        self._indexes = {
            name: held.enter_context(NewsIndex.open(IndexSettings(library=self._libraries / name, reader=reader)))
            for name in (NEWSROOM, ENCYCLOPAEDIA)
        }
        foreign = chain.from_iterable(islice(self._rows(name), FOREIGN) for name in MEASURED)
        self.sets: Sets = {
            NEWSROOM: list(self._read(NEWSROOM, self._rows(NEWSROOM))),
            **{n: list(self._read(n, islice(self._rows(n), MOST))) for n in (*NEWS, *MEASURED) if n != NEWSROOM},
            "foreign": list(self._read(NEWSROOM, foreign, foreign=True)),
        }

    def _rows(self, name: str) -> Iterator[tuple[str, Row]]:
        return unlearnt(self._evaluation, self._libraries, name)

    def _index(self, name: str) -> NewsIndex:
        return self._indexes[ENCYCLOPAEDIA if name in MEASURED else NEWSROOM]

    def _read(self, name: str, rows: Iterable[tuple[str, Row]], *, foreign: bool = False) -> Iterator[Case]:
        index = self._index(name)
        answerer = index.answerer(reads=False)
        found = (case_of(answerer, index.reader, about, row, foreign=foreign) for about, row in rows)
        return (case for case in found if case is not None)

    def answerer(self, name: str) -> Answerer:
        """Return what answers the questions of a set."""
        return self._index(name).answerer()

    def shorts(self, sets: Sets, fitted: Fitted) -> list[tuple[ShortAnswer, bool]]:
        """Return the short answers that newsroom's questions among `sets` would get, with which are right."""
        return shorts_of(self.answerer(NEWSROOM), sets[NEWSROOM], fitted, LEAST)

    @property
    def closer(self) -> CloserReader | None:
        """The closer one beside its reader."""
        reader = self._indexes[NEWSROOM].reader
        return reader.closer if reader else None

    def weighed(self, weights: Mapping[str, float]) -> Sets:
        """Return its sets in the order that weights give."""
        return {name: [c.weighed(weights) for c in own] for name, own in self.sets.items()}

    def reasoned(self, sets: Sets) -> Sets:
        """Return its sets as ordered, with the reasons for confidence in the first sentence of each."""
        return {name: [c.reasoned(self.answerer(name)) for c in own] for name, own in sets.items()}


def half_of(sets: Sets, *, fitting: bool) -> Sets:
    """Return the cases that fit, or those that only measure."""
    return {name: [c for c in own if fits(c.about) is fitting] for name, own in sets.items()}


def fit_plain(evaluation: Path, work: Path, path: Path) -> None:
    """Write what is fitted for ranking without a reader: it comes first, for it chooses what a reader is given."""
    with ExitStack() as held:
        apart = Unlearnt(evaluation, work, NO_READER, held)
        weights = fit(half_of(apart.sets, fitting=True), PLAIN_NAMES)
        ordered = apart.reasoned(apart.weighed(weights))
        confidence = fit_confidence(half_of(ordered, fitting=True), PLAIN_REASONS)
        figures = figures_of(half_of(ordered, fitting=False), Fitted(weights, confidence))
        _write(path, {"weights": weights, "confidence": confidence, "figures": figures})


def fit_read(evaluation: Path, work: Path, out: Path) -> None:
    """Write what is fitted for the packed reader in `out`, with its figures on what neither taught nor fitted it."""
    with ExitStack() as held:
        apart = Unlearnt(evaluation, work, str(out), held)
        fitting = half_of(apart.sets, fitting=True)
        weights = fit(fitting, READ_NAMES)
        close, ordered = _closely(apart.weighed(weights), apart.closer)
        ordered = apart.reasoned(ordered)
        confidence = fit_confidence(half_of(ordered, fitting=True), CLOSE_REASONS if close else READ_REASONS)
        sure = Fitted(weights, confidence)
        fitted = replace(sure, short=fit_short(apart.shorts(half_of(ordered, fitting=True), sure)))
        measured = half_of(ordered, fitting=False)
        figures = figures_of(measured, fitted) | {"shorts": short_figures(apart.shorts(measured, fitted), fitted)}
        told = {"weights": weights, "close": close, "confidence": confidence, **fit_expected(fitting)}
        _write(out / FITTED, {**told, "short": fitted.short, "figures": figures})


def _closely(ordered: Sets, closer: CloserReader | None) -> tuple[dict[str, float], Sets]:
    """Return what features count where a closer reader has read the best again, and the sets in that order.

    Without one nothing, and the sets as they are.
    """
    if closer is None:
        return {}, ordered
    read = {name: [c.read_closely(closer) for c in own] for name, own in ordered.items()}
    best = {name: [c.best() for c in own] for name, own in half_of(read, fitting=True).items()}
    weights = fit(best, CLOSE_NAMES)
    return weights, {name: [c.closely_weighed(weights) for c in own] for name, own in read.items()}


def _write(path: Path, held: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    click.echo(f"{path}: {json.dumps(held.get('figures', {}))}")
