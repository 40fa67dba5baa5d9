"""Libraries of any size: articles of an invented vocabulary that is used as words of a language are, and their vectors.

Word frequencies follow Zipf (rank times frequency is constant); vectors lie in clusters, as topics do. Everything is
the same each time. Statements are known where they were written, so nothing needs to be parsed.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index import Act, Article, Block, BlockKind, DateBasis, Passage, Span, Speech, Statement
from index.records import ModelKey, Vectors
from index.store import Manifest
from index.store.sqlite import Store
from index.text.chunking import VERSION

VOCABULARY = 200_000
COMMON = 30
"""Ranks of the words that no question is made of, as `the` and `of` are."""
PASSAGES, SENTENCES, WORDS = 8, 4, 20
"""Passages of an article, sentences of a passage, words of a sentence."""
TOPICS = 4000
SPREAD = 0.7
"""How far a passage's vector lies from its topic's, whose length is 1."""
CUES = {"said": Act.SAYS, "denied": Act.DENIES, "warned": Act.WARNS, "confirmed": Act.CONFIRMS}
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
TOGETHER = 500
"""Articles stored in one transaction: what a power cut would cost is of no matter here."""


class Made(NamedTuple):
    """An article as it was made, with all that reading it would find."""

    article: Article
    passages: list[Passage]
    vectors: Vectors
    statements: list[Statement]


class Language:
    """An invented vocabulary, topics, and what is said in them."""

    def __init__(self, dimension: int, seed: int = 7) -> None:
        self.chance = np.random.default_rng(seed)
        syllables = [c + v for c in CONSONANTS for v in VOWELS]
        base = len(syllables)
        self.words = [syllables[n % base] + syllables[n // base % base] + syllables[n // base**2 % base]
                      + ("n" if n // base**3 else "") for n in range(VOCABULARY)]  # fmt: skip
        self._share = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
        self._share /= self._share[-1]
        self.topics = _unit(self.chance.normal(size=(TOPICS, dimension)))

    def drawn(self, count: int) -> list[str]:
        """Return words as often as they are used."""
        return [self.words[n] for n in np.searchsorted(self._share, self.chance.random(count))]

    def telling(self, count: int) -> list[str]:
        """Return words that a headline or a question is made of: neither the commonest nor all rare."""
        ranks = np.exp(self.chance.uniform(np.log(COMMON), np.log(VOCABULARY / 10), count)).astype(int)
        return [self.words[n] for n in ranks]

    def near(self, topic: int, count: int) -> Vectors:
        """Return unit vectors that lie about a topic, shape (count, dimension)."""
        return near_rows(self.topics[np.full(count, topic)], self.chance)

    def question(self) -> tuple[str, Vectors]:
        """Return a question and where its vector would lie."""
        cue = str(self.chance.choice(["who denied", "who said", "when was", "how many", "what happened to"]))
        [vector] = self.near(int(self.chance.integers(TOPICS)), 1)
        return f"{cue} {' '.join(self.telling(4))}", vector

    def articles(self, collection: str, publishers: int = 40) -> Iterator[Made]:
        """Yield articles without end."""
        number = 0
        while True:
            number += 1
            yield self._article(number, collection, f"Paper {self.chance.integers(publishers)}")

    def _article(self, number: int, collection: str, publisher: str) -> Made:
        title = " ".join(self.telling(6)).capitalize()
        words = self.drawn(PASSAGES * SENTENCES * WORDS)
        told, passages, statements = title, [], []
        for n in range(PASSAGES):
            spans = []
            for m in range(SENTENCES):
                at = (n * SENTENCES + m) * WORDS
                start = len(told) + 2
                said, statement = self._sentence(start, words[at : at + WORDS], speaks=m == n % 2 == 0)
                told += ("\n\n" if m == 0 else "  ") + said
                spans.append(Span(start, start + len(said)))
                statements += statement
            passages.append(Passage(spans[0].to(spans[-1]), tuple(spans)))
        day = f"20{10 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        blocks = (Block(Span(0, len(title)), BlockKind.HEADING), *(Block(p.span, p.kind) for p in passages))
        article = Article(
            f"wire-{number}", collection, told, blocks, title, publisher, language="en", published=day,
            published_basis=DateBasis.STATED,
        )  # fmt: skip
        vectors = self.near(int(self.chance.integers(TOPICS)), PASSAGES)
        return Made(article, passages, vectors, statements)

    def _sentence(self, start: int, words: Sequence[str], *, speaks: bool) -> tuple[str, list[Statement]]:
        if not speaks:
            return f"{' '.join(words).capitalize()}.", []
        cue = str(self.chance.choice(list(CUES)))
        speaker, content = " ".join(w.capitalize() for w in self.telling(2)), " ".join(words)
        who = Span(start, start + len(speaker))
        by = Span(who.end + 1, who.end + 1 + len(cue))
        what = Span(by.end + len(" that "), by.end + len(" that ") + len(content))
        said = Statement((by,), (what,), CUES[cue], Speech.INDIRECT, source=who, name=who)
        return f"{speaker} {cue} that {content}.", [said]


def near_rows(centres: Vectors, chance: np.random.Generator) -> Vectors:
    noise = chance.normal(size=centres.shape) * (SPREAD / np.sqrt(centres.shape[1]))
    return _unit(centres + noise)


def _unit(rows: np.ndarray) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def grow(folder: Path, language: Language, articles: Iterator[Made], passages: int, key: ModelKey) -> None:
    """Add made articles to the library in `folder` until it holds so many passages."""
    store = Store(folder, write=True)
    try:
        store.set_manifest(Manifest(key, VERSION))
        held = store.changes.state().passages
        while held < passages:
            with store.snapshot():
                for made in islice(articles, min(TOGETHER, -(-(passages - held) // PASSAGES))):
                    store.put(*made)
                    held += len(made.passages)
    finally:
        store.close()
