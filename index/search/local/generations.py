"""What is built of a grown collection and kept on disk: its vectors in lists, and its words; one folder a time.

A folder is written whole beside the one before, and only then named in the library file, with a sum over its list of
sums: one that is damaged, foreign or of another state of the library is never read. A reader that still maps
the files of the one before goes on reading them.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.search.local.vectors import GrownVectors, ListedVectors, write_lists
from index.search.local.word_index import GrownWords, add_passages, add_statements, passage_index, statement_index
from index.search.protocol import OutOfStepError
from index.store.search_words import PassageWords, StatementWords
from index.store.sqlite import Store, sync
from index.text.analysis import Analyzer

FOLDER = "generations"
VECTORS, PASSAGES, STATEMENTS, ABOUT = "vectors.faiss", "passages", "statements", "generation.json"
LEAST = 30_000
"""Passages from which a collection is grown: comparing every vector then takes longer than encoding a question."""
NEWEST = 20_000
"""Passages that are searched one by one beside a generation before a new one is built."""
OUTGROWN = 1.5
"""Of a generation's passages, how many there must be with those beside it before a new one is built in an add."""


class GenerationError(OutOfStepError):
    """A generation cannot be written, or is not whole; the library goes on without."""


@dataclass(frozen=True, slots=True)
class Generation:
    """What a folder says of itself; `files` are their sums by their names."""

    collection: str
    passages: int
    highest: int
    highest_statement: int
    gone: int
    dimension: int
    probes: int
    files: dict[str, str]


def wanted(store: Store, library: Path, *, adding: bool) -> list[str]:
    """Return the collections of which a new generation is to be built; `adding` where more will come at once."""
    state = store.changes.state()
    built = dict(state.built)
    large = [collection for collection, size in store.changes.sizes().items() if size >= LEAST]
    return [c for c in large if c not in built or _is_outgrown(store, library, c, built[c], adding=adding)]


def _is_outgrown(store: Store, library: Path, collection: str, named: str, *, adding: bool) -> bool:
    """Tell whether too many passages stand beside a generation, or it is of no use."""
    try:
        held = _described(library, named) if adding else _checked(library, named)
    except GenerationError:
        return True
    gone = store.changes.gone_of(collection, held.gone, held.highest)
    beside = 0 if gone is None else store.changes.sizes()[collection] - (held.passages - gone)
    return gone is None or beside >= max(NEWEST, (OUTGROWN - 1) * held.passages if adding else 0)


def holds_gone(store: Store, library: Path, collection: str, gone: int) -> bool:
    """Tell whether the generation of a collection, if it has one, was built before so many passages had gone."""
    named = dict(store.changes.state().built).get(collection)
    if named is None:
        return False
    try:
        return _described(library, named).gone < gone
    except GenerationError:
        return True


def build(store: Store, library: Path, analyzer: Analyzer, collection: str) -> None:
    """Build a generation of a collection as it stands now, and let it take the place of the one before.

    Raises:
        GenerationError: the folder cannot be written.
        LibraryError: the library file cannot be read or written.
    """
    root = library / FOLDER
    partial = root / f"{_digest(collection)}.partial"
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        with store.snapshot():
            built = _written(store, analyzer, partial, collection)
        about = json.dumps(asdict(built)).encode()
        (partial / ABOUT).write_bytes(about)
        for path in (*partial.rglob("*"), partial):
            sync(path)
        sum_ = hashlib.sha256(about).hexdigest()
        name = f"{_digest(collection)}-{built.passages}-{sum_[:8]}"
        shutil.rmtree(root / name, ignore_errors=True)
        partial.rename(root / name)
        sync(root)
    # FAISS says by a RuntimeError that a disk is full.
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise GenerationError(f"{root}: cannot be written ({reason}); check the disk and its rights") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    store.changes.set_built(collection, f"{name} {sum_}")
    clear(store, library)


def forget(store: Store, library: Path, collection: str) -> None:
    """Let nothing that was built of a collection remain."""
    store.changes.set_built(collection, None)
    clear(store, library)


