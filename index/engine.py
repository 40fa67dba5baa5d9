"""NewsIndex: the verbs. Wires library, search, encoder and readers, and owns their lifetimes."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple, Self

from index.answering.answerer import Answerer
from index.answering.fitted import Fitted
from index.backends import backend_of
from index.catalogue import Catalogue
from index.inference.agreement import agreed_embedder
from index.inference.embedders import Embedder
from index.inference.rerankers import PACKAGED_READER, Reader, reader_of
from index.ingesting.adding import added, made_anew
from index.ingesting.preparing import StatementSource
from index.ingesting.versions import Versions
from index.on_topic import OnTopic, Topics
from index.query.limits import NO_LIMITS, Limits
from index.query.questions import LONGEST, Asked, Question
from index.records import AddReport, Answer, Article, Reason, Statement
from index.search.protocol import Candidates, OutOfStepError, Search
from index.search.vocabulary import Vocabulary
from index.settings import IndexSettings
from index.store import Library, Removed
from index.text.analysis import Analyzer
from index.text.characters import encodable
from index.timeline import MOST_ARTICLES, Day, days_of
from index.verifying.claims import LONGEST_CLAIM, readings_of
from index.verifying.drafts import Checked, quoted_in
from index.verifying.judging import verify
from index.verifying.verdicts import Claim, Verification, best_of
from index.verifying.windows import windows_for
from index.watching import Arrivals, Watch, arrivals_of

log = logging.getLogger(__name__)


LONGEST_SPEAKER = 300
"""Characters of whom a claim names; no name is longer."""
FEW_SOURCES = 3
"""Articles that speak of a topic, with fewer than which those on a part of it are told, too."""
NO_READER = "none"
"""What the setting says where sentences are to be ranked without a reader."""


class Sources(NamedTuple):
    """Articles that speak of a topic, and those that are titled by a word of it and may speak of that alone."""

    whole: list[Article]
    part: list[Article]


class NewsIndex(Catalogue, AbstractContextManager["NewsIndex"]):
    """A library of news: add articles, ask questions, look up sources.

    Open it with `NewsIndex.open`; it is a context manager. One thread at a time.
    """

    def __init__(
        self,
        settings: IndexSettings,
        library: Library,
        candidates: Candidates,
        analyzer: Analyzer,
        embedder: Embedder | None,
        reader: Reader | None,
        statement_source: StatementSource | None,
        clock: Callable[[], date],
        tell: Callable[[str], None],
    ) -> None:
        super().__init__(library, analyzer)
        self._settings = settings
        self._candidates = candidates
        self._analyzer = analyzer
        self._embedder = embedder
        self._reader = reader
        self._statement_source = statement_source
        self._clock = clock
        self._vocabulary = Vocabulary(library.vocabulary)
        self._topics = Topics(self._analyzer)
        self._versions = Versions(library, settings, tell)

    @classmethod
    def open(
        cls,
        settings: IndexSettings,
        *,
        write: bool = False,
        wait: float = 0.0,
        embedder: Embedder | None = None,
        reader: Reader | None = None,
        statement_source: StatementSource | None = None,
        clock: Callable[[], date] = lambda: datetime.now(UTC).date(),
        tell: Callable[[str], None] = log.info,
    ) -> Self:
        """Open the library that the settings name; with `write`, create it and hold it as the one writer.

        For the writer's place `wait` seconds may be waited. Parts that are not given are those of the settings; `clock`
        is what "last week" counts from, and `tell` is called with a line where something begins that a person may have
        to wait for.

        Raises:
            LibraryError: it is missing, damaged, newer, or another process is writing.
        """
        library, candidates, analyzer = backend_of(settings.library, write=write, wait=wait, tell=tell)
        return cls(settings, library, candidates, analyzer, embedder, reader, statement_source, clock, tell)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the library."""
        self._candidates.close()
        self._library.close()

    @property
    def embedder(self) -> Embedder:
        """The encoder, loaded when first needed."""
        if self._embedder is None:
            self._embedder = agreed_embedder(self._settings, self._library)
        return self._embedder

    @property
    def loaded(self) -> tuple[Embedder | None, StatementSource | None]:
        """What was loaded so far and may be handed to the next that is opened."""
        return self._embedder, self._statement_source

    @property
    def reader(self) -> Reader | None:
        """The reader, loaded when first needed; None where the settings want none."""
        if self._reader is None and self._settings.reader != NO_READER:
            self._reader = reader_of(self._settings.reader, self._settings.threads)
        return self._reader

    def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        self.answerer().warm_up()

    # --- adding

    def add(self, articles: Iterable[Article], progress: Callable[[AddReport], None] | None = None) -> AddReport:
        """Store articles, each in one transaction; unchanged ones are skipped, changed ones replaced whole.

        Raises:
            ModelMismatchError: the library was built with another model.
        """
        self._versions.check(self.embedder.key, adopt=True)
        report = AddReport()
        for _ in added(self._library, articles, self.embedder, self._statements, report):
            if progress:
                progress(report)
            self._candidates.keep_up(adding=True)
        self._candidates.keep_up()
        return report

    def _statements(self, articles: Sequence[Article]) -> list[list[Statement]]:
        if not self._settings.statements:
            return [[] for _ in articles]
        if self._statement_source is None:
            from index.inference.taggers import GraphTagger
            from index.statements import StatementReader

            self._statement_source = StatementReader(GraphTagger(threads=self._settings.threads))
        return self._statement_source.read(articles)

    def rebuild(self, progress: Callable[[AddReport], None] | None = None) -> AddReport:
        """Cut, embed and read every stored article again, with the model of the settings."""
        self._versions.begin_rebuild(self.embedder.key)
        self._candidates.forget_all()
        report = AddReport()
        for _ in made_anew(self._library, self.embedder, self._statements, report):
            if progress:
                progress(report)
        self._candidates.keep_up()
        self._versions.end_rebuild(self.embedder.key)
        return report

    def remove(self, collection: str, ids: Sequence[str]) -> Removed:
        """Remove articles with all that belongs to them, from the files' bytes too; return what went.

        From the first moment on nobody finds them. Where the call is cut off while it clears the files, the next to
        add or remove goes on with that.
        """
        removed = self._library.remove(collection, ids)
        self._candidates.finish_removals()
        return removed

    # --- asking

    def ask(
        self,
        text: str,
        collections: Sequence[str],
        history: Sequence[Mapping[str, str]] = (),
        limits: Limits = NO_LIMITS,
        asked: date | None = None,
    ) -> Answer:
        """Answer a question from `collections` within `limits`, or decline; `history` is the talk before, oldest first.

        `asked` is the day that "last week" counts from, today where it is None.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
            ModelMismatchError: the library was built with another model.
        """
        self._library.check_collections(collections)
        with self._in_step() as search:
            answerer = self._answerer(search, asked=asked)
            answer = answerer.answer(text, collections, history, limits)
            return self._word_for_word(answerer, answer, collections, limits) or answer

    def _word_for_word(
        self, answerer: Answerer, answer: Answer, collections: Sequence[str], limits: Limits
    ) -> Answer | None:
        """Return who said the very words of a question that says nothing else, "who said it is what it is"; or None."""
        if answer.reason is not Reason.WHICH:
            return None
        question = answerer.question(answer.question, collections, limits=limits)
        if question.kind is not Asked.WHO_SAID or question.is_limited:
            return None
        claims = [Claim(words) for words in dict.fromkeys((question.topic, question.topic.removeprefix("that ")))]
        found = best_of(self._verified(claims, collections))
        quotes = [wording.quote for wording in found.wordings]
        return answerer.answer_of(question, quotes, collections) if found.is_good else None

    def answerer(self, *, reads: bool = True) -> Answerer:
        """Return what answers from the library as it stands now; without `reads` no reader is loaded.

        Raises:
            ModelMismatchError: the library was built with another model.
        """
        with self._in_step() as search:
            return self._answerer(search, reads=reads)

    def _answerer(self, search: Search, *, reads: bool = True, asked: date | None = None) -> Answerer:
        self._versions.check(self.embedder.key)
        reader = self.reader if reads else None
        return Answerer(
            self._library, search, self._vocabulary, self._analyzer, self.embedder, reader, self._fitted(),
            least_confidence=self._settings.least_confidence, today=asked or self._clock(),
        )  # fmt: skip

    @contextmanager
    def _in_step(self) -> Iterator[Search]:
        """Hold the library as it stands, and yield what searches it, in step with it.

        Raises:
            ModelMismatchError: it is being rebuilt, or a rebuild was cut off.
        """
        with ExitStack() as held:
            held.enter_context(self._library.snapshot())
            try:
                search = self._beside(in_memory=False)
            except OutOfStepError:
                # It may have given way to another since the snapshot was taken; a new one names that.
                held.close()
                held.enter_context(self._library.snapshot())
                search = self._beside(in_memory=True)
            yield search

    def _beside(self, *, in_memory: bool) -> Search:
        self._versions.check_whole()
        search = self._candidates.beside(in_memory=in_memory)
        self._vocabulary.refresh(self._candidates.version)
        return search

    def _fitted(self) -> Fitted:
        named = self._settings.reader
        if named == NO_READER:
            return Fitted.of(None if self._reader is None else PACKAGED_READER)
        return Fitted.of(Path(named) if named else PACKAGED_READER)

    # --- verifying

    def verify(self, text: str, collections: Sequence[str], speaker: str = "") -> Verification:
        """Tell whether `text` was said, as it stands; it may name a speaker itself, around a quotation.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
        """
        self._library.check_collections(collections)
        text, speaker = encodable(text[:LONGEST_CLAIM]), encodable(speaker[:LONGEST_SPEAKER])
        claims = [Claim(text.strip(), speaker)] if speaker else readings_of(text)
        return best_of(self._verified(claims, collections))

    def verify_draft(self, draft: Article, collections: Sequence[str]) -> list[Checked]:
        """Tell of every quotation of a draft whether it was said, in their order.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
        """
        self._library.check_collections(collections)
        quoted = list(quoted_in(draft))
        found = self._verified([q.claim for q in quoted], collections)
        return [Checked(q, v) for q, v in zip(quoted, found, strict=True)]

    def _verified(self, claims: Sequence[Claim], collections: Sequence[str]) -> list[Verification]:
        with self._in_step() as search:
            parts = (self._library, search, self._vocabulary, self._analyzer)
            return [verify(c, windows_for(*parts, c, collections)) for c in claims]

    # --- sources on a topic

    def events(self, ids: Iterable[str], collections: Sequence[str]) -> list[tuple[str, ...]]:
        """Return articles by their ids in groups that tell one event each, as answers would group them."""
        with self._in_step() as search:
            found = [a for id_ in ids if (a := self.article(id_, collections)) is not None]
            groups = self._answerer(search, reads=False).events(found, collections)
            return [tuple(a.id for a in group) for group in groups]

    def sources(
        self, topic: str, collections: Sequence[str], limit: int = 25, limits: Limits = NO_LIMITS
    ) -> list[Article]:
        """Return the articles within `limits` that speak of `topic`, the best first."""
        with self._on(topic, collections, limits) as (answerer, question):
            return answerer.retriever.sources(question, collections, limit) if question else []

    def sources_in_parts(
        self, topic: str, collections: Sequence[str], limit: int = 25, limits: Limits = NO_LIMITS
    ) -> Sources:
        """Return the articles within `limits` that speak of `topic`; where few do, those on a part of it."""
        with self._on(topic, collections, limits) as (answerer, question):
            if question is None:
                return Sources([], [])
            whole = answerer.retriever.sources(question, collections, limit)
            part = answerer.retriever.partly(question, collections, limit) if len(whole) < FEW_SOURCES else []
            return Sources(whole, [a for a in part if a not in whole])

    @contextmanager
    def _on(self, topic: str, collections: Sequence[str], limits: Limits) -> Iterator[tuple[Answerer, Question | None]]:
        """Yield what answers, and a topic as it reads it; None for one that says nothing or too much.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
        """
        self._library.check_collections(collections)
        with self._in_step() as search:
            answerer = self._answerer(search, reads=False)
            question = answerer.question(topic, collections, limits=limits) if len(topic) <= LONGEST else None
            yield answerer, None if question is None or question.is_empty else question

    def arrivals(self, watches: Sequence[Watch], collections: Sequence[str], mark: str) -> Arrivals:
        """Return what came into `collections` since a mark, for each watch; an article that was changed has come again.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
            ModelMismatchError: the library was built with another model.
        """
        self._library.check_collections(collections)
        with self._in_step():
            self._versions.check(self.embedder.key)
            return arrivals_of(self._library, self._on_topic(), watches, collections, mark)

    def timeline(self, about: str, collections: Sequence[str], speaker: str = "") -> tuple[Day, ...]:
        """Return what was said about something, by a speaker where one is named, day by day; the undated last.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
            ModelMismatchError: the library was built with another model.
        """
        with self._on(about, collections, NO_LIMITS) as (answerer, question):
            articles = answerer.retriever.sources(question, collections, MOST_ARTICLES) if question else []
            numbers = [self._library.number_of([a.collection], a.id) for a in articles]
            on_topic = self._on_topic()
            read = on_topic.articles([n for n in numbers if n is not None], collections)
            return days_of(read, on_topic.spoken_of([about], read, collections)[about], speaker)

    def _on_topic(self) -> OnTopic:
        return OnTopic(self._library, self._vocabulary, self._analyzer, self.embedder, self._topics)
