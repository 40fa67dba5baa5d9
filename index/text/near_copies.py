"""Which articles are copies: wire reports printed by many, reprints, print versions. Pure.

Texts are compared by MinHash over runs of words (Broder, 1997), found through bands of hashes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.records import Article, BlockKind
from index.text.words import WORD

PERMUTATIONS, BANDS = 128, 32
"""Two texts that share .42 of their runs meet in one of the bands with even odds, at .7 nearly always."""
RUN = 5
"""Words of a run."""
COPIED = 0.6
"""Share of runs, of both texts together, from which one is a copy of the other."""
SEED = 1
FEWEST_RUNS = 20
"""An article of fewer runs of words is too short to tell a copy by."""
AGENCIES = ("Reuters", "Associated Press", "AP", "AFP", "Agence France-Presse", "dpa", "EFE", "ANSA", "TASS", "Xinhua",
            "Anadolu", "PTI", "Kyodo", "Yonhap", "UPI", "Bloomberg", "PA Media")  # fmt: skip
NAMED_WITHIN = 200
"""Characters at an article's beginning and end where it names the agency it is from."""


@dataclass(frozen=True)
class Signature:
    """The hashes by which a text is compared with others."""

    hashes: npt.NDArray[np.uint32]

    @classmethod
    def of(cls, article: Article) -> "Signature | None":
        """Return an article's signature, by its body alone; None where it is too short."""
        body = " ".join(b.span.of(article.text) for b in article.blocks if b.kind is BlockKind.BODY)
        words = [w.casefold() for w in WORD.findall(body)]
        runs = {" ".join(words[n : n + RUN]).encode() for n in range(len(words) - RUN + 1)}
        if len(runs) < FEWEST_RUNS:
            return None
        # It draws all of scipy, which only adding has to wait for.
        from datasketch import MinHash

        minhash = MinHash(PERMUTATIONS, seed=SEED)
        minhash.update_batch(sorted(runs))
        return cls(minhash.hashvalues.astype(np.uint32))

    @classmethod
    def of_packed(cls, packed: bytes) -> "Signature":
        """Return the signature that `packed` wrote down."""
        return cls(np.frombuffer(packed, dtype="<u4"))

    @property
    def packed(self) -> bytes:
        """The signature as bytes."""
        return self.hashes.astype("<u4").tobytes()

    @cached_property
    def bands(self) -> list[int]:
        """What texts that may be copies have in common, at least one of them."""
        rows = self.hashes.reshape(BANDS, -1).astype(np.uint64)
        mixed = np.arange(1, BANDS + 1, dtype=np.uint64)
        for column in rows.T:
            mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(1)
        return [int(key) for key in mixed]

    def copied(self, other: "Signature") -> float:
        """Return the share of runs that two texts have in common where that makes one a copy, else 0."""
        shared = float(np.mean(self.hashes == other.hashes))
        return shared if shared >= COPIED else 0.0


def agency_of(article: Article) -> str:
    """Return the agency that an article names as its origin, at its beginning or end or as its author; or nothing."""
    edges = f"{article.author} | {article.text[:NAMED_WITHIN]} | {article.text[-NAMED_WITHIN:]}"
    marked = (a for a in AGENCIES if any(m in edges for m in (f"({a})", f"/{a}", f"{a} -", f"{a} –", f"— {a}")))
    return next(marked, article.author if article.author in AGENCIES else "")


def origin_of(articles: Sequence[Article]) -> Article:
    """Return the article that its copies come from: the agency's that they name, else the first published."""
    named = {agency_of(a) for a in articles} - {""}
    own = [a for a in articles if a.publisher in named]
    return min(own or articles, key=lambda a: (a.published or "9", a.id))
