"""Links of our own to sources: with the real host as their words, and to the quoted words themselves. Pure."""

import re
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from bot.escaping import escape
from index import Article, Quote

LINK_CHARACTERS = 500
HOST_CHARACTERS = 70
FRAGMENT_WORDS = 4
"""Words at either end of a quote that lead to it; so many seldom stand twice on a page."""
WORD = re.compile(r"\S+")


def link(article: Article) -> str | None:
    """Return the article's address where it can be a link of ours, else None."""
    try:
        parts = urlsplit(article.url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username:
        return None
    named = f"[{host}]" if ":" in host else host
    place = f"{named}:{port}" if port else named
    address = percent(parts._replace(netloc=place).geturl(), safe=":/?&=%#~+,;@[]" if ":" in host else ":/?&=%#~+,;@")
    return address if len(address) <= LINK_CHARACTERS else None


def host_of(address: str) -> str:
    """Return the host of a link, as it is shown: of one that is too long the end, which says whose it is."""
    host = urlsplit(address).hostname or ""
    whole = f"[{host}]" if ":" in host else host
    return escape(whole if len(whole) <= HOST_CHARACTERS else f"…{whole[1 - HOST_CHARACTERS :]}")


def link_to_words(quote: Quote) -> str | None:
    """Return a link that leads a browser to the quoted words, or to the page of a paged document; None without one."""
    address = link(quote.article)
    if address is None:
        return None
    bare, _, _ = address.partition("#")
    page = quote.article.page_of(quote.span)
    to_words = f"{bare}#page={page}" if page else f"{bare}#:~:text={_directive(quote.text)}"
    return to_words if len(to_words) <= LINK_CHARACTERS else address


def _directive(text: str) -> str:
    """Return a text directive: the whole of a short quote, else its first and last words.

    https://wicg.github.io/scroll-to-text-fragment/: commas, dashes and ampersands are its own marks.
    """
    words = WORD.findall(text)
    ends = [words] if len(words) <= 2 * FRAGMENT_WORDS else [words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]]
    if sum(len(word) for end in ends for word in end) > LINK_CHARACTERS:
        # Longer than any link may be, as it is; written as a link it would only grow.
        return "-" * LINK_CHARACTERS
    return ",".join(percent(" ".join(end), safe="").replace("-", "%2D") for end in ends)


def link_called(called: str, address: str) -> str:
    """Return a link as Discord reads it, with what it is called as its words."""
    return f"[{called}](<{address}>)"
