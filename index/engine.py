"""NewsIndex: the verbs. Wires store, vectors, encoder and readers, and owns their lifetimes."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import NamedTuple, Protocol, Self, TypeVar

from index.chunking import VERSION, passages_of
from index.encoders import Embedder, MiniLM
from index.errors import ModelMismatchError
from index.events import cards_of, group_by_event
from index.questions import LONGEST, Asked, Question, content_words, read_question, wanted_counts
from index.reading import Reading, Sentence, Words, choose, confidence_of, rank, short_answers
from index.records import Answer, Article, Hit, Passage, Quote, Reference, Span, Statement
from index.retrieval import Candidate, Retriever
from index.settings import IndexSettings
from index.store import Manifest, Store, StoredPassage, content_sum
from index.vectors import FlatVectors
from index.verifying import LONGEST_CLAIM, Claim, Verification, Window, best_of, margin, readings_of, verify

log = logging.getLogger(__name__)

BATCH_ARTICLES = 64
UNFINISHED = "rebuild unfinished"
CANDIDATES = 40
HITS = 10
NEAREST = 10
STRETCH, RAREST, PLACES = 10, 6, 12
"""A claim is looked for by stretches of so many words, each by its rarest words, in as many passages."""
SENTENCE_IN_HIT = 1.0
"""Of the best sentence's score beside its passage's."""
SOURCE_FLOOR = 0.5
"""Of the best candidate's score, below which an article does not speak of a topic."""
EMPTY, TOO_LONG, NOTHING, WEAK = (
    "empty question",
    "question too long",
    "nothing found",
    "no passage answers it",
)


Item = TypeVar("Item")


class Title(NamedTuple):
    """How an article is called, for lists of many."""

    id: str
    title: str
    publisher: str


class StatementSource(Protocol):
    """Reads statements out of articles."""

    def read(self, articles: Sequence[Article]) -> list[list[Statement]]:
        """Return each article's statements."""


