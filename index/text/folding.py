"""A text folded for comparing, with a way back: equal but for typography means equal when folded. Pure.

Quotation marks, dashes, blanks, ellipses and letters that only look composed are brought to one form, and
words broken at the end of a printed line are whole again; every folded character knows which raw characters
it stands for. What is shown is always the raw text.
"""

import re
import unicodedata
from dataclasses import dataclass

from index.records import Span

HIDDEN = "\u00ad\u200b-\u200f\u2060\ufeff"
BLANKS = rf"[\s{HIDDEN}]*"
SHORT = "[-‐‑]"
"""A hyphen, which is a dash where it stands between blanks or is doubled."""
UNITS = re.compile(
    rf"""(?P<hidden>[{HIDDEN}]+)
    |(?P<apostrophe>(?<=\w)['’‘ʼ](?=\w))
    |(?P<mark>'[{HIDDEN}]*'|`[{HIDDEN}]*`|,[{HIDDEN}]*,|["“”„‟«»]|['’‘‚‹›`])
    |(?P<broken>(?<=[^\W\d_])[-‐]\n(?=[a-zß-ÿ]))
    |(?P<range>(?<=\d)[–‐‑−](?=\d))
    |(?P<dash>(?:{BLANKS}(?:{SHORT}(?:[{HIDDEN}]*{SHORT})+|[–—―−])|[\s{HIDDEN}]+{SHORT}(?=[\s{HIDDEN}–—―−]))
        (?:{BLANKS}[-‐‑–—―−])*{BLANKS})
    |(?P<hyphen>[‐‑])
    |(?P<ellipsis>(?:\.(?:{BLANKS}\.){{2,}}|(?:\.{BLANKS}){{0,2}}…)(?:{BLANKS}[….])*)
    |(?P<blank>\s+)
    |(?P<composed>.[\u0300-\u036f]+|[^\x00-\x7f])
    |(?P<plain>.)""",
    re.X | re.S,
)
FORMS = {"hidden": "", "broken": "", "apostrophe": "'", "mark": '"', "range": "-", "dash": " - ", "hyphen": "-",
         "ellipsis": "...", "blank": " "}  # fmt: skip

HIDING = str.maketrans({c: "" for c in "\u00ad\u200b\ufeff"} | {"\x00": " "})
HYPHENATED = re.compile(r"(?<=[^\W\d_])[-‐]\n(?=[a-zß-ÿ])")
"""A word broken at the end of a line."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `starts[i]` and `ends[i]` bound the raw characters that `text[i]` stands for."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw(self, start: int, end: int) -> Span:
        """Return the raw span that text[start:end] stands for; it must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])


def fold(text: str, within: Span | None = None) -> Folded:
    """Return `text` folded, or the part of it `within`; the way back leads to places of the whole text."""
    start, end = (within.start, within.end) if within else (0, len(text))
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for unit in UNITS.finditer(text, start, end):
        form = _form(unit)
        if form.isspace() and folded and folded[-1] == " ":
            continue
        folded += form
        starts += [unit.start()] * len(form)
        ends += [unit.end()] * len(form)
    return Folded("".join(folded), tuple(starts), tuple(ends))


def _form(unit: re.Match[str]) -> str:
    kind = str(unit.lastgroup)
    if kind in FORMS:
        return FORMS[kind]
    one = unicodedata.normalize("NFKC", unit[0])
    if one == unit[0] or any(c.isspace() for c in one):
        return unit[0]
    return fold(one).text


def searchable(text: str) -> str:
    """Return the copy of `text` that is searched: without what only hides words, words broken at a line's end whole."""
    return HYPHENATED.sub("", text.translate(HIDING))
