"""Characters that foreign text may hold and that nothing of ours should meet as they are. Pure."""

import re

HALVES = re.compile("[\ud800-\udfff]")
"""Half characters, which JSON and a command line can spell and no file can hold."""
REPLACEMENT = "\ufffd"
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing it: controls but tab and line end, and turns of direction."""
BLANKS = re.compile(r"\s+")


def encodable(text: str) -> str:
    """Return text with a replacement mark for each half of a character; one for one, so that offsets stay."""
    return HALVES.sub(REPLACEMENT, text)


def printable(text: str) -> str:
    """Return text with a replacement mark for each character that a terminal would obey; offsets stay."""
    return COMMANDS.sub(REPLACEMENT, encodable(text))


def one_line(text: str, most: int = 400) -> str:
    """Return foreign text for one line of a terminal or a log: nothing in it is obeyed, and it begins no other line."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return BLANKS.sub(" ", printable(cut))
