"""Where on a page its article stands, told by where the prose of a reading does. Pure.

A folded half and a second column lie in the same container as what was read, or in one that is made like it; an
extractor that goes by the density of text, or by an element's name, loses them.
"""

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from index.sources.formats.readings import is_prose, without_blanks

MOST = 0.5
"""Of a reading's paragraphs, that its container holds more of than any below it."""
FRAME = frozenset("nav footer aside form noscript header figure".split())
APART = ("comment", "related", "recommend", "promo", "newsletter", "teaser", "sidebar", "footer", "share", "advert")
"""In an element's class or id: what stands in the article's container without belonging to it."""


def contained(tree: HtmlElement, reading: Sequence[str]) -> list[str]:
    """Return the prose of the article's container and of those made like it, in order; nothing where none is found."""
    read = {without_blanks(line) for line in reading}
    paragraphs = [p for p in tree.iter("p") if is_prose(_words(p)) and not _is_apart(p)]
    container = _container([p for p in paragraphs if without_blanks(_words(p)) in read])
    if container is None:
        return []
    alike = {e for e in tree.iter(container.tag) if e is container or _is_alike(e, container)}
    return [_words(p) for p in paragraphs if not alike.isdisjoint(p.iterancestors())]


def _container(paragraphs: Sequence[HtmlElement]) -> HtmlElement | None:
    """Return the lowest element that holds most of the paragraphs."""
    if len(paragraphs) < 2:
        return None
    held: dict[HtmlElement, int] = {}
    for paragraph in paragraphs:
        for outer in paragraph.iterancestors():
            held[outer] = held.get(outer, 0) + 1
    fitting = [outer for outer, count in held.items() if count > MOST * len(paragraphs)]
    return max(fitting, key=lambda outer: sum(1 for _ in outer.iterancestors()), default=None)


def _is_alike(element: HtmlElement, container: HtmlElement) -> bool:
    """Tell a further container of the same article from that of another article on the same page."""
    own = (container.get("class") or "").split()
    if not own or (element.get("class") or "").split() != own or container in element.iterancestors():
        return False
    return not any(_is_headed(e) for e in _up_to_common(element, container))


def _up_to_common(element: HtmlElement, container: HtmlElement) -> Iterator[HtmlElement]:
    around = set(container.iterancestors())
    for outer in (element, *element.iterancestors()):
        if outer in around:
            return
        yield outer


def _is_headed(element: HtmlElement) -> bool:
    return next(element.iter("h1"), None) is not None


def _is_apart(paragraph: HtmlElement) -> bool:
    names = (f"{e.get('class') or ''} {e.get('id') or ''}".lower() for e in paragraph.iterancestors())
    tags = (e.tag for e in paragraph.iterancestors())
    return any(tag in FRAME for tag in tags) or any(part in name for name in names for part in APART)


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
