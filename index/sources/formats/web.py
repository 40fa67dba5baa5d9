"""A web page → Article, through trafilatura, which never fetches anything here."""

import copy
import logging
import re
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml.etree import ParserError, XMLSyntaxError
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura.settings import Document as Extract

from index.errors import SourceError
from index.records import Article, BlockKind
from index.sources.documents import Document, Filing
from index.sources.formats.containers import contained
from index.sources.formats.headlines import headline_of, is_listing
from index.sources.formats.layout import mark_blocks, without_furniture
from index.sources.formats.page_tables import with_rows_told
from index.sources.formats.publishers import publisher_name
from index.sources.formats.readings import Beyond, held, joined
from index.sources.formats.teasers import without_teasers
from index.sources.formats.web_dates import published_of

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

NOT_AN_ARTICLE = "is not an article: no text was found in the page"
A_LISTING = "is not an article: it lists what a folder holds"
TOO_DEEP = "is nested too deeply: most of its text cannot be reached"
LONGEST_TAG, MOST_ATTRIBUTES = 20_000, 1_000
"""A tag of more characters is looked at; parsers take minutes over one with very many attributes."""
MOST_TAGS = 200_000
SCANT, SCANT_SHARE = 800, 0.3
"""Text of fewer characters than that, and than that share of what the plain extractor finds, missed the article."""
LEAST_TEXT, LOST_SHARE = 400, 0.2
"""Of a page's visible characters; an article of less than that share of them, on a deep page, has lost its text."""
DEEP = 200
CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0{0,9}(?:[0-8bcef]|1[0-9a-f])|0{0,9}(?:[0-8]|1[124-9]|2\d|3[01]))(?:;|(?!\w))",
    re.I,
)
"""Characters that XML cannot hold, as they are or by their number; libxml2 takes them, and breaks on them later."""
VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
ATTRIBUTE = re.compile(r"\s[^\s\"'<>/=]+")
WRAPPERS = re.compile(r"</?(?:div|span|section|center|font|b|i|em|strong|a)\b[^<>]*>", re.I)
SCRIPTS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
"""What is never closed reaches to the end, as in a browser; else each that is open would be looked through again."""
PARAGRAPHS = "//p[not(ancestor::nav or ancestor::footer or ancestor::aside or ancestor::form or ancestor::noscript)]"
LEAST_HELD, MOSTLY_HELD = 0.2, 0.5
"""Of the prose in a page's paragraphs: a short reading that holds less of it gives way to one that holds so much."""
ASIDE_SHARE = 0.5
"""Of a page's paragraphs: an aside that holds more of them is what the page is about."""
NOT_SHOWN = re.compile(
    r"<(script|style|noscript|head|nav|footer|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S
)


def article_from_page(document: Document, filing: Filing) -> Article:
    """Return the article of a page: its text without furniture, and what the page says of itself.

    Raises:
        SourceError: the page holds no article text, or most of it cannot be reached.
    """
    page = CONTROLS.sub(" ", document.text())
    _refuse_hostile(page, document.where)
    tree = _apart(_tree(page, document.where))
    text, headings = _text_of(page, with_rows_told(copy.deepcopy(tree)))
    meta = trafilatura.extract_metadata(copy.deepcopy(tree), default_url=document.url or None)
    if not text:
        raise SourceError(document.where, NOT_AN_ARTICLE)
    url = _address(meta.url or "", document.url)
    title = headline_of(tree, meta.title or "", meta.sitename or "", url)
    if is_listing(title):
        raise SourceError(document.where, A_LISTING)
    text = "\n".join(without_teasers(text.split("\n"), tree, url))
    lead = _lead(tree, meta.description or "", text)
    captions = frozenset(_flat(c.text_content()) for c in tree.iter("figcaption"))
    text = without_furniture(f"{lead}\n{text}" if lead else text, title)
    blocks = mark_blocks(text, title, headings=headings, captions=captions)
    if not any(b.kind is not BlockKind.FURNITURE for b in blocks):
        raise SourceError(document.where, NOT_AN_ARTICLE)
    published = published_of(tree, url)
    return Article(
        id=document.name,
        collection=filing.collection,
        text=text,
        blocks=blocks,
        title=title,
        publisher=publisher_name(meta.sitename or "", url or meta.url or "") or filing.publisher,
        author=meta.author or "",
        url=url,
        language=(tree.get("lang") or tree.get("xml:lang") or "")[:35],
        published=published.when,
        published_basis=published.basis,
        picture=_picture(meta.image or "", url or document.url),
    )


def _picture(named: str, url: str) -> str:
    """Return the whole address of the picture that a page names; "" where it names none."""
    with suppress(ValueError):
        return urljoin(url, named.strip()) if named.strip() else ""
    return ""


def _address(stated: str, fetched: str) -> str:
    """Return the address that a page states for itself, unless it is that of the site, or of a section above it."""
    path, own = (urlsplit(url).path.rstrip("/") for url in (stated, fetched))
    is_above = not path or (own != path and own.startswith(f"{path}/"))
    return fetched if is_above else stated