@dataclass(slots=True)
class AddReport:
    """What came of adding."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    passages: int = 0
    statements: int = 0

    @property
    def articles(self) -> int:
        """How many articles were looked at."""
        return self.added + self.replaced + self.unchanged


class NewsIndex:
    """A library of news: add articles, ask questions, look up sources.

    Open it with `NewsIndex.open`; it is a context manager. One thread at a time.
    """

    def __init__(
        self, settings: IndexSettings, store: Store, embedder: Embedder | None, reader: StatementSource | None
    ) -> None:
        self._settings = settings
        self._store = store
        self._embedder = embedder
        self._reader = reader
        self._vectors: dict[str, FlatVectors] = {}
        self._indexed = (0, 0)

    @classmethod
    def open(
        cls,
        settings: IndexSettings,
        *,
        write: bool = False,
        embedder: Embedder | None = None,
        reader: StatementSource | None = None,
    ) -> Self:
        """Open the library that the settings name; with `write`, create it and hold it as the one writer.

        Raises:
            LibraryError: it is missing, damaged, newer, or another process is writing.
        """
        return cls(settings, Store(settings.library, write=write), embedder, reader)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the library file."""
        self._store.close()

    @property
    def embedder(self) -> Embedder:
        """The encoder, loaded when first needed."""
        if self._embedder is None:
            self._embedder = MiniLM(self._settings.model, self._settings.threads)
        return self._embedder

    def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        self._check_model()
        self.embedder.embed(["warm-up"])
        self._refresh_vectors()

    # --- adding

    def add(self, articles: Iterable[Article], progress: Callable[[AddReport], None] | None = None) -> AddReport:
        """Store articles, each in one transaction; unchanged ones are skipped, changed ones replaced whole.

        Raises:
            ModelMismatchError: the library was built with another model.
        """
        report = AddReport()
        self._check_model(adopt=True)
        for batch in _batches(articles, BATCH_ARTICLES):
            fresh = {(a.collection, a.id): a for a in batch if self._is_fresh(a, report)}
            self._store_batch(list(fresh.values()), report)
            if progress:
                progress(report)
        return report

    def _is_fresh(self, article: Article, report: AddReport) -> bool:
        held = self._store.content_sums(article.collection, [article.id]).get(article.id)
        if held == content_sum(article):
            report.unchanged += 1
            return False
        report.replaced += held is not None
        report.added += held is None
        return True

    def _store_batch(self, articles: Sequence[Article], report: AddReport) -> None:
        passages = [passages_of(a, self.embedder.count_pieces) for a in articles]
        texts = [embeddable(a, p) for a, own in zip(articles, passages, strict=True) for p in own]
        vectors = self.embedder.embed(texts)
        statements = self._statements(articles)
        start = 0
        for article, own, said in zip(articles, passages, statements, strict=True):
            self._store.put(article, own, vectors[start : start + len(own)], said)
            start += len(own)
            report.passages += len(own)
            report.statements += len(said)

    def _statements(self, articles: Sequence[Article]) -> list[list[Statement]]:
        if not self._settings.statements:
            return [[] for _ in articles]
        if self._reader is None:
            from index.statements import StatementReader

            self._reader = StatementReader()
        return self._reader.read(articles)

    def _check_model(self, *, adopt: bool = False) -> None:
        mine = Manifest(self.embedder.key, VERSION)
        held = self._store.manifest()
        if held is None and adopt:
            self._store.set_manifest(mine)
        elif held is not None and held != mine:
            raise ModelMismatchError(
                f"{self._store.path}: was built with another model; run: "
                f"onrecord rebuild --library {self._settings.library}"
            )

    def rebuild(self, progress: Callable[[AddReport], None] | None = None) -> AddReport:
        """Cut, embed and read every stored article again, with the model of the settings."""
        report = AddReport()
        # Until the last article is done no question may meet two models, so the library says so first.
        self._store.set_manifest(Manifest(self.embedder.key, UNFINISHED))
        everything = self._store.collections()
        for batch in _batches(self._store.article_numbers(everything), BATCH_ARTICLES):
            articles = list(self._store.articles(everything, batch).values())
            report.replaced += len(articles)
            self._store_batch(articles, report)
            if progress:
                progress(report)
        self._store.set_manifest(Manifest(self.embedder.key, VERSION))
        return report

    def remove(self, collection: str, ids: Sequence[str]) -> int:
        """Remove articles with all that belongs to them; return how many there were."""
        return sum(self._store.remove(collection, i) for i in ids)

    # --- asking

    def ask(self, text: str, collections: Sequence[str], history: Sequence[Mapping[str, str]] = ()) -> Answer:
        """Answer a question from `collections`, or decline; `history` is the talk before it, oldest first.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
            ModelMismatchError: the library was built with another model.
        """
        self._store.check_collections(collections)
        if len(text) > LONGEST:
            return Answer(text[:LONGEST], 0.0, TOO_LONG)
        question = read_question(text, history)
        if question.is_empty:
            return Answer(text, 0.0, EMPTY)
        with self._store.snapshot():
            return self._answer(question, collections)

    def _answer(self, question: Question, collections: Sequence[str]) -> Answer:
        readings, hits, words = self.read(question, collections)
        confidence = confidence_of(question, readings)
        if confidence < self._settings.least_confidence or not readings:
            nearest = tuple(r.quote for r in readings[:NEAREST])
            return Answer(question.text, confidence, WEAK if readings else NOTHING, hits=hits, nearest=nearest)
        chosen = choose(question, readings)
        told = list({(q.article.collection, q.article.id): q.article for q in chosen}.values())
        groups = group_by_event(told, words.terms, self._weights(told))
        cards = cards_of(chosen, groups, wanted_counts(question.text))
        shorts = short_answers(question, cards)
        return Answer(question.text, confidence, "", cards=cards, short_answers=shorts, hits=hits)

    def read(self, question: Question, collections: Sequence[str]) -> tuple[list[Reading], tuple[Hit, ...], Words]:
        """Return every candidate sentence as read, best first, with the best passages and how words count."""
        self._check_model()
        self._refresh_vectors()
        candidates = self._candidates(question, collections)
        passages = self._store.passages(collections, [c.passage for c in candidates])
        articles = self._told(candidates, passages, collections)
        words = self._words(question)
        readings = rank(question, list(self._sentences(candidates, passages, articles)), words)
        return readings, _hits(candidates, passages, articles, readings), words

    def _candidates(self, question: Question, collections: Sequence[str]) -> list[Candidate]:
        vector = self.embedder.embed([question.search])[0]
        words = self._store.words(content_words(question.search))
        retriever = Retriever(self._store, self._vectors)
        found = retriever.candidates(vector, words, collections, CANDIDATES)
        more: list[int] = []
        if question.act is not None:
            topic = self._store.words(question.topic)
            more = self._store.passages_stating(collections, [question.act], topic, CANDIDATES)
        if question.kind is Asked.HOW_MANY and wanted_counts(question.text):
            told = self._store.passages(collections, [c.passage for c in found[:HITS]])
            more += [p.number for a in {t.article for t in told.values()} for p in self._store.passages_of(a)]
        return found + retriever.scored(vector, more, collections, {c.passage for c in found})

    def _words(self, question: Question) -> Words:
        asked = self._store.terms(f"{question.search} {question.topic}")
        passages, _ = self._store.passage_state()
        return Words(self._store.terms, self._store.passage_frequencies(asked), passages)

    def _weights(self, articles: Sequence[Article]) -> Callable[[str], float]:
        """Return how much each term of these articles weighs among all that the library holds."""
        terms = {t for a in articles for t in self._store.terms(f"{a.title} {a.text}")}
        passages, _ = self._store.passage_state()
        return Words(self._store.terms, self._store.passage_frequencies(sorted(terms)), passages).weight

    def _sentences(
        self,
        candidates: Sequence[Candidate],
        passages: Mapping[int, StoredPassage],
        articles: Mapping[int, Article],
    ) -> Iterator[Sentence]:
        said: dict[int, list[Statement]] = {}
        for stored in self._store.statements_in([c.passage for c in candidates if c.passage in passages]):
            said.setdefault(stored.article, []).append(stored.statement)
        for candidate in candidates:
            stored_passage = passages.get(candidate.passage)
            if stored_passage is None or stored_passage.article not in articles:
                continue
            own = said.get(stored_passage.article, [])
            for span in stored_passage.passage.sentences:
                here = tuple(s for s in own if any(part.meets(span) for part in (*s.content, *s.cue)))
                yield Sentence(articles[stored_passage.article], span, candidate.dense, here)

    def _refresh_vectors(self) -> None:
        """Bring the derived vector index in step with the store."""
        state = self._store.passage_state()
        if state == self._indexed:
            return
        count, highest = self._indexed
        if state[0] - count != self._store.passages_after(highest):
            self._vectors, highest = {}, 0
        for collection, numbers, vectors in self._store.vectors(highest):
            self._vectors.setdefault(collection, FlatVectors(vectors.shape[1])).add(numbers, vectors)
        self._indexed = state

    # --- verifying

    def verify(self, text: str, collections: Sequence[str], speaker: str = "") -> Verification:
        """Tell whether `text` was said, as it stands; it may name a speaker itself, around a quotation.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
        """
        self._store.check_collections(collections)
        claims = [Claim(text.strip(), speaker)] if speaker else readings_of(text[:LONGEST_CLAIM])
        with self._store.snapshot():
            return best_of([verify(claim, self._windows(claim, collections)) for claim in claims])

    def _windows(self, claim: Claim, collections: Sequence[str]) -> list[Window]:
        """Return the parts of articles that a claim's rarest words lead to; each stretch of it is looked for."""
        words = self._store.words(claim.text)
        known = self._store.passage_frequencies(sorted({t for w in words for t in self._store.terms(w)}))
        rare = sorted((w for w in words if self._frequency(w, known)), key=lambda w: self._frequency(w, known))
        stretches = [words[at : at + STRETCH] for at in range(0, len(words), STRETCH)]
        sought = [rare[:RAREST], *([w for w in rare if w in stretch][:RAREST] for stretch in stretches)]
        numbers = {n: None for own in sought for n, _ in self._store.passages_with(collections, own, PLACES)}
        passages = self._store.passages(collections, list(numbers))
        articles = self._store.articles(collections, list({p.article for p in passages.values()}))
        said: dict[int, list[Statement]] = {n: [] for n in articles}
        for stored in self._store.statements_of(list(articles)):
            said[stored.article].append(stored.statement)
        places = [
            (p.article, p.passage.span.widened(margin(claim))) for p in passages.values() if p.article in articles
        ]
        return [Window.of(articles[n], span, said[n]) for n, span in places]

    def _frequency(self, word: str, known: Mapping[str, int]) -> int:
        return max((known.get(t, 0) for t in self._store.terms(word)), default=0)

    # --- looking up

    def collections(self) -> list[str]:
        """Return the names of all collections."""
        return self._store.collections()

    def article(self, id_: str, collections: Sequence[str]) -> Article | None:
        """Return the article with this id from the first of `collections` that has it.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
        """
        self._store.check_collections(collections)
        number = self._store.number_of(collections, id_)
        return self._store.articles(collections, [number])[number] if number is not None else None

    def source(self, id_: str, collections: Sequence[str]) -> tuple[Article, list[Passage]] | None:
        """Return an article with its passages, in order, as they stood at one moment."""
        with self._store.snapshot():
            article = self.article(id_, collections)
            number = self._store.number_of(collections, id_)
            if article is None or number is None:
                return None
            return article, [p.passage for p in self._store.passages_of(number)]

    def recall(self, references: Sequence[Reference], collections: Sequence[str]) -> list[Quote | None]:
        """Return quotes shown before, read again; None where the article is gone, changed or not readable."""
        with self._store.snapshot():
            held = set(collections) & set(self._store.collections())
            return [self._recalled(r, held) for r in references]

    def _recalled(self, reference: Reference, held: Set[str]) -> Quote | None:
        places = [(reference.collection, reference.article), *reference.also_in]
        first, *copies = (self.article(id_, [c]) if c in held else None for c, id_ in places)
        if first is None:
            return None
        also = tuple(a for a in copies if a is not None)
        quote = Quote(first, reference.span, 0.0, reference.statement, also)
        return quote if quote.reference.digest == reference.digest else None

    def titles(self, collections: Sequence[str]) -> list[Title]:
        """Return id, title and publisher of every article, newest first; what autocomplete is fed with."""
        return [Title(*row) for row in self._store.titles(collections)]

    def sources(self, topic: str, collections: Sequence[str], limit: int = 25) -> list[Article]:
        """Return the articles that speak of `topic`, the best first."""
        self._store.check_collections(collections)
        question = read_question(topic[:LONGEST])
        if question.is_empty or len(topic) > LONGEST:
            return []
        self._check_model()
        with self._store.snapshot():
            return self._sources(question, collections, limit)

    def _sources(self, question: Question, collections: Sequence[str], limit: int) -> list[Article]:
        self._refresh_vectors()
        candidates = self._candidates(question, collections)
        floor = SOURCE_FLOOR * max((c.score for c in candidates), default=0.0)
        passages = self._store.passages(collections, [c.passage for c in candidates if c.score >= floor])
        return list(self._told(candidates, passages, collections).values())[:limit]

    def _told(
        self, candidates: Sequence[Candidate], passages: Mapping[int, StoredPassage], collections: Sequence[str]
    ) -> dict[int, Article]:
        """Return the articles that the passages stand in, by number, that of the best candidate first."""
        numbers = list(dict.fromkeys(passages[c.passage].article for c in candidates if c.passage in passages))
        held = self._store.articles(collections, numbers)
        return {n: held[n] for n in numbers if n in held}

    def statements(self, collections: Sequence[str]) -> Iterator[tuple[Article, list[Statement]]]:
        """Yield every article of `collections` with its statements, oldest first.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
        """
        self._store.check_collections(collections)
        for batch in _batches(self._store.article_numbers(collections), BATCH_ARTICLES):
            articles = self._store.articles(collections, batch)
            said: dict[int, list[Statement]] = {n: [] for n in batch}
            for stored in self._store.statements_of(batch):
                said[stored.article].append(stored.statement)
            yield from ((articles[n], said[n]) for n in batch if n in articles)

    def count(self, collections: Sequence[str]) -> dict[str, int]:
        """Return how many articles, passages and statements `collections` hold."""
        return self._store.count(collections)


def embeddable(article: Article, passage: Passage) -> str:
    """Return the text a passage is embedded by: its title goes before it, which is never shown."""
    words = passage.span.of(article.text)
    return f"{article.title}. {words}" if article.title else words


def _hits(
    candidates: Sequence[Candidate],
    passages: Mapping[int, StoredPassage],
    articles: Mapping[int, Article],
    readings: Sequence[Reading],
) -> tuple[Hit, ...]:
    """Return the ten best passages, each ranked with the best sentence read in it."""
    best: dict[tuple[str, str, Span], float] = {}
    for reading in readings:
        quote = reading.quote
        best.setdefault((quote.article.collection, quote.article.id, quote.span), quote.score)
    hits = []
    for candidate in candidates:
        stored = passages.get(candidate.passage)
        if stored is None or stored.article not in articles:
            continue
        article = articles[stored.article]
        read = max(
            (best.get((article.collection, article.id, s), 0.0) for s in stored.passage.sentences),
            default=0.0,
        )
        hits.append(Hit(article, stored.passage.span, candidate.score + SENTENCE_IN_HIT * read))
    return tuple(sorted(hits, key=lambda h: (-h.score, h.article.id, h.span.start))[:HITS])


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
