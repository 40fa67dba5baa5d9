"""Which sentences a reader is given, which of them a closer one reads again, and what becomes of their scores.

Of the best sentences of the first reading it is given those that may come to most, and more of them until the
next would hardly come among the first any more: what a reader will score is expected by what is known of a
sentence, and by how it has scored this question's sentences so far.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from index.answering.features import Feature, Reading
from index.answering.fitted import Fitted, logit, weighed_sum
from index.answering.ranking import scored, weighed
from index.inference.rerankers import CloserReader, Reader, Scores
from index.records import Quote
from index.text.words import STOPWORDS, WORD

READ = 16
"""Sentences that a reader may be given, the best of the first reading. Of newsroom's groups that taught nothing 593
questions had a right quote first in .542, among three in .727; with 30 in .539 and .729, with 12 in .528 and .701."""
CLOSELY_READ = 6
"""Sentences that a closer reader is given, the best of what the reader made of them."""
READER_SCALE = 5.0
"""What the logits of the two readings are divided by, to be of the size of the other features."""
AT_FIRST, AT_A_TIME = 6, 2
"""Sentences that a reader is given first, and each time that more may matter."""
MOST_PIECES, SMALL_WORDS = 1.6, 0.3
"""Word pieces a word, and share of English small words, by which a question is known to be English: of newsroom's 1.5 a
word are the 99th percentile, of questions in German 1.5 the 5th, in Russian, Arabic and Greek 2.7 the first."""
BAR = " | "
"""What parts the fields of what a reader is given."""
LONGEST_TITLE, BEFORE_IT = 70, 80
"""Characters of a title, and of what stands before a sentence, that a reader is given."""
AMONG = 3
"""Places among which a sentence must have a chance to come, to be read."""
BEYOND = 2.33
"""Standard deviations by which it may score more than is expected: one in a hundred does."""
BEFORE = 4
"""Sentences that what was fitted counts for, beside the scores of this question's own."""

Logits = npt.NDArray[np.float64]


def is_of_its_language(question: str, reader: Reader) -> bool:
    """Tell whether a question is in the language that a reader was learnt in, as far as its words tell."""
    words = WORD.findall(question)
    small = sum(w.casefold() in STOPWORDS for w in words)
    return reader.pieces(question) <= MOST_PIECES * len(words) or small >= SMALL_WORDS * len(words)


def readable(quote: Quote) -> str:
    """Return what a reader is given of a sentence: its own words, its title, day and speaker, and what stands before.

    The words come first and as they are, so that the places of what a reader marks in them are the quote's own.
    """
    article = quote.article
    title = "" if article.title == quote.text else article.title[:LONGEST_TITLE]
    return BAR.join((quote.text, title, article.day or "", quote.speaker or "", _before(quote)))


def _before(quote: Quote) -> str:
    """Return the words that stand before a sentence, as many as a reader is given."""
    text, start = quote.article.text, quote.span.start
    words = text[max(start - BEFORE_IT, 0) : start].split()
    is_cut = start > BEFORE_IT and not text[start - BEFORE_IT - 1].isspace()
    return " ".join(words[1:] if is_cut else words)


def with_score(reading: Reading, score: float) -> Reading:
    """Return a reading with what a reader scored it among its features, and what was thought of it before."""
    more: dict[str, float] = {
        Feature.FIRST: logit(reading.quote.score) / READER_SCALE,
        Feature.READER: score / READER_SCALE,
    }
    return replace(reading, features={**reading.features, **more})


def closely(question: str, readings: Sequence[Reading], reader: CloserReader) -> list[Reading]:
    """Return readings with what a closer reader makes of each: its score among the features, and its mark."""
    quotes = [r.quote for r in readings]
    read = reader.read(question, [readable(q) for q in quotes], [len(q.text) for q in quotes])
    return [
        replace(r, features={**r.features, Feature.CLOSE: by.score / READER_SCALE}, mark=by.mark)
        for r, by in zip(readings, read, strict=True)
    ]


