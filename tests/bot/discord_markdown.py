"""What Discord would make of a message, told by a small parser of its own that knows nothing of how the bot escapes.

It is stricter than Discord: whatever could be an element counts as one, so that a doubt is never decided for the bot.
"""

import re
from dataclasses import dataclass

ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(<([^<>\s]*)>\)")
INLINE = [
    ("time", re.compile(r"<t:-?\d+(?::[tTdDfFsSR])?>")),
    ("mention", re.compile(r"<(?:@[!&]?|#)\d+>|@everyone|@here")),
    ("command", re.compile(r"</[^>]+:\d+>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>")),
    ("place", re.compile(r"<id:\w+>")),
    ("address", re.compile(r"<?https?://|discord(?:\.gg|app\.com/invite|\.com/invite)/", re.IGNORECASE)),
    ("link", re.compile(r"\[[^\]]*\]\(")),
    ("bold", re.compile(r"\*\*")),
    ("italic", re.compile(r"[*_]")),
    ("struck", re.compile(r"~~")),
    ("spoiler", re.compile(r"\|\|")),
    ("code", re.compile(r"`")),
]
STARTS = [
    ("heading", re.compile(r"#{1,3} ")),
    ("small", re.compile(r"-# ")),
    ("long quote", re.compile(r">>> ")),
    ("quote", re.compile(r"> ")),
    ("list", re.compile(r"\s*(?:[-*+]|\d+[.)]) ")),
]


@dataclass(frozen=True, slots=True)
class Element:
    """Something that Discord does not show as it stands; `inside` tells whether it is within a quote."""

    kind: str
    text: str
    inside: bool


def elements(text: str) -> list[Element]:
    """Return everything in a message that is more than its characters."""
    return [element for line in text.split("\n") for element in _of_line(line, inside=False)]


def _of_line(line: str, *, inside: bool) -> list[Element]:
    for kind, start in STARTS:
        found = start.match(line)
        if found:
            is_quote = kind.endswith("quote")
            begun = Element(kind, found.group(), inside)
            return [begun, *_of_line(line[found.end() :], inside=inside or is_quote)]
    return _inline(line, inside)


def _inline(line: str, inside: bool) -> list[Element]:
    found, at = [], 0
    while at < len(line):
        if (escaped := ESCAPE.match(line, at)) is not None:
            at = escaped.end()
        elif (link := LINK.match(line, at)) is not None:
            found.append(Element("our link", link[2], inside))
            at = link.end()
        else:
            kind, end = next(((k, m.end()) for k, p in INLINE if (m := p.match(line, at))), ("", at + 1))
            if kind:
                found.append(Element(kind, line[at:end], inside))
            at = end
    return found


def unescaped(text: str) -> str:
    """Return a text as Discord shows it where nothing in it is an element."""
    return ESCAPE.sub(r"\1", text)


def quotes(text: str) -> list[str]:
    """Return what stands in quotation style, block by block, as a reader sees it."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.startswith("> "):
            blocks[-1].append(unescaped(line[2:]))
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]
