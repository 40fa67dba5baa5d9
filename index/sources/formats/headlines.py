"""What a page's article is called: the title that it states, without the name of the site beside it. Pure.

A page states its title for other sites and for the browser's tab, and shows a headline above its text. A tab adds the
site's name, its section or the day; the headline that is shown tells where the title ends.
"""

import re
import unicodedata
from collections.abc import Iterator

from lxml.html import HtmlElement

from index.sources.formats.publishers import host_of

BESIDE = re.compile(r" ?[|｜–—»·:：] ?| - ?|- ")
"""What parts a title from the name of the site."""
LEAST_PART = 0.4
"""Of a title's letters, that a headline has at least to tell where it ends, or of a site's name, that stand for it."""
OUTSIDE = "ancestor::nav or ancestor::footer or ancestor::aside"
LISTING = re.compile(r"^(?:directory listing for|index of) /", re.I)
"""How web servers name a folder that has no page of its own (Python's http.server; Apache and nginx)."""


def headline_of(tree: HtmlElement, stated: str, site: str, url: str) -> str:
    """Return the title that a page `stated`, as far as the headline that it shows, and without the site's name."""
    title = " ".join(stated.split())
    ends = [place for shown in _shown(tree) if (place := _end_of(shown, title))]
    return title[: max(ends)] if ends else without_site(title, site, url)


def without_site(title: str, site: str, url: str) -> str:
    """Return a title without the name of its site, or its address, at its end; whole where it is nothing else."""
    parts = list(BESIDE.finditer(title))
    names = [name for name in (_letters(site), _letters(host_of(url).removeprefix("www."))) if name]
    for part in parts:
        beside = _letters(title[part.end() :])
        if part.start() and any(_names_site(beside, name) for name in names):
            return title[: part.start()]
    return title


def _names_site(beside: str, name: str) -> bool:
    return beside.startswith(name) or (beside in name and len(beside) >= LEAST_PART * len(name))


def is_listing(title: str) -> bool:
    """Tell the title of a folder's listing, which is no article."""
    return bool(LISTING.match(title))


def _shown(tree: HtmlElement) -> Iterator[str]:
    for heading in tree.xpath(f"//h1[not({OUTSIDE})]"):
        if words := " ".join(heading.text_content().split()):
            yield words


def _end_of(shown: str, title: str) -> int:
    """Return where in a title the headline ends that it begins with, if what parts it from the rest follows."""
    headline, whole = _letters(shown), _letters(title)
    if not whole.startswith(headline) or len(headline) < LEAST_PART * len(whole):
        return 0
    parts = (part.start() for part in BESIDE.finditer(title))
    return next((place for place in parts if _letters(title[:place]) == headline), 0)


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())
