"""A stand-in for Qdrant's server: its REST paths as far as they are used, in front of its own shard code.

What comes is read by the models that Qdrant generates from its OpenAPI file, which refuse what the file does not name.
Said plainly: no Qdrant server ever ran in these tests.
"""

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import qdrant_edge as edge
from qdrant_client.http import models

VERSION = "1.20.0"
MOST_BYTES = 32 * 1024 * 1024
"""What Qdrant takes in one request unless told otherwise."""
Answered = dict[str, Any] | bool | list[Any]


class Shards:
    """Collections of one shard each, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shards: dict[str, edge.EdgeShard] = {}
        self._made: dict[str, models.CreateCollection] = {}
        self._lock = threading.Lock()
        self.seen: list[str] = []
        """What was asked for, a line each."""

    def forget(self) -> None:
        """Lose everything."""
        for name in list(self._shards):
            self._drop(name, b"")

    def answer(self, method: str, path: str, body: bytes) -> Answered:
        """Return what a request is answered.

        Raises:
            KeyError: there is nothing under this path.
            pydantic.ValidationError: the body is not what Qdrant takes there.
        """
        self.seen.append(f"{method} {path}")
        if len(body) > MOST_BYTES:
            raise ValueError("Payload too large")
        if (method, path) == ("GET", "/"):
            return {"title": "qdrant - vector search engine", "version": VERSION}
        found = re.fullmatch(r"/collections/([\w-]+)(/.*)?", path)
        if found is None:
            raise KeyError(path)
        name, rest = found[1], found[2] or ""
        does: dict[tuple[str, str], Callable[[str, bytes], Any]] = {
            ("GET", "/exists"): self._exists, ("GET", ""): self._told, ("PUT", ""): self._create, ("DELETE", ""): self._drop, ("PUT", "/index"): self._index,
            ("PUT", "/points"): self._upsert, ("POST", "/points/delete"): self._delete,
            ("POST", "/points/query/batch"): self._query, ("POST", "/points/count"): self._count,
        }  # fmt: skip
        with self._lock:
            answered: Answered = does[method, rest](name, body)
        return answered

    def _create(self, name: str, body: bytes) -> bool:
        asked = models.CreateCollection.model_validate_json(body)
        assert isinstance(asked.vectors, dict)
        assert asked.sparse_vectors is not None
        vectors = {
            vector: edge.EdgeVectorParams(params.size, getattr(edge.Distance, params.distance.value))
            for vector, params in asked.vectors.items()
        }
        sparse = {vector: edge.EdgeSparseVectorParams() for vector in asked.sparse_vectors}
        # The whole graph of the server's collections; a shard of few points compares them all.
        config = edge.EdgeConfig(vectors=vectors, sparse_vectors=sparse)
        (self._folder / name).mkdir()
        self._made[name] = asked
        self._shards[name] = edge.EdgeShard.create(str(self._folder / name), config)
        return True

    def _told(self, name: str, body: bytes) -> dict[str, Any]:
        del body
        held = self._made[name]
        params = {"vectors": held.model_dump(mode="json")["vectors"], "shard_number": 1, "replication_factor": 1}
        config = {"params": params, "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10_000},
                  "optimizer_config": {"deleted_threshold": 0.2, "vacuum_min_vector_number": 1000,
                                       "default_segment_number": 0, "flush_interval_sec": 5}}  # fmt: skip
        return {
            "status": "green",
            "optimizer_status": "ok",
            "segments_count": 1,
            "config": config,
            "payload_schema": {},
        }

    def _exists(self, name: str, body: bytes) -> dict[str, Any]:
        del body
        return {"exists": name in self._shards}

    def _drop(self, name: str, body: bytes) -> bool:
        del body
        shard = self._shards.pop(name, None)
        if shard is not None:
            shard.close()
            shutil.rmtree(self._folder / name)
        return shard is not None

    def _index(self, name: str, body: bytes) -> dict[str, Any]:
        models.CreateFieldIndex.model_validate_json(body)
        assert name in self._shards
        return _done()

    def _upsert(self, name: str, body: bytes) -> dict[str, Any]:
        asked = models.PointsList.model_validate_json(body)
        points = [edge.Point(p.id, _vectors(p.vector), p.payload) for p in asked.points]
        self._shards[name].update(edge.UpdateOperation.upsert_points(points))
        return _done()

    def _delete(self, name: str, body: bytes) -> dict[str, Any]:
        asked = models.FilterSelector.model_validate_json(body)
        self._shards[name].update(edge.UpdateOperation.delete_points_by_filter(_filter(asked.filter)))
        return _done()

    def _count(self, name: str, body: bytes) -> dict[str, Any]:
        asked = models.CountRequest.model_validate_json(body)
        return {"count": self._shards[name].count(edge.CountRequest(exact=bool(asked.exact)))}

    def _query(self, name: str, body: bytes) -> list[Any]:
        asked = models.QueryRequestBatch.model_validate_json(body)
        return [self._one(self._shards[name], one) for one in asked.searches]

    def _one(self, shard: edge.EdgeShard, asked: models.QueryRequest) -> dict[str, Any]:
        assert asked.filter is not None
        assert asked.limit is not None
        query = asked.query.nearest if isinstance(asked.query, models.NearestQuery) else asked.query
        params = asked.params or models.SearchParams()
        request = edge.QueryRequest(
            asked.limit,
            query=edge.Query.Nearest(_vector(query), asked.using),
            filter=_filter(asked.filter),
            params=edge.SearchParams(hnsw_ef=params.hnsw_ef, exact=bool(params.exact)),
        )
        return {"points": [{"id": p.id, "version": p.version, "score": p.score} for p in shard.query(request)]}


def _done() -> dict[str, Any]:
    return {"operation_id": 1, "status": "completed"}


def _vectors(named: object) -> dict[str, Any]:
    assert isinstance(named, dict)
    return {name: _vector(vector) for name, vector in named.items()}


def _vector(one: object) -> Any:
    return edge.SparseVector(one.indices, one.values) if isinstance(one, models.SparseVector) else one


def _filter(asked: models.Filter) -> edge.Filter:
    assert isinstance(asked.must, list)
    return edge.Filter(must=[_condition(one) for one in asked.must])


def _condition(asked: object) -> Any:
    if isinstance(asked, models.HasIdCondition):
        return edge.HasIdCondition(set(asked.has_id))
    assert isinstance(asked, models.FieldCondition)
    if isinstance(asked.range, models.Range):
        return edge.FieldCondition(asked.key, range=edge.RangeFloat(gte=asked.range.gte, lte=asked.range.lte))
    match = asked.match
    wanted = edge.MatchAny(match.any) if isinstance(match, models.MatchAny) else edge.MatchValue(match.value)  # type: ignore[union-attr]
    return edge.FieldCondition(asked.key, match=wanted)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    shards: Shards

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = self.path.partition("?")[0]
        try:
            result = self.shards.answer(self.command, path, body)
            status, told = 200, result if path == "/" else {"result": result, "status": "ok", "time": 0.0}
        except KeyError:
            status, told = 404, {"status": {"error": f"Not found: {path}"}, "time": 0.0}
        except (ValueError, AssertionError) as error:
            status, told = 400, {"status": {"error": str(error)}, "time": 0.0}
        written = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    do_GET = do_PUT = do_POST = do_DELETE = _answer

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, Shards]]:
    """Yield the address of a stand-in, and what it holds."""
    shards = Shards(folder)
    handler = type("Handler", (_Handler,), {"shards": shards})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", shards
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
