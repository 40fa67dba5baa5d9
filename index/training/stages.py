"""The networks that are learnt, one from another, with a teacher or without.

`BEFORE` learns from pairs and encyclopaedias, `NEWS` goes on from it with the even parts of the news, and `BOTH`, which
is shipped, from that with half of the news and of typed questions, so that the one is not forgotten for the other. A
teacher learns from one part of the news more; by that the weights are fitted that are put to the reader's scores.

The closer reader goes the same way, from every second layer of the teacher that told what it learns (as DistilBERT:
Sanh et al., 2019, https://arxiv.org/abs/1910.01108).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from index.evaluation.halves import part_of
from index.inference.rerankers import CLOSE
from index.training.groups import Group, read_groups
from index.training.learning import Course, learnt
from index.training.network import Network

BEFORE, NEWS, BOTH = "before", "news", "both"
CLOSE_BOTH = f"{CLOSE}-{BOTH}"
"""The closer reader, which is shipped."""
CLOSE_LAYERS = (0, 2, 4, 6, 8, 11)
"""Layers of the teacher that the closer reader starts with, the first and the last among them."""
Courses = Mapping[str, Course]
ALONE: Courses = {
    BEFORE: Course(passes=1, sentences=8, pace=8e-5),
    NEWS: Course(passes=2, sentences=10, pace=5e-5),
    BOTH: Course(passes=1, sentences=8, pace=3e-5),
}
TOLD: Courses = {
    BEFORE: Course(passes=1, sentences=10, pace=1e-4, groups=16),
    NEWS: Course(passes=2, sentences=10, pace=6e-5),
    BOTH: Course(passes=1, sentences=8, pace=3e-5),
}
"""With a teacher more is to be learnt of the same groups, for each of their sentences is told."""
CLOSELY: Courses = {
    BEFORE: Course(passes=1, sentences=16, pace=6e-5, groups=16),
    NEWS: Course(passes=3, sentences=16, pace=4e-5, groups=16),
    BOTH: Course(passes=1, sentences=16, pace=2e-5, groups=16),
}
AGAIN = frozenset({"clapnq", "mtrag-un", "quotesum", "ramdocs", "nq-oracle"})
"""Sets of an encyclopaedia that are seen again beside the news: questions as people type them."""


def learn_stages(work: Path, before: Sequence[Group], news: Sequence[Group], teacher: Path | None, seed: int) -> None:
    """Learn each network that is not there yet in `work`, by a teacher that starts from a model, where one is given.

    A closer reader is learnt only of a teacher.
    """
    if teacher is None:
        _learn(work, before, news, Network(), ALONE, seed)
        return
    from index.training.teaching import TEACHER, taught

    before, news = (list(read_groups(path)) for path in taught(teacher, work, before, news, seed))
    thin = Network.load(work / TEACHER, teacher).thinned(CLOSE_LAYERS)
    _learn(work, before, news, thin, CLOSELY, seed, f"{CLOSE}-")
    _learn(work, before, news, Network(), TOLD, seed)


def _learn(
    work: Path, before: Sequence[Group], news: Sequence[Group], last: Network, courses: Courses, seed: int,
    prefix: str = "",
) -> None:  # fmt: skip
    own = [g for g in news if part_of(g.about) % 2 == 0]
    both = [*own, *(g for g in before if g.origin in AGAIN)][::2]
    for name, groups in ((BEFORE, before), (NEWS, own), (BOTH, both)):
        last = learnt(last, work / f"{prefix}{name}", groups, courses[name], seed)