def clear(store: Store, library: Path) -> None:
    """Remove what no collection has any use for."""
    named = {value.split()[0] for _, value in store.changes.state().built}
    for folder in (library / FOLDER).glob("*"):
        if folder.name not in named:
            shutil.rmtree(folder, ignore_errors=True)


def opened(store: Store, library: Path, named: str) -> tuple[Generation, GrownVectors, GrownWords]:
    """Return the generation that the library file names, with its vectors and words, all of its sums compared.

    Raises:
        GenerationError: it is missing, damaged, or not the one that is named.
    """
    generation = _checked(library, named)
    folder = _folder(library, named)
    try:
        lists = ListedVectors(folder / VECTORS, generation.probes, store.changes.vectors_of)
        words = GrownWords(passage_index(folder / PASSAGES), statement_index(folder / STATEMENTS))
    # tantivy's errors have no base of their own; it wants a file of its own beside the index.
    except Exception as error:
        raise GenerationError(f"{folder} cannot be used ({error})") from error
    return generation, GrownVectors(lists, generation.highest, generation.dimension), words


def _checked(library: Path, named: str) -> Generation:
    """Return what the generation that is named says of itself, all of its sums compared.

    Raises:
        GenerationError: it is missing, damaged, or not the one that is named.
    """
    generation, folder = _described(library, named), _folder(library, named)
    try:
        damaged = next((n for n, s in generation.files.items() if _sum(folder / n) != s), None)
    except OSError as error:
        raise GenerationError(f"{folder} cannot be read ({error.strerror})") from error
    if damaged:
        raise GenerationError(f"{folder / damaged} is damaged")
    return generation


def _described(library: Path, named: str) -> Generation:
    """Return what the generation that is named says of itself; its files are not looked at.

    Raises:
        GenerationError: it is missing, or not the one that is named.
    """
    folder = _folder(library, named)
    try:
        about = (folder / ABOUT).read_bytes()
    except OSError as error:
        raise GenerationError(f"{folder} cannot be read ({error.strerror})") from error
    if hashlib.sha256(about).hexdigest() != named.split()[1]:
        raise GenerationError(f"{folder} is not the one that was built")
    return Generation(**json.loads(about))


def _folder(library: Path, named: str) -> Path:
    return library / FOLDER / named.split()[0]


def stemmed_passages(analyzer: Analyzer, rows: Iterable[PassageWords]) -> Iterator[PassageWords]:
    """Yield passages with their words as the word index wants them."""
    return (replace(row, words=" ".join(analyzer.terms(row.words))) for row in rows)


def stemmed_statements(analyzer: Analyzer, rows: Iterable[StatementWords]) -> Iterator[StatementWords]:
    """Yield statements with their words as the word index wants them."""
    for row in rows:
        speaker, content = (" ".join(analyzer.terms(text)) for text in (row.speaker, row.content))
        yield replace(row, speaker=speaker, content=content)


def _written(store: Store, analyzer: Analyzer, folder: Path, collection: str) -> Generation:
    changes = store.changes
    state, passages = changes.state(), changes.sizes()[collection]
    probes = write_lists(folder / VECTORS, lambda: changes.vectors(collection, 0), passages)
    for name in (PASSAGES, STATEMENTS):
        (folder / name).mkdir()
    add_passages(passage_index(folder / PASSAGES), stemmed_passages(analyzer, changes.passage_words(collection, 0)))
    add_statements(
        statement_index(folder / STATEMENTS), stemmed_statements(analyzer, changes.statement_words(collection, 0))
    )
    dimension = next(changes.vectors(collection, 0))[1].shape[1]
    files = {str(p.relative_to(folder)): _sum(p) for p in sorted(folder.rglob("*")) if _is_kept(p)}
    return Generation(
        collection, passages, state.highest, changes.highest_statement(), state.gone, dimension, probes, files
    )


def _is_kept(path: Path) -> bool:
    return path.is_file() and path.suffix != ".lock"


def _digest(collection: str) -> str:
    return hashlib.sha256(collection.encode()).hexdigest()[:16]


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
