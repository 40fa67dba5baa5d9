"""What Qdrant holds of a library: a point for each passage, with its vector, its words as numbers, and no text."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException, UnexpectedResponse

from index.errors import LibraryError, LibraryUnreachableError
from index.records import Vectors
from index.search.bm25 import K1, B
from index.search.protocol import Found, Within
from index.settings import Database
from index.text.characters import encodable

SECONDS = 10
"""How long one request may take."""
MEANING, WORDS = "meaning", "words"
AVERAGE = 100
"""Words of a passage, about, by which lengths are weighed in Qdrant; what is found is scored anew by true lengths."""
CONNECTIONS, LOOKED_AT_BUILDING, LOOKED_AT = 24, 128, 800
"""Of the graph that each collection has by itself: links of a node, nodes looked at while it grows, and by a search."""
FIRST, LAST = "first_day", "last_day"
INDEXED: Mapping[str, models.PayloadSchemaType | models.KeywordIndexParams] = {
    "collection": models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True),
    "publisher": models.PayloadSchemaType.KEYWORD,
    "article": models.PayloadSchemaType.INTEGER,
    FIRST: models.PayloadSchemaType.INTEGER,
    LAST: models.PayloadSchemaType.INTEGER,
}


@dataclass(frozen=True, slots=True)
class Held:
    """A passage as Qdrant is told of it; `published` is an ISO day, as much of one as is known, or empty."""

    number: int
    article: int
    collection: str
    publisher: str
    published: str
    terms: Sequence[str]
    vector: Sequence[float]


class Points:
    """The points of one library, of which no other library in the same Qdrant knows."""

    def __init__(self, database: Database, key: bytes) -> None:
        """Speak to the Qdrant that is named for `database`; words are numbered by `key`, which only it holds."""
        self.where = database.qdrant_name
        self.key = key
        self.name = f"onrecord-{hashlib.sha256(key).hexdigest()[:16]}"
        with self._translated():
            self._client = QdrantClient(
                url=database.qdrant, api_key=database.qdrant_key or None, timeout=SECONDS, check_compatibility=False
            )

    def close(self) -> None:
        """Let go of it."""
        self._client.close()

    @property
    def version(self) -> str:
        """The release of Qdrant that answers.

        Raises:
            LibraryUnreachableError: none does.
        """
        with self._translated():
            return str(self._client.info().version)

    @property
    def dimension(self) -> int | None:
        """How long the vectors are that there is room for; None where there is none."""
        with self._translated():
            if not self._client.collection_exists(self.name):
                return None
            vectors = self._client.get_collection(self.name).config.params.vectors
        held = vectors.get(MEANING) if isinstance(vectors, dict) else None
        return held.size if held else None

    def make(self, dimension: int) -> None:
        """Make room for vectors of this length, in place of what was there.

        Raises:
            LibraryError: Qdrant does not answer, or refuses.
        """
        vectors = models.VectorParams(size=dimension, distance=models.Distance.DOT, on_disk=True)
        # Without links across collections: every question names those that it may see.
        graph = models.HnswConfigDiff(m=0, payload_m=CONNECTIONS, ef_construct=LOOKED_AT_BUILDING)
        by_eight_bits = models.ScalarQuantizationConfig(type=models.ScalarType.INT8, always_ram=True)
        with self._translated():
            self._client.delete_collection(self.name)
            self._client.create_collection(
                self.name,
                vectors_config={MEANING: vectors},
                sparse_vectors_config={WORDS: models.SparseVectorParams()},
                hnsw_config=graph,
                quantization_config=models.ScalarQuantization(scalar=by_eight_bits),
            )
            for field, kind in INDEXED.items():
                self._client.create_payload_index(self.name, field, kind)

    def put(self, passages: Sequence[Held]) -> None:
        """Hold passages, in place of those with the same numbers."""
        with self._translated():
            if passages:
                self._client.upsert(self.name, [self._point(p) for p in passages])

    def remove(self, articles: Sequence[int]) -> None:
        """Hold no passage of these articles."""
        gone = models.Filter(must=[models.FieldCondition(key="article", match=models.MatchAny(any=list(articles)))])
        with self._translated():
            if articles:
                self._client.delete(self.name, models.FilterSelector(filter=gone))

    def count(self) -> int:
        """Return how many passages are held."""
        with self._translated():
            return int(self._client.count(self.name).count)

    def near(self, vector: Vectors, within: Within, limit: int) -> list[Found]:
        """Return up to `limit` passages of each collection by their product with `vector`."""
        # What eight bits rank is ranked anew by whole vectors, of which twice as many are taken for that.
        anew = models.QuantizationSearchParams(rescore=True, oversampling=2.0)
        looked_at = models.SearchParams(hnsw_ef=max(LOOKED_AT, limit), quantization=anew)
        return self._found(vector.tolist(), MEANING, within, limit, looked_at)

    def worded(self, weights: Mapping[str, float], within: Within, limit: int) -> list[Found]:
        """Return up to `limit` passages of each collection that hold most of what terms weigh."""
        numbered: dict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            numbered[self._number(term)] += weight
        asked = models.SparseVector(indices=list(numbered), values=list(numbered.values()))
        return self._found(asked, WORDS, within, limit, None)

    def nearness(self, vector: Vectors, passages: Sequence[int], within: Within) -> list[Found]:
        """Return what those of `passages` score that are held in the collections."""
        few = models.HasIdCondition(has_id=list(passages))
        whole = models.SearchParams(exact=True, quantization=models.QuantizationSearchParams(ignore=True))
        return self._found(vector.tolist(), MEANING, within, len(passages), whole, few)

    def _found(
        self,
        query: list[float] | models.SparseVector,
        using: str,
        within: Within,
        limit: int,
        params: models.SearchParams | None,
        *further: models.Condition,
    ) -> list[Found]:
        requests = [
            models.QueryRequest(
                query=query, using=using, filter=_limits(own, within, further), limit=limit, params=params
            )
            for own in dict.fromkeys(within.collections)
        ]
        with self._translated():
            answers = self._client.query_batch_points(self.name, requests)
        return [Found(int(p.id), float(p.score)) for answer in answers for p in answer.points]

    def _point(self, held: Held) -> models.PointStruct:
        payload = {
            "collection": encodable(held.collection),
            "publisher": encodable(held.publisher),
            "article": held.article,
        }
        if held.published:
            digits = held.published[:10].replace("-", "")
            payload |= {FIRST: int(digits.ljust(8, "0")), LAST: int(digits.ljust(8, "9"))}
        vector: dict[str, models.Vector] = {MEANING: list(held.vector), WORDS: self._words(held.terms)}
        return models.PointStruct(id=held.number, vector=vector, payload=payload)

    def _words(self, terms: Sequence[str]) -> models.SparseVector:
        """Return BM25's share of each term that depends on the passage alone (Robertson and Zaragoza, 2009)."""
        told = Counter(map(self._number, terms))
        longer = K1 * (1 - B + B * len(terms) / AVERAGE)
        return models.SparseVector(indices=list(told), values=[n * (K1 + 1) / (n + longer) for n in told.values()])

    def _number(self, term: str) -> int:
        """Return what stands for a term: whoever reads Qdrant's files finds no words there."""
        return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=4, key=self.key).digest())

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Tell Qdrant's errors as ours."""
        try:
            yield
        except ResponseHandlingException as error:
            reason = next(iter(str(error).splitlines()), "it does not answer")
            raise LibraryUnreachableError(
                f"{self.where}: cannot be reached ({reason}); check that Qdrant runs, and try again"
            ) from error
        except UnexpectedResponse as error:
            lost = "; run: onrecord upgrade" if error.status_code == HTTPStatus.NOT_FOUND else ""
            refused = f"{error.status_code} {error.reason_phrase}"
            raise LibraryError(f"{self.where}: Qdrant refuses ({refused}){lost}") from error
        except QdrantException as error:
            raise LibraryUnreachableError(f"{self.where}: Qdrant has too much to do; try again") from error
        except ApiException as error:
            raise LibraryError(f"{self.where}: Qdrant answers what is not understood") from error
        except ValueError as error:
            raise LibraryError(f"{self.where}: is no address of a Qdrant, or does not take this ({error})") from error


def _limits(collection: str, within: Within, further: Sequence[models.Condition]) -> models.Filter:
    must: list[models.Condition] = [_is("collection", encodable(collection)), *further]
    if within.publisher:
        must.append(_is("publisher", encodable(within.publisher)))
    if within.since:
        must.append(models.FieldCondition(key=LAST, range=models.Range(gte=int(within.since.strftime("%Y%m%d")))))
    if within.until:
        must.append(models.FieldCondition(key=FIRST, range=models.Range(lte=int(within.until.strftime("%Y%m%d")))))
    return models.Filter(must=must)


def _is(field: str, value: str) -> models.FieldCondition:
    return models.FieldCondition(key=field, match=models.MatchValue(value=value))
