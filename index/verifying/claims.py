"""What is claimed by a text as people write it: whose words, and which. Pure.

"X said that …", words in quotation marks with a name beside them, half a quotation in a sentence; with Discord's own
marks of emphasis, spoilers, quoted lines and links around them.
"""

import re
from collections.abc import Sequence

from index.records import Span
from index.text.calendar import MONTHS, WEEKDAYS
from index.text.cues import lemma_of
from index.text.quotations import quotations
from index.text.words import content_words
from index.verifying.verdicts import Claim

LONGEST_CLAIM = 2000
"""Characters; a longer text is an article to compare, not a quotation."""
LEAST_WORDS = 4
"""Words in marks, with a name beside them, that are claimed of that name."""
LONGEST_CREDIT = 12
"""Words beside a quotation that may say whose it is; with more, the text is more than a quotation with a credit."""
EDGES = " \t\r\n\"'“”„«»‘’,.…"
EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|_{2}|~~|\|\||`{1,3})")
QUOTED_LINE = re.compile(r"(?m)^\s*(?:(?:>>>|>|-#|#{1,3}(?=\s))\s?)+")
LINK = re.compile(r"\[([^\[\]]+)\]\(<?[^()\s]+>?\)")
ADDRESS = re.compile(r"<?https?://[^\s<>]+>?")
SINGLE = re.compile(r"(?<!\w)'((?:[^']|'(?=\w)){12,})'(?!\w)")
"""Words between straight single marks, an apostrophe in a word being none."""
WORD = re.compile(r"[\w.'’-]*\w")
TOKEN = re.compile(r"\w[\w.'’-]*\w|\w|[,:—–(]")
NAME_PARTS = frozenset("of the de da del der van von al bin ibn la le for".split())
"""Small words inside a name; it neither begins nor ends with one."""
NO_NAMES = frozenset(w.casefold() for w in (*MONTHS, *WEEKDAYS)) | frozenset(
    "he she they it we i you his her their this that there then who what".split()
)
"""Words with a capital that name nobody."""
SENTENCE_START = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
LEADING = re.compile(r"\b(?:according to|in the words of|as told by|quoting)\s+", re.I)
AFTER_MARK = re.compile(r"\W*[–—(~-]")
BEFORE_MARK = re.compile(r"[:–—-]\s*$")
SAID_THAT = re.compile(r"\s+that\s+|\s*:\s+", re.I)


def readings_of(text: str) -> list[Claim]:
    """Return what may be claimed by a text: all of it; or what it quotes, by whom it names beside the marks."""
    typed, text = text.strip(), unmarked(text)
    claims = [Claim(typed)] if typed == text else [Claim(typed), Claim(text)]
    if not text:
        return claims
    marked = max(_marked(text), key=len, default=None)
    if marked is None:
        indirect = _indirect(text)
        return [*claims, indirect] if indirect else claims
    said = marked.of(text).strip(EDGES)
    before, after = text[: marked.start], text[marked.end :]
    beside = WORD.findall(f"{before} {after}")
    if not beside:
        return [*claims, Claim(said)]
    is_credit = len(beside) <= LONGEST_CREDIT and len(said.split()) >= LEAST_WORDS
    speaker = speaker_beside(before, after) if is_credit else ""
    return [*claims, Claim(said, speaker)] if speaker else claims


def unmarked(text: str) -> str:
    """Return a text without Discord's marks of emphasis, spoilers, quoted or small lines, headings and links."""
    bare = ADDRESS.sub("", LINK.sub(r"\1", QUOTED_LINE.sub("", text)))
    return EMPHASIS.sub("", bare).strip()


def _marked(text: str) -> Sequence[Span]:
    found = quotations(text, Span(0, len(text)))
    return found or [Span(*m.span()) for m in SINGLE.finditer(text)]


def _indirect(text: str) -> Claim | None:
    """Return what "X said that …" claims of X without marks."""
    for part in SAID_THAT.finditer(text):
        before = text[: part.start()]
        words = WORD.findall(before)
        is_credit = ":" in part[0] or (bool(words) and lemma_of(words[-1]) is not None)
        speaker = speaker_beside(before, "") if is_credit else ""
        if speaker and len(text[part.end() :].split()) >= LEAST_WORDS:
            return Claim(text[part.end() :].strip(EDGES), speaker)
    return None


def speaker_beside(before: str, after: str) -> str:
    """Return whom the words before and after a quotation name as its speaker, as they are written; "" where nobody."""
    sentence = SENTENCE_START.split(before)[-1]
    led = [_names(TOKEN.findall(words[m.end() :])) for words in (sentence, after) for m in LEADING.finditer(words)]
    beside = [led[0][0]] if led and led[0] else []
    beside += filter(None, (_at_cue(TOKEN.findall(sentence), last=True), _at_cue(TOKEN.findall(after), last=False)))
    if BEFORE_MARK.search(before):
        beside += _names(TOKEN.findall(sentence))[-1:]
    if AFTER_MARK.match(after):
        beside += _names(TOKEN.findall(after))[:1]
    return beside[0] if beside else _uncapitalised(before, after)


def _at_cue(tokens: Sequence[str], *, last: bool) -> str:
    """Return the name that is the subject of the last cue among tokens, or of the first."""
    cues = [n for n, token in enumerate(tokens) if lemma_of(token) and token[0].islower()]
    if not cues:
        return ""
    cue = cues[-1 if last else 0]
    left, right = _names(tokens[:cue]), _names(tokens[cue + 1 :])
    if left:
        # A comma before the cue ends what is told of a name further on the left: "Veld, minister of Dravia, said".
        return left[0 if tokens[cue - 1] == "," else -1]
    return right[0] if right else ""


def _names(tokens: Sequence[str]) -> list[str]:
    """Return the runs of capitalised words among tokens, with small words inside them."""
    runs, held = list[list[str]](), list[str]()
    for token in [*tokens, ","]:
        if token[0].isupper() or (held and token.casefold() in NAME_PARTS):
            held.append(token)
        elif held:
            runs.append(held)
            held = []
    kept = [_without_small_ends(run) for run in runs]
    return [" ".join(run) for run in kept if run and not {w.casefold() for w in run} <= NO_NAMES]


def _without_small_ends(run: list[str]) -> list[str]:
    while run and (run[-1].casefold() in NAME_PARTS or run[-1].casefold() in ("but", "and")):
        run = run[:-1]
    return run[1:] if run and run[0].casefold() in ("the", "but", "and", "when", "as", "in", "on") else run


def _uncapitalised(before: str, after: str) -> str:
    """Return a name typed without capitals, where so little stands beside the marks that it can only be that."""
    words = WORD.findall(f"{before} {after}")
    names_speaker = any(map(lemma_of, words)) or BEFORE_MARK.search(before) or AFTER_MARK.match(after)
    if not words or not names_speaker or len(words) > LONGEST_CREDIT:
        return ""
    named = [w for w in words if lemma_of(w) is None and w.casefold() not in NO_NAMES]
    return content_words(" ".join(named))
