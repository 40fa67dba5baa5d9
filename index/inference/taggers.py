"""Text → who says what in it, as a token model marks it: the cue, source and content of each attribution."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from index.inference.embedders import checked_session, packaged_folder
from index.inference.graphs import loading, stand_back

Chances = npt.NDArray[np.float32]
Place = tuple[int, int]
"""The characters of a text, half-open."""

PACKAGED_TAGGER = Path(__file__).parents[1] / "models" / "tagger"
TAGGER_SHA256 = "dd2aa726fe3218a26ed08ea58ade446da22b41e026147809206c03e8d96e735c"
"""The packaged tagger's graph, as `index.training` made it."""
GRAPH = "tagger.onnx"
INPUTS = ("input_ids", "token_type_ids")
STATES, DISTANCES = "states", "distances"
"""What the graph gives: of each piece whether a cue begins there, what it asks and what it answers; and, of each kind
of link, how likely it is by how far two pieces lie apart."""
LINKS = ("source", "content", "cue")
"""What a piece may be to the cue that begins at another."""
LINK_SIZE = 128
"""Numbers by which a piece asks, or answers, for one kind of link."""
FARTHEST = 127
"""Pieces; distances beyond count as this one."""
WINDOW, STEP = 192, 152
"""Word pieces read together, and how many further the next ones begin: a cue is decided with at least 20 around it."""
LEAST = 0.5
"""Chance from which a piece belongs to a span, and from which a cue is one."""
GAP = 3
"""Pieces less likely within a span that do not part it."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """An attribution: the places of its cue, source and content, any of the last two empty, and how likely it is."""

    cue: tuple[Place, ...]
    source: tuple[Place, ...]
    content: tuple[Place, ...]
    chance: float


class Tagger(Protocol):
    """Marks who says what; the only one so far is packaged."""

    def tag(self, texts: Sequence[str], read: Sequence[Sequence[Place]]) -> list[list[Tagged]]:
        """Return the attributions of each text in the places that are to be read of it, in the order of their cues."""


class Piece(NamedTuple):
    """A word piece: its number in the vocabulary, and the characters of the word it is of."""

    token: int
    word: Place


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of a text that are read together, half-open, and those of them whose cues are decided here."""

    start: int
    end: int
    first: int
    beyond: int


def windows(pieces: int) -> Iterator[Window]:
    """Yield the windows of a text of so many pieces; each piece is decided in one, far from its edges where it can."""
    start, first, side = 0, 0, (WINDOW - STEP) // 2
    while pieces - start > WINDOW:
        beyond = start + WINDOW - side
        yield Window(start, start + WINDOW, first, beyond)
        start, first = start + STEP, beyond
    yield Window(start, pieces, first, pieces)