def _refuse_hostile(page: str, where: str) -> None:
    if page.count("<") > MOST_TAGS:
        raise SourceError(where, f"is not an article: it has over {MOST_TAGS:,} tags")
    long = (
        tag for tag in SCRIPTS.sub(" ", page).split("<")[1:] if len(tag) > LONGEST_TAG and ">" not in tag[:LONGEST_TAG]
    )
    if any(len(ATTRIBUTE.findall(VALUE.sub("", tag))) > MOST_ATTRIBUTES for tag in long):
        raise SourceError(where, f"is not an article: one of its tags has over {MOST_ATTRIBUTES:,} attributes")


def _tree(page: str, where: str) -> HtmlElement:
    # A declaration of encoding is an error in text that is decoded already.
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    try:
        return document_fromstring(page, parser=HTMLParser(huge_tree=True, remove_comments=True))
    except (ParserError, XMLSyntaxError, ValueError):
        raise SourceError(where, NOT_AN_ARTICLE) from None


def _apart(tree: HtmlElement) -> HtmlElement:
    """Return a page whose neighbouring spans are parted by a blank, and whose article is in no aside."""
    for span in tree.xpath("//span[preceding-sibling::node()[1][self::span]]"):
        before = span.getprevious()
        if (
            before.text_content()[-1:].isalnum()
            and len(before.text_content()) > 1
            and span.text_content()[:1].isalnum()
        ):
            before.tail = " "
    paragraphs = tree.xpath("count(//p)")
    for aside in tree.xpath("//aside"):
        if aside.xpath("count(.//p)") > ASIDE_SHARE * paragraphs:
            aside.tag = "article"
    return tree


def _text_of(page: str, tree: HtmlElement) -> tuple[str, frozenset[str]]:
    """Return the article's text and its headings; a page whose wrappers hide its text is read without them."""
    text, headings = _extracted(tree)
    seen = len(" ".join(re.sub(r"<[^<>]*>", " ", NOT_SHOWN.sub(" ", page)).split()))
    if len(text) >= LOST_SHARE * seen or seen < LEAST_TEXT or _depth(page) < DEEP:
        return text, headings
    bare = _extracted(_apart(_tree(WRAPPERS.sub(" ", page), "")))
    return bare if len(bare[0]) > len(text) else (text, headings)


def _depth(page: str) -> int:
    """Return how many of a page's wrappers are open at once, at most."""
    depth = deepest = 0
    for tag in WRAPPERS.finditer(page):
        depth += -1 if tag.group().startswith("</") else 1
        deepest = max(deepest, depth)
    return deepest


def _extracted(tree: HtmlElement) -> tuple[str, frozenset[str]]:
    """Return text and headings: trafilatura's, with what its plain extractor has in the midst of it."""
    plain, paragraphs = _plain_lines(tree), _paragraphs(tree)
    text, headings = _by_trafilatura(tree, fast=True)
    if len(text) < LEAST_TEXT and held(paragraphs, text) < LEAST_HELD:
        # Its fallbacks take longer; what it read is a teaser at most, and they may find the article.
        other = _by_trafilatura(tree, fast=False)
        text, headings = other if held(paragraphs, other[0]) >= MOSTLY_HELD else (text, headings)
    if len(text) < min(SCANT, SCANT_SHARE * sum(map(len, plain))):
        return "\n".join(plain), headings
    lines = joined([line for line in text.split("\n") if line.strip()], paragraphs, Beyond.NOTHING)
    lines = joined(lines, contained(tree, lines), Beyond.EVERYTHING)
    return "\n".join(joined(lines, plain, Beyond.HALVES)), headings


def _paragraphs(tree: HtmlElement) -> list[str]:
    """Return the words of each paragraph of a page, wherever it stands but in its frame."""
    return [words for p in tree.xpath(PARAGRAPHS) if (words := _flat(p.text_content()))]


def _plain_lines(tree: HtmlElement) -> list[str]:
    """Return what stands in a page's paragraphs, or where it has none in whatever it has."""
    body, text, _ = trafilatura.baseline(copy.deepcopy(tree))
    paragraphs = [words for p in body.iter("p") if (words := _flat("".join(p.itertext())))]
    return paragraphs if len(paragraphs) > 1 else [line for line in (text or "").split("\n") if line.strip()]


def _by_trafilatura(tree: HtmlElement, *, fast: bool) -> tuple[str, frozenset[str]]:
    found = trafilatura.bare_extraction(copy.deepcopy(tree), include_comments=False, with_metadata=False, fast=fast)
    if not isinstance(found, Extract):
        return "", frozenset()
    return (found.text or "").strip(), frozenset(_flat("".join(h.itertext())) for h in found.body.iter("head"))


BEGINNING = 40
"""Characters of a page's own description by which its lead is known again; descriptions are often cut short."""
LONGEST_LEAD = 1000


def _lead(tree: HtmlElement, description: str, text: str) -> str:
    """Return the paragraph that sums an article up where it stands outside of its text, or nothing.

    Pages repeat it as their description, and it is what extractors lose most often.
    """
    begun = _flat(description)[:BEGINNING]
    if len(begun) < BEGINNING or begun in _flat(text):
        return ""
    shown = (_flat(e.text_content()) for e in tree.iter("p", "h2", "h3", "div", "span", "strong", "b", "em"))
    fitting = [words for words in shown if words.startswith(begun) and len(words) <= LONGEST_LEAD]
    return min(fitting, key=len, default="")


def _flat(words: str) -> str:
    return " ".join(words.split())
