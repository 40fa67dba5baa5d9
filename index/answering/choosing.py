"""Which of the readings are shown as quotes."""

from collections.abc import Sequence

from index.answering.accounts import counted
from index.answering.features import Feature, Reading, wanted_by
from index.query.questions import Question
from index.records import BlockKind, Quote

MOST_QUOTES = 10
LEAST_OF_BEST = 0.1
"""Of the best quote's chance to answer, below which a quote is not shown; a sentence with a figure asked for is an
account, so a tenth of that is enough."""


def choose(question: Question, readings: Sequence[Reading]) -> list[Quote]:
    """Return the quotes to show: where one states the act asked for, only those that do.

    A headline says again what somebody said, so it gives way to the words in the body of its article.
    """
    kept = list(readings)
    if readings[0].states:
        kept = [r for r in readings if r.states]
    if readings[0].features[Feature.SPEAKER] > 0:
        kept = [r for r in kept if r.features[Feature.SPEAKER] > 0]
    wanted = wanted_by(question)
    if wanted:
        counting = [r for r in readings if any(c.matter in wanted for c in counted(r.quote.text))]
        by_whom = [r for r in counting if r.features[Feature.SPEAKER] > 0] or counting
        # Confidence is that of the first: what is counted otherwise than by a pattern known here stays where it stands.
        stays = kept[0].features[Feature.FITS] > 0 and kept[0] not in by_whom
        kept = [kept[0], *by_whom] if stays else by_whom or kept
    floor = (LEAST_OF_BEST / 10 if wanted else LEAST_OF_BEST) * kept[0].quote.score
    chosen = [r.quote for r in kept if r.quote.score >= floor]
    if question.act is not None:
        in_body = {q.article.key for q in chosen if q.kind is BlockKind.BODY}
        chosen = [q for q in chosen if q.kind is not BlockKind.HEADING or q.article.key not in in_body]
    return chosen[:MOST_QUOTES]