class GraphTagger:
    """MiniLM fine-tuned (index/models/tagger/README.md), as a graph with eight-bit weights.

    Whether a cue begins at a piece is told from its state; what each other piece is to that cue, from the product of
    two small projections of theirs, as parsers link words (Dozat and Manning, 2017, https://arxiv.org/abs/1611.01734).
    So a text is read once, however much is said in it.
    """

    def __init__(self, folder: Path = PACKAGED_TAGGER, threads: int = 2, expected: str | None = TAGGER_SHA256) -> None:
        """Load the graph, and the tokenizer of the packaged MiniLM.

        Raises:
            ModelError: the graph is missing, has another sum than `expected`, or takes other inputs.
        """
        session = checked_session(folder, GRAPH, expected, INPUTS, (STATES, DISTANCES))
        with loading(folder, Exception):
            self._tokenizer: Any = cutter(packaged_folder())
        self._around = tuple(self._tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
        self._states = session.only(STATES)
        self._by_distance = session.only(DISTANCES)(self._fed([]))
        self._threads = ThreadPoolExecutor(threads, "tagger", stand_back)

    def tag(self, texts: Sequence[str], read: Sequence[Sequence[Place]]) -> list[list[Tagged]]:
        """Return the attributions of each text in the places that are to be read of it, in the order of their cues."""
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        pieces = [_pieces_in(e, places) for e, places in zip(encoded, read, strict=True)]
        wanted = [(n, window) for n, own in enumerate(pieces) for window in windows(len(own))]
        found = list[list[Tagged]](list() for _ in encoded)
        tagged = self._threads.map(lambda at: self._in_window(pieces[at[0]], at[1]), wanted)
        for (n, _), own in zip(wanted, tagged, strict=True):
            found[n] += own
        return found

    def _fed(self, ids: Sequence[int]) -> dict[str, npt.NDArray[np.int64]]:
        row = np.asarray([[self._around[0], *ids, self._around[1]]], np.int64)
        return dict(zip(INPUTS, (row, np.zeros_like(row)), strict=True))

    def _in_window(self, pieces: Sequence[Piece], window: Window) -> list[Tagged]:
        here = pieces[window.start : window.end]
        states = self._states(self._fed([piece.token for piece in here]))[0, 1:-1]
        begins = _chances(states[:, 0])
        own = begins[window.first - window.start : window.beyond - window.start]
        heads = np.flatnonzero(own >= LEAST) + window.first - window.start
        links = self._links(states[:, 1:], heads)
        return [_tagged(here, links[n], float(begins[head])) for n, head in enumerate(heads)]

    def _links(self, states: Chances, heads: npt.NDArray[np.int64]) -> Chances:
        """Return how likely each piece is each of `LINKS` to each cue: shape (cues, links, pieces)."""
        asks, answers = (half.reshape(len(states), len(LINKS), LINK_SIZE) for half in np.split(states, 2, axis=1))
        fits = np.einsum("hkd,tkd->hkt", asks[heads], answers) / np.sqrt(LINK_SIZE)
        apart = np.clip(np.arange(len(states)) - heads[:, None], -FARTHEST, FARTHEST) + FARTHEST
        links = _chances(fits + self._by_distance[:, apart].transpose(1, 0, 2))
        links[np.arange(len(heads)), LINKS.index("cue"), heads] = 1
        return links


def cutter(folder: Path) -> Any:  # noqa: ANN401 - tokenizers is untyped
    """Return what cuts a text into the pieces of the model in `folder`, as many as there are."""
    from tokenizers import Tokenizer

    pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces.no_padding()
    pieces.no_truncation()
    return pieces


def _chances(odds: Chances) -> Chances:
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def _pieces_in(encoded: Any, places: Sequence[Place]) -> list[Piece]:  # noqa: ANN401 - tokenizers is untyped
    """Return a text's pieces that begin in places, which are in order."""
    offsets = encoded.offsets
    begins = [start for start, _ in offsets]
    wanted = [n for start, end in places for n in range(bisect_left(begins, start), bisect_left(begins, end))]
    tokens, words = encoded.ids, _words(encoded.word_ids, offsets)
    return [Piece(tokens[n], words[n]) for n in wanted]


def _words(numbers: Sequence[int], offsets: Sequence[Place]) -> list[Place]:
    """Return the characters of the word that each piece is of."""
    starts, ends = dict[int, int](), dict[int, int]()
    for number, (start, end) in zip(numbers, offsets, strict=True):
        starts.setdefault(number, start)
        ends[number] = end
    return [(starts[number], ends[number]) for number in numbers]


def _tagged(pieces: Sequence[Piece], links: Chances, chance: float) -> Tagged:
    source, content, cue = (tuple(_places(pieces, row)) for row in links)
    return Tagged(cue, source, content, chance)


def _places(pieces: Sequence[Piece], row: Chances) -> Iterator[Place]:
    """Yield the runs of likely pieces, as characters of whole words."""
    for first, last in _runs(np.flatnonzero(row >= LEAST)):
        yield pieces[first].word[0], pieces[last].word[1]


def _runs(places: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of places that lie at most `GAP` apart."""
    parted = np.flatnonzero(np.diff(places) > GAP) + 1
    yield from ((int(run[0]), int(run[-1])) for run in np.split(places, parted) if len(run))
