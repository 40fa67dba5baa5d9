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
      share\ (?:this|on|via|with)\b | share$ | share\b.{0,20}$ | (?:e-?mail|print|save|tweet)(?:\ this.*)?$
    | (?:view|leave|post)\ (?:a\ )?comments?
    | (?:\d+\ )?(?:comments?|kommentare?|comentarios?|commentaires?)\W*(?:\d+)?$
    | (?:like|follow|join|find|connect\ with|contact|support)\ us\b
    | (?:subscribe|sign\ (?:up|in)|log\ ?in|register)\b
    | (?:also|related|recommended|more|similar|latest|popular|trending|other)\ (?:read|stories|articles|news|coverage
        |posts?|content|reading|topics?|links|on\ this|from)\b
    | also\ (?:on|read)\b | read\ (?:more|also|next|on)\b | related: | (?:see|watch)\ also | most\ (?:read|popular)
    | you\ (?:may|might)\ (?:also|like)\b | if\ you\ (?:enjoyed|liked)\b | about\ the\ author
    | if\ you[’']re\ seeing\b | first-time\ subscribers | to\ (?:view|read|continue)\b.{0,40}\bsubscribe
    | (?:follow|like)\ (?:her|him|me|them)\b | video\ ad\ feedback | (?:just\ watched|must\ watch|now\ playing)\b
    | (?:replay|more\ videos)\W*(?:\.\.\.|…|$) | \d{1,2}:\d\d(?::\d\d)?(?:\W*min\b.{0,60})?\W*$
    | with\ files\ from\b
    | advertisement | sponsored | skip\ (?:ad|to)\b | loading | click\ here | download\b.{0,20}\bapps?\b
    | for\ the\ latest\b
    | (?:all\ rights\ reserved|copyright|©) | (?:terms\ of|privacy\ policy|cookie) | (?:our|the)\ standards:
    | (?:categor(?:y|ies)|tags?)\s*: | filed\ under | posted\ (?:in|on|by)\b | last\ (?:modified|updated)\b
    | updated\b.{0,30}$
    | (?:image\ (?:credit|illustrative)|featured\ image|photo\ credit)
    | (?:by\ )?(?:https?://|www\.)\S+$
    | (?:lesen\ sie|lies|lest)\ (?:auch|hier|mehr|dazu|weiter)\b | auch\ interessant | das\ (?:könnte|thema\ könnte)\b
    | mehr\ (?:zum\ thema|dazu|infos?|lesen|artikel)\b | (?:zum\ )?weiterlesen\b
    | (?:ähnliche|empfohlene)\ (?:artikel|beiträge)
    | weitere\ (?:artikel|beiträge|aktuelle|themen|meldungen|nachrichten|infos?|informationen)\b
    | teilen(?:\ sie)?\b.{0,30}$ | (?:zum\ )?newsletter\b | (?:titel|beitrags)bild\b | (?:fotos?|bild(?:er)?|quelle)\s*:
    | anzeige$ | werbung | themen$ | schlagw | stichworte? | kategorien?\b | letzte\ (?:änderung|aktualisierung)
    | (?:veröffentlicht|aktualisiert|stand|erstellt)\b.{0,40}$ | pressekontakt | ansprechpartner | inhaltsverzeichnis
    | (?:lea|lee|vea|mira)\ (?:también|más|además)\b | lea\s*: | (?:te|le)\ puede\ interesar | puedes?\ ver\b
    | (?:contenido|notas?|noticias?|artículos?)\ relacionad | temas$ | etiquetas | compart[ea] | compartir | suscr[ií]b
    | hazte\ | síguenos | más\ sobre\b | (?:à|a)\ lire\ (?:aussi|également) | lire\ (?:aussi|également|la\ suite)
    | voir\ aussi
    | sur\ le\ même | crédits?\ photos? | partager | abonnez | articles?\ (?:liés|similaires)
    | leggi\ anche | leia\ (?:também|mais) | les\ (?:også|mer)\b | läs\ (?:också|även|mer)\b
    | lees\ (?:ook|meer|verder)\b
    | lue\ (?:myös|aiheesta|lisää) | (?:czytaj|zobacz|przeczytaj)\ (?:też|także|również|więcej) | udostępnij | tagi\b
    )""",
    re.I | re.X,
)
"""What pages call upon their readers to do, in the languages that news sites met so far were in."""
INVITATION = re.compile(
    r"\b(?:subscribe to our|by signing up,? you|our newsletter|follow us on|like us on|website can also be accessed"
    r"|subscribe now"
    r"|sign up for our|download our app|all rights reserved|please subscribe|first-time subscribers"
    r"|already a subscriber"
    r"|enjoyed reading this|to (?:your|the) (?:basket|cart)|creative commons|cc[- ]by|schreibe einen kommentar"
    r"|(?:nicht|hier) ein(?:ge)?logg(?:t|en)|kostenlos registrieren|in den warenkorb|ohne gewähr|abonnez-vous"
    r"|suscríbete a|cancela cuando quieras|materiał chroniony)\b",
    re.I,
)
CROSS_REFERENCE = re.compile(
    r"^\W*?(?:>>|»(?=.{0,120}$)(?![^«]*«)(?!.*[.!…][\"'”’»)]*$)|(?:(?:read|see|watch)\s(?:also|more)|also\sread|related|lesen\ssie\s(?:auch|hier)|mehr\s(?:dazu"
    r"|zum\sthema)"
    r"|à\slire\s(?:aussi|également)|lire\saussi|voir\saussi|lea(?:\s(?:también|más))?|puedes?\sver|(?:te"
    r"|le)\spuede\sinteresar"
    r"|leggi\sanche|leia\stambém|lees\sook|czytaj\s(?:też|także|więcej))\s*[:»>|–—-])",
    re.I,
)
"""What leads to another article, though it may be a whole sentence."""
BREADCRUMB = re.compile(r"^[\w&' ]{2,30}(?:\s*[/>»›|]\s*[\w&' ]{2,30}){1,6}$")
BYLINE = re.compile(r"^(?:by|written by|reported by|reporting by|editing by)\s+[A-Z][^.!?]{2,80}$", re.I)
CREDIT = r"(?:photo|image|picture|file|ap|afp|reuters|getty|epa|handout|courtesy|credit|illustration)"
CAPTION = re.compile(
    rf"""^(?:(?:in\ )?this\ (?:\w+\ ){{0,3}}(?:photo|photograph|picture|image|frame\ grab|file\ photo)\b
          | (?:file|photo|image|picture|caption|credit)s?(?:\s*photo)?\s*[:–—-]\s )
      | [(\[]\s*(?:file\ )?{CREDIT}[^()\[\]]{{0,80}}[)\]]\W*$
      | (?:getty\ images|/\s*(?:ap|afp|reuters))\W*$""",
    re.I | re.X,
)
SENTENCE_END = re.compile(r"[.!?:;,…。！？؟।][\"'”’»)\]]*$")


def mark_blocks(
    text: str,
    title: str = "",
    headings: frozenset[str] = frozenset(),
    captions: frozenset[str] = frozenset(),
    *,
    wrapped: bool = False,
) -> tuple[Block, ...]:
    """Return one block for each line that holds a visible character, in order.

    `headings` and `captions` are lines known to be that from a format that says so, with single blanks.
    In `wrapped` text a line ends where the page does, so that a block is a whole paragraph of lines.
    """
    lines = list(_paragraphs(text) if wrapped else _lines(text))
    longer_below = _longer_below(lines)
    seen: set[str] = set()
    blocks = []
    for place, span in enumerate(lines):
        words = " ".join(span.of(text).split())
        known = BlockKind.HEADING if words in headings else BlockKind.CAPTION if words in captions else None
        kind = known or _kind(words, place, title, longer_below[place])
        if kind is BlockKind.HEADING:
            kind = BlockKind.FURNITURE if _flat(span.of(text)) in seen else kind
            seen.add(_flat(span.of(text)))
        blocks.append(Block(span, kind))
    return _tail_as_furniture(text, blocks)


def without_furniture(text: str, title: str = "") -> str:
    """Return a page's text without the lines that are furniture."""
    blocks = mark_blocks(text, title)
    return "\n".join(b.span.of(text) for b in blocks if b.kind is not BlockKind.FURNITURE)


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


WRAP_SHARE = 0.7
"""Of the usual line's length; a shorter line that ends a sentence ends its paragraph."""


def _paragraphs(text: str) -> Iterator[Span]:
    """Join the lines of text that is broken at the page's width."""
    lines = list(_lines(text))
    usual = sorted(map(len, lines))[len(lines) * 3 // 4] if lines else 0
    held: Span | None = None
    for line in lines:
        if held is not None and _goes_on(text, held, line, usual):
            held = held.to(line)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _goes_on(text: str, held: Span, line: Span, usual: int) -> bool:
    """Tell whether `line` continues the paragraph `held`: no blank line between, no short last line before."""
    if text.count("\n", held.end, line.start) > 1:
        return False
    last = held.of(text).rsplit("\n", 1)[-1]
    is_short = len(last) < WRAP_SHARE * usual
    begins_anew = line.of(text)[:1].isupper() or not line.of(text)[:1].isalnum()
    return not is_short or not begins_anew


def _kind(line: str, place: int, title: str, longer_below: bool) -> BlockKind:
    if title and _flat(line) == _flat(title):
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
    if INVITATION.search(line) or BYLINE.match(line) or CROSS_REFERENCE.match(line):
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
