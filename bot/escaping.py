"""Foreign text → text that Discord shows as it stands, with nothing live in it; and back. Pure.

Every character that Discord could read as a command is escaped here: discord.py's own escaper leaves lists,
mentions, timestamps and bare addresses alone.
"""

import re
from datetime import UTC, datetime

NAME_CHARACTERS = 120
CUT = 10
"""Times as many characters of a name as are shown that are looked at; blanks and hidden ones are among them."""

SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\*_~|`[]<>@#:/"})
LINE_START = re.compile(r"(?m)^([ \t]*)(\d+)([.)])|^([ \t]*)([-+])")
ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
"""Characters that show nothing and can only hide something; left out of what is shown and compared."""
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows; in a line of ours that would be our own words."""
BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
TIMESTAMP = re.compile(r"<t:(\d+):D>")
OUR_LINK = re.compile(r"(?<!\\)\[([^\[\]]*)\]\(<([^<>]*)>\)")


def shown(text: str) -> str:
    """Return `text` as a reader sees it: without invisible characters, with one kind of line end."""
    return BREAKS.sub("\n", INVISIBLE.sub("", text))


def escape(text: str) -> str:
    """Return `text` so that Discord shows it as it stands, with nothing live in it."""
    return LINE_START.sub(_escaped_start, shown(text).translate(SPECIAL))


def _escaped_start(match: re.Match[str]) -> str:
    indent, number, dot, indent_of_sign, sign = match.groups()
    return f"{indent}{number}\\{dot}" if number else f"{indent_of_sign}\\{sign}"


def unescape(text: str) -> str:
    """Undo `escape`."""
    return ESCAPED.sub(r"\1", text)


def name(text: str, most: int = NAME_CHARACTERS) -> str:
    """Return a name of an article for a line of ours: on one line, escaped, cut to `most` characters."""
    flat = " ".join(BIDI.sub("", text[: CUT * most]).split())
    escaped = escape(flat)
    while size(escaped) > most:
        flat = _cut(flat, (most - 1) * len(flat) // size(escaped))
        escaped = escape(flat) + "…"
    return escaped


def label(text: str, most: int) -> str:
    """Return foreign text for a button, a menu or a choice, where Discord reads no Markdown: on one line, cut."""
    flat = " ".join(BIDI.sub("", shown(text[: CUT * most])).split())
    return flat if len(flat) <= most else _cut(flat, most - 1) + "…"


def _cut(flat: str, most: int) -> str:
    """Return the first words of a line, as many as take `most` characters at most; a part of one that is longer."""
    kept = flat[:most].rstrip()
    return kept if flat[most : most + 1] in ("", " ") else kept.rpartition(" ")[0].rstrip() or kept


def size(text: str) -> int:
    """Return the length of `text` in UTF-16 units, the larger of the two ways Discord may count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _named_link(match: re.Match[str]) -> str:
    """Return a link of ours with what it is called, where that is not the host that its address shows anyway."""
    called, address = match.groups()
    return address if unescape(called) in address else f"{called} ({address})"


def plain(text: str) -> str:
    """Return text of ours as a terminal shows it: no marks of emphasis, escapes undone, quotes behind a bar."""
    dated = TIMESTAMP.sub(lambda m: datetime.fromtimestamp(int(m[1]), UTC).date().isoformat(), text)
    lines = [re.sub(r"^(?:### |-# )", "", OUR_LINK.sub(_named_link, line)) for line in dated.split("\n")]
    bare = [re.sub(r"(?<!\\)\*\*", "", f"│ {line[2:]}" if line.startswith("> ") else line) for line in lines]
    return "\n".join(unescape(line) for line in bare)
