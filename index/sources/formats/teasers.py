"""What on a page leads to other articles or tells of its author, though it stands within the article. Pure.

A teaser is a card: a link round a headline or a picture and some words, or a small box whose headline is a link to
another page. Its words are sentences as good as any, and what a page is about is told by none of them.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from index.sources.formats.readings import without_blanks

BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 div header figure picture img section ul li".split())
HEADLINES = "//h2 | //h3 | //h4 | //h5 | //h6"
CARDS = frozenset("article li div section a".split())
LONGEST_CARD = 700
"""Characters; a box that holds more beside a linked headline is a part of the article."""
ABOUT_AUTHOR = (
    "//*[@class or @id][contains({0}, 'author') or contains({0}, 'autor')]"
    "[contains({0}, 'bio') or contains({0}, 'profile') or contains({0}, 'about') or contains({0}, 'info')]"
).format("translate(concat(@class, ' ', @id), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')")
SHOWN = ".//text()[not(ancestor::script or ancestor::style or ancestor::template)]"
MOST_SHARE = 0.5
"""Of a text, in its characters; where cards hold more of it, the page is one of cards."""
LEAST_LINE = 12
"""Letters of a line that is known again inside a card."""


def without_teasers(lines: list[str], tree: HtmlElement, url: str) -> list[str]:
    """Return a reading's lines without those that stand in a card alone; all of them where they mostly do."""
    cards = [without_blanks(_words(card)) for card in _outermost(set(_cards(tree, url)))]
    if not cards:
        return lines
    page = without_blanks(_words(tree))
    kept = [line for line in lines if not _is_in_cards_alone(without_blanks(line), cards, page)]
    return kept if sum(map(len, kept)) >= MOST_SHARE * sum(map(len, lines)) else lines


def _is_in_cards_alone(line: str, cards: list[str], page: str) -> bool:
    within = sum(card.count(line) for card in cards) if len(line) >= LEAST_LINE else 0
    return bool(within) and page.count(line) <= within


def _outermost(boxes: set[HtmlElement]) -> list[HtmlElement]:
    return [box for box in boxes if not any(outer in boxes for outer in box.iterancestors())]


def _cards(tree: HtmlElement, url: str) -> Iterator[HtmlElement]:
    yield from (
        link
        for link in tree.iter("a")
        if _leads_elsewhere(link, url) and any(e.tag in BLOCKS for e in link.iterdescendants())
    )
    boxes = (_box(headline) for headline in tree.xpath(HEADLINES) if _is_linked(headline, url))
    yield from (box for box in boxes if box is not None)
    yield from (box for box in tree.xpath(ABOUT_AUTHOR) if len(_words(box)) <= LONGEST_CARD)


def _box(headline: HtmlElement) -> HtmlElement | None:
    """Return the smallest box about a headline that holds more than it, if that is little enough for a card."""
    own = len(without_blanks(_words(headline)))
    for box in headline.iterancestors(*CARDS):
        size = len(without_blanks(_words(box)))
        if size > own:
            return box if size <= LONGEST_CARD else None
    return None


def _is_linked(headline: HtmlElement, url: str) -> bool:
    links = [*headline.iter("a"), *headline.iterancestors("a")]
    words = without_blanks(_words(headline))
    return any(_leads_elsewhere(a, url) and words in without_blanks(_words(a)) for a in links)


def _leads_elsewhere(link: HtmlElement, url: str) -> bool:
    """Tell a link to another page from one to a place in this, or to nowhere."""
    try:
        target = urlsplit(link.get("href") or "")
    except ValueError:
        return False
    path = target.path.rstrip("/")
    return target.scheme in ("", "http", "https") and bool(path) and path != urlsplit(url).path.rstrip("/")


def _words(element: HtmlElement) -> str:
    return "".join(element.xpath(SHOWN))
