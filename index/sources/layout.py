"""What each line of a page is: heading, body, caption or furniture. Pure.

The rules look at one line, its neighbours and the title, never at particular sites. They are strict
on purpose: furniture that slips through is a nuisance, body text taken for furniture is lost.
"""

import re
from collections.abc import Iterator

from index.records import Block, BlockKind, Span

LINE = re.compile(r"[^\n]+")
LONGEST_FURNITURE = 220
"""Characters; a longer line is prose, whatever words it holds."""
LONGEST_CAPTION = 600
MOST_HEADING_WORDS = 18
SCRAP_WORDS = 8

FURNITURE = re.compile(
    r"""^\W*(?:
      share\ (?:this|on|via|with)\b | share$ | (?:e-?mail|print|save|tweet|comments?)(?:\ this.*)?$
    | (?:like|follow|join|find|connect\ with|contact)\ us\b
    | (?:subscribe|sign\ (?:up|in)|log\ ?in|register)\b
    | (?:also|related|recommended|more)\ (?:read|stories|articles|news|coverage|on\ this|from)\b
    | also\ read | read\ (?:more|also|next)\b | related: | (?:see|watch)\ also | most\ (?:read|popular)
    | advertisement | sponsored | skip\ (?:ad|to)\b | loading | click\ here | download\ (?:our|the)\ app
    | (?:all\ rights\ reserved|copyright|©) | (?:terms\ of|privacy\ policy|cookie)
    | (?:by\ )?(?:https?://|www\.)\S+$
    )""",
    re.I | re.X,
)
INVITATION = re.compile(
    r"\b(?:subscribe to our|our newsletter|follow us on|like us on|website can also be accessed"
    r"|sign up for our|download our app|all rights reserved)\b",
    re.I,
)
BREADCRUMB = re.compile(r"^[\w&' ]{2,30}(?:\s*[/>»›|]\s*[\w&' ]{2,30}){1,6}$")
BYLINE = re.compile(r"^(?:by|written by|reported by|reporting by|editing by)\s+[A-Z][^.!?]{2,80}$", re.I)
CREDIT = r"(?:photo|image|picture|file|ap|afp|reuters|getty|epa|handout|courtesy|credit|illustration)"
CAPTION = re.compile(
    rf"""^(?:(?:in\ )?this\ (?:\w+\ ){{0,3}}(?:photo|photograph|picture|image|frame\ grab|file\ photo)\b
          | (?:file|photo|image|picture|caption|credit)s?\s*(?:photo)?\s*[:–—-]\s )
      | [(\[]\s*(?:file\ )?{CREDIT}[^()\[\]]{{0,80}}[)\]]\W*$
      | (?:getty\ images|/\s*(?:ap|afp|reuters))\W*$""",
    re.I | re.X,
)
SENTENCE_END = re.compile(r"[.!?:;,…。！？؟।][\"'”’»)\]]*$")


def mark_blocks(text: str, title: str = "", headings: frozenset[int] = frozenset()) -> tuple[Block, ...]:
    """Return one block for each line that holds a visible character, in order.

    `headings` are starts of lines already known to be headings, from a format that says so.
    """
    lines = list(_lines(text))
    longer_below = _longer_below(lines)
    seen: set[str] = set()
    blocks = []
    for place, span in enumerate(lines):
        kind = _kind(span.of(text), place, title, span.start in headings, longer_below[place])
        if kind is BlockKind.HEADING:
            kind = BlockKind.FURNITURE if _flat(span.of(text)) in seen else kind
            seen.add(_flat(span.of(text)))
        blocks.append(Block(span, kind))
    return _tail_as_furniture(text, blocks)


def _longer_below(lines: list[Span]) -> list[bool]:
    """Tell of each line whether a longer one follows it somewhere."""
    found: list[bool] = []
    longest = 0
    for span in reversed(lines):
        found.append(longest > len(span))
        longest = max(longest, len(span))
    return found[::-1]


def _lines(text: str) -> Iterator[Span]:
    for match in LINE.finditer(text):
        line = match.group()
        if stripped := line.strip():
            start = match.start() + line.index(stripped[0])
            yield Span(start, start + len(stripped))


def _kind(words: str, place: int, title: str, known_heading: bool, longer_below: bool) -> BlockKind:
    line = " ".join(words.split())
    if known_heading or (title and _flat(line) == _flat(title)):
        return BlockKind.HEADING
    if len(line) <= LONGEST_CAPTION and CAPTION.search(line):
        return BlockKind.CAPTION
    if _is_furniture(line, place):
        return BlockKind.FURNITURE
    return BlockKind.HEADING if longer_below and _is_heading(line) else BlockKind.BODY


def _is_furniture(line: str, place: int) -> bool:
    if len(line) > LONGEST_FURNITURE:
        return False
    if not any(c.isalnum() for c in line):
        return True
    if INVITATION.search(line) or BYLINE.match(line):
        return True
    if BREADCRUMB.match(line) and place < 3:
        return True
    return bool(FURNITURE.match(line)) and (not SENTENCE_END.search(line) or len(line.split()) < 8)


def _is_heading(line: str) -> bool:
    """A short line without a sentence's end."""
    return not SENTENCE_END.search(line[-8:]) and len(line.split(None, MOST_HEADING_WORDS + 1)) <= MOST_HEADING_WORDS


def _tail_as_furniture(text: str, blocks: list[Block]) -> tuple[Block, ...]:
    """Scraps after the last furniture of a page belong to it: a menu, a name, a slogan."""
    last = max((i for i, b in enumerate(blocks) if b.kind is BlockKind.FURNITURE), default=len(blocks))
    tail = blocks[last + 1 :]
    if any(b.kind is BlockKind.CAPTION or _is_prose(b.span.of(text)) for b in tail):
        return tuple(blocks)
    return (*blocks[: last + 1], *(Block(b.span, BlockKind.FURNITURE) for b in tail))


def _is_prose(line: str) -> bool:
    return bool(SENTENCE_END.search(line)) or len(line.split()) > SCRAP_WORDS


def _flat(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.casefold()))
