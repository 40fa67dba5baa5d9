"""The networks that are learnt, one from another, with a teacher or without.

`BEFORE` learns from pairs and encyclopaedias, `NEWS` goes on from it with the even parts of the news, and `BOTH`, which
is shipped, from that with half of the news and of typed questions, so that the one is not forgotten for the other. A
teacher learns from one part of the news more; by that the weights are fitted that are put to the reader's scores.
"""

from collections.abc import Sequence
from pathlib import Path

from index.evaluation.halves import part_of
from index.training.groups import Group, read_groups
from index.training.learning import Course, learn
from index.training.network import Network

BEFORE, NEWS, BOTH = "before", "news", "both"
ALONE = {
    BEFORE: Course(passes=1, sentences=8, pace=8e-5),
    NEWS: Course(passes=2, sentences=10, pace=5e-5),
    BOTH: Course(passes=1, sentences=8, pace=3e-5),
}
TOLD = {
    BEFORE: Course(passes=1, sentences=10, pace=1e-4, groups=16),
    NEWS: Course(passes=2, sentences=10, pace=6e-5),
    BOTH: Course(passes=1, sentences=8, pace=3e-5),
}
"""With a teacher more is to be learnt of the same groups, for each of their sentences is told."""
AGAIN = frozenset({"clapnq", "mtrag-un", "quotesum", "ramdocs", "nq-oracle"})
"""Sets of an encyclopaedia that are seen again beside the news: questions as people type them."""


def learn_stages(work: Path, before: Sequence[Group], news: Sequence[Group], teacher: Path | None, seed: int) -> None:
    """Learn each network that is not there yet in `work`, by a teacher that starts from a model, where one is given."""
    courses = ALONE
    if teacher is not None:
        from index.training.teaching import taught

        courses = TOLD
        before, news = (list(read_groups(path)) for path in taught(teacher, work, before, news, seed))
    own = [g for g in news if part_of(g.about) % 2 == 0]
    both = [*own, *(g for g in before if g.origin in AGAIN)][::2]
    last: Network | None = None
    for name, groups in ((BEFORE, before), (NEWS, own), (BOTH, both)):
        if not (work / name / "card.json").is_file():
            network = last or Network()
            network.save(work / name, learn(network, groups, work / name / "checkpoints", courses[name], seed))
        last = Network.load(work / name)