def reread(question: str, readings: Sequence[Reading], reader: Reader, fitted: Fitted) -> list[Reading]:
    """Return readings with what a reader makes of those that it is worth giving to it, best first.

    Where there is a closer one beside it, that reads the best once more.
    """
    rereading = Rereading(readings, fitted)
    while more := rereading.next():
        rereading.take(reader.scores(question, more))
    again = rereading.readings()
    return read_closely(question, again, reader.closer, fitted) if reader.closer and fitted.close else again


class Rereading:
    """Sentences on their way through a reader, the most hopeful first, with the scores that they have so far."""

    def __init__(self, readings: Sequence[Reading], fitted: Fitted) -> None:
        """Take readings, best first; a reader may be given the best `READ` of them."""
        self._readings = readings
        self._fitted = fitted
        self._scores = np.zeros(0, dtype=np.float32)
        known = [with_score(r, 0.0).features for r in readings[:READ]]
        self._known: Logits = np.array([weighed_sum(fitted.weights, f) for f in known])
        self._expected: Logits = np.array([weighed_sum(fitted.expected, f) for f in known])
        self._order = np.argsort(-self._hoped(), kind="stable").tolist()

    def next(self) -> list[str]:
        """Return the texts that a reader is given next; none where it has read enough.

        That is where none would come among the first `AMONG` though it scored as high as one in a hundred does: the
        threshold algorithm (Fagin et al., 2003, https://doi.org/10.1016/S0022-0000(03)00026-6), with a bound that is
        likely and not sure.
        """
        done = len(self._scores)
        left = self._order[done : done + (AT_A_TIME if done else AT_FIRST)]
        if left and done >= AMONG and self._fitted.expected:
            reached = np.sort(self._known[self._order[:done]] + self._weight * self._scores / READER_SCALE)[-AMONG]
            if self._hoped()[self._order[done:]].max() < reached:
                return []
        return [readable(self._readings[place].quote) for place in left]

    @property
    def _weight(self) -> float:
        return self._fitted.weights[Feature.READER]

    def _hoped(self) -> Logits:
        """Return what each sentence comes to, scored as high as there is reason to hope."""
        done = len(self._scores)
        beside = self._scores / READER_SCALE - self._expected[self._order[:done]] if done else self._scores
        shift = beside.sum() / (done + BEFORE)
        variance = (np.square(beside - shift).sum() + BEFORE * self._fitted.spread**2) / (done + BEFORE)
        return np.asarray(self._known + self._weight * (self._expected + shift + BEYOND * math.sqrt(variance)))

    def take(self, scores: Scores) -> None:
        """Take a reader's scores of what `next` gave."""
        self._scores = np.append(self._scores, scores)

    def readings(self) -> list[Reading]:
        """Return the readings that were read, best first, then the others in the order in which they came.

        A quote's score is then how likely its sentence answers, as far as the fitted features tell.
        """
        scores = dict(zip(self._order, self._scores.tolist(), strict=False))
        read = [with_score(self._readings[n], score) for n, score in scores.items()]
        again = weighed(read, self._fitted.weights)
        least = again[-1].quote.score if again else 0.0
        others = [r for n, r in enumerate(self._readings) if n not in scores]
        return [*again, *(scored(r, least / (n + 2)) for n, r in enumerate(others))]


def read_closely(question: str, readings: Sequence[Reading], reader: CloserReader, fitted: Fitted) -> list[Reading]:
    """Return readings with the best `CLOSELY_READ` of them read again by a closer reader, best first."""
    read = closely(question, readings[:CLOSELY_READ], reader)
    return before_all(read, readings[CLOSELY_READ:], fitted.close)


def before_all(read: Sequence[Reading], others: Sequence[Reading], weights: Mapping[str, float]) -> list[Reading]:
    """Return what was read closely, weighed anew, best first, and behind it the others, no likelier than its last."""
    again = weighed(read, weights)
    least = again[-1].quote.score if again else 0.0
    return [*again, *(scored(r, min(r.quote.score, least)) for r in others)]
