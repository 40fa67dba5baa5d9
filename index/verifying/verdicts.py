"""What a claimed wording comes to: verdicts, and where the words really stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.records import Quote, Span
from index.text.caveats import Caveat


class Verdict(StrEnum):
    """What a claimed wording comes to, the most that can be said of it first."""

    EXACT = "exact"
    TYPOGRAPHY = "exact but for typography"
    SHORTENED = "shortened"
    CLIPPED = "clipped"
    DENIED = "the words of what somebody denied"
    TOO_SHORT = "too short to say"
    NOT_NAMED = "these words stand there, but whose they are is not named"
    REPORTED = "said of them, not by them"
    SOMEBODY_ELSE = "said by somebody else"
    ALTERED = "altered"
    STITCHED = "stitched from several places"
    NOT_FOUND = "not found"


GOOD = frozenset({Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.SHORTENED})
"""Verdicts of a quotation that may be printed as it is."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A wording that somebody is said to have used: `speaker` is empty where nobody is named."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the claim that stand differently at a place of the article: either side may be empty."""

    claimed: str
    at: int
    real: Span | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """Where the claim, or a piece of it, really stands: `quote` are whole sentences, `words` what of them was claimed.

    `piece` are the claim's own words for it; `caveat` is what turns the sense of the words where they stand alone.
    """

    quote: Quote
    words: Span
    piece: str
    differences: tuple[Difference, ...] = ()
    caveat: Caveat | None = None

    @property
    def claimed(self) -> str:
        """The claimed words as the article has them."""
        return self.words.of(self.quote.article.text)


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of a claim: the verdict, and the real wordings, best first."""

    claim: Claim
    verdict: Verdict
    wordings: tuple[Wording, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the claim may be printed as it is."""
        return self.verdict in GOOD


def best_of(verifications: Sequence[Verification]) -> Verification:
    """Return the verification that says the most; of equal ones the last, which names a speaker."""
    order = list(Verdict)
    return min(reversed(verifications), key=lambda v: order.index(v.verdict))
