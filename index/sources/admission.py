"""What of an article may enter a library: bounds on all it says of itself, and who bears that out.

An address is believed where its host sent the document, a publisher's name where it is not another's. What the
operator's own disk holds, the operator answers for.
"""

import re
from dataclasses import replace

from courlan import clean_url, extract_domain

from index.records import Article, DateBasis, digest
from index.sources.documents import Arrived, Filing, Kind, known_by
from index.sources.formats.publishers import is_anothers, is_host_of, publisher_name
from index.text.characters import encodable

MOST_ID, MOST_URL, MOST_LANGUAGE = 200, 2000, 35
MOST_TITLE, MOST_NAME, MOST_DESCRIBED = 500, 200, 300
"""Characters; what is longer is no title and no name, and would cost everybody who is shown it."""
ROWS = frozenset({Kind.LINES, Kind.TABLE})
"""Kinds whose articles name their own addresses and publishers, each another's."""
NUL = {0: " "}
MOST_PICTURE = 1000
PICTURE = re.compile(r"https://[\w.-]+\.[A-Za-z]{2,}(?:/[!-~]*)?")


def bounded(article: Article) -> Article:
    """Return an article whose fields are of the length and the characters that a library holds."""
    url = _clean(article.url, MOST_URL + 1)
    return replace(
        article,
        id=article.id if len(article.id) <= MOST_ID and _is_clean(article.id) else digest(encodable(article.id)),
        text=encodable(article.text).translate(NUL),
        title=_line(article.title, MOST_TITLE),
        publisher=_line(article.publisher, MOST_NAME),
        author=_line(article.author, MOST_NAME),
        url=url if len(url) <= MOST_URL else "",
        language=_line(article.language, MOST_LANGUAGE),
        self_described=_line(article.self_described, MOST_DESCRIBED),
        picture=article.picture if _may_be_shown(article.picture) else "",
    )


def borne_out(article: Article, arrived: Arrived, kind: Kind | None, filing: Filing) -> Article:
    """Return an article with the address and publisher that where it came from bears out.

    What it says of itself beyond that is kept as just this.
    """
    if arrived.host is None:
        return article
    canonical = clean_url(article.url) or ""
    is_believed = bool(arrived.host) and is_host_of(canonical, arrived.host)
    url = canonical if is_believed else arrived.url
    publisher, claimed = _publisher(article, arrived, kind, filing)
    foreign = article.url if article.url and not is_host_of(article.url, arrived.host) else ""
    described = " · ".join(filter(None, (claimed, foreign)))
    id_ = _id(article, arrived, kind, url)
    # Whose the picture of an attachment or of somebody's rows is, nobody can tell.
    picture = article.picture if arrived.host and kind is Kind.PAGE else ""
    return replace(article, id=id_, url=url, publisher=publisher, self_described=described, picture=picture)


def as_listed(article: Article, arrived: Arrived) -> Article:
    """Return an article with what the list that led to it said, where it says nothing itself."""
    listed = arrived.listed
    if listed is None or not _is_of_site(article.url, listed.host):
        return article
    publisher = publisher_name(listed.publisher, article.url)
    article = replace(
        article,
        title=article.title or listed.title,
        author=article.author or listed.author,
        publisher=article.publisher or ("" if is_anothers(publisher, arrived.host or "") else publisher),
    )
    if article.published is None and listed.published:
        return replace(article, published=listed.published, published_basis=DateBasis.STATED)
    return article


def _is_of_site(url: str, host: str | None) -> bool:
    """Tell whether a list that came from a host may speak of an address: it is of the same site."""
    return (
        host is None
        or is_host_of(url, host)
        or ((site := extract_domain(url)) is not None and site == extract_domain(f"https://{host}/"))
    )


def _publisher(article: Article, arrived: Arrived, kind: Kind | None, filing: Filing) -> tuple[str, str]:
    """Return the publisher that is borne out, and the one that is only claimed."""
    given, host = article.publisher, arrived.host or ""
    if not given or given == filing.publisher:
        return given, ""
    own = publisher_name("" if kind in ROWS else given, f"https://{host}/") if host else ""
    return (own, "") if own and not is_anothers(own, host) else (filing.publisher, given)


def _id(article: Article, arrived: Arrived, kind: Kind | None, url: str) -> str:
    """Return what the article is known by: its canonical address, or its row within what sent it."""
    if kind in ROWS:
        return digest(f"{arrived.name}#{article.id}")
    return known_by(url) if url and article.id == arrived.name else article.id


def _may_be_shown(picture: str) -> bool:
    """Tell whether an address of a picture is one that whoever shows it can fetch in the open."""
    return len(picture) <= MOST_PICTURE and picture.isascii() and PICTURE.fullmatch(picture) is not None


def _line(words: str, most: int) -> str:
    """Return foreign words on one line, cut to what a library holds of them."""
    flat = " ".join(_clean(words, 4 * most).split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"


def _clean(words: str, most: int) -> str:
    return encodable(words[:most]).translate(NUL)


def _is_clean(words: str) -> bool:
    return encodable(words) == words and "\x00" not in words
