"""Subtitles and timed transcripts, SubRip or WebVTT → Article: a paragraph for each turn, after the time it begins at.

Captions are cut for the screen, in the midst of sentences; whoever goes on speaking goes on in one paragraph. What is
cut from captions and joined here are blanks, tags, marks of a new voice and lines shown twice: the words are theirs.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import dropwhile

from webvtt import Caption, WebVTT
from webvtt.errors import MalformedCaptionError, MalformedFileError

from index.errors import SourceError
from index.records import Article, Block, BlockKind, Span, time_line
from index.sources.documents import Document, Filing, Kind
from index.sources.formats.plain import assemble

PAUSE = 5
"""Seconds between two captions after which the next begins a paragraph."""
LONG_TURN = 400
"""Characters from which a turn goes on in another paragraph, after a whole sentence, so that its time is near; from
twice as many it does after any line."""
NEW_VOICE = re.compile(r"^\s*(?:>{1,3}|[-–—](?=\s*[^\W\d_]))\s*")
MOMENT = 100
"""Milliseconds for which a caption that rolls is shown between two others."""
LABEL = re.compile(r"^((?:[A-ZÀ-Þ][\w.'’-]*)(?: (?:[A-ZÀ-Þ][\w.'’-]*|of|the|de|von|van)){0,4}):\s+(?=\S)")
SOUND = re.compile(r"^\s*(?:\[[^\]]*\]|\([^)]*\)|[♪♫#].*)\s*$")
"""A line that tells of a sound and is nobody's words."""
ENDS = (".", "!", "?", "…", ".”", "?”", "!”", '."', '?"', '!"')
FORMATS = {Kind.SUBRIP: "srt", Kind.WEBVTT: "vtt"}


@dataclass(slots=True)
class Turn:
    """What one voice says in a stretch of captions that begins at a second; `name` as they label it."""

    second: int
    name: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The words, with the name before them as a transcript has it."""
        said = " ".join(" ".join(self.lines).split())
        return f"{self.name}: {said}" if self.name else said


def article_from_subtitles(document: Document, filing: Filing) -> Article:
    """Return the article that captions make; the times stand in it on lines of their own, and are no part of a quote.

    Raises:
        SourceError: it is no subtitles, or nothing in them could be quoted.
    """
    try:
        captions = WebVTT.from_buffer(document.text().split("\n"), format=FORMATS[document.kind])
    except (MalformedFileError, MalformedCaptionError):
        raise SourceError(document.where, "is named as subtitles but cannot be read as such") from None
    text, blocks = _laid_out(_turns(captions.captions))
    return assemble(text, blocks, document, filing, title=_title(captions))


def _title(captions: WebVTT) -> str:
    """Return what a WebVTT file says of itself in its first line."""
    return (captions.header_text or "").split("\n")[0].strip(" -–—")


def _laid_out(turns: Iterable[Turn]) -> tuple[str, tuple[Block, ...]]:
    """Return turns as text, each after its time, and that text in blocks."""
    parts, blocks, at = list[str](), list[Block](), 0
    for turn in turns:
        for words, kind in ((time_line(turn.second), BlockKind.FURNITURE), (turn.words, BlockKind.BODY)):
            parts.append(words)
            blocks.append(Block(Span(at, at + len(words)), kind))
            at += len(words) + 2
    return "\n\n".join(parts), tuple(blocks)


def _turns(captions: Iterable[Caption]) -> Iterator[Turn]:
    """Yield turns, in order; one that is long is parted between sentences."""
    turn, begins, ended, shown = Turn(0), True, 0, list[str]()
    for caption in captions:
        lines = [line for line in _lines(caption) if not SOUND.match(line)]
        new = list(dropwhile(shown.__contains__, lines)) if _rolls(caption, lines) else lines
        begins = begins or caption.start_in_seconds - ended > PAUSE
        ended, shown = caption.end_in_seconds, lines
        for is_voice, name, words in map(_voiced, new):
            is_other = begins or (is_voice and (not name or name != turn.name))
            if is_other or _is_long(turn):
                if turn.lines:
                    yield turn
                turn = Turn(caption.start_in_seconds, name if is_other else turn.name)
            begins = False
            if words.strip():
                turn.lines.append(words)
    if turn.lines:
        yield turn


def _rolls(caption: Caption, lines: list[str]) -> bool:
    """Tell whether a caption may show a line again, above the next or for a moment; alone it is said again."""
    return len(lines) > 1 or caption.end_time.in_milliseconds() - caption.start_time.in_milliseconds() < MOMENT


def _is_long(turn: Turn) -> bool:
    length = sum(map(len, turn.lines))
    # What a machine has heard has no sentences.
    return length >= 2 * LONG_TURN or (length >= LONG_TURN and turn.lines[-1].endswith(ENDS))


def _lines(caption: Caption) -> list[str]:
    """Return the lines of a caption without tags, the voice that a tag names before its first."""
    lines = [line for text in caption.text.split("\n") if (line := " ".join(html.unescape(text).split()))]
    voice = " ".join((caption.voice or "").split())
    return [f"{voice}: {lines[0]}", *lines[1:]] if voice and lines else lines


def _voiced(line: str) -> tuple[bool, str, str]:
    """Return whether a line begins another's words, the name that it gives them, and the words."""
    mark = NEW_VOICE.match(line)
    words = line[mark.end() :] if mark else line
    label = LABEL.match(words)
    return bool(mark or label), label[1] if label else "", words[label.end() :] if label else words
