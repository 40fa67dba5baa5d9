"""Documents made for a test, read in its own process, where a failure shows its cause."""

from index import Article
from index.sources.documents import Filing, document_of
from index.sources.formats.registry import Parsed, parse

RAIN = "Rain fell on the lower town of Brey for three days, and the river rose by two metres before dawn on Sunday."


REIK = "The mayor, Tomas Reik, said that the water would not fall before Tuesday, and asked people to stay at home."


def parsed(name: str, raw: bytes, content_type: str = "") -> Parsed:
    return parse(document_of(name, name, raw, content_type=content_type), Filing("default", "Given"))


def only(name: str, raw: bytes) -> Article:
    found = parsed(name, raw)
    assert not found.problems
    [article] = found.articles
    return article


LINES = [
    "The mayor of Brey, Tomas Reik, said on Sunday that the foot-",
    "bridge would stay closed until the water fell below the mark",
    "of 1988, when it was last rebuilt.",
]


FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Lantern</title>
<item><title>Rain &amp; flood</title><link>https://lantern.example/rain</link><pubDate>Sun, 03 Sep 2023 10:00:00 GMT</pubDate>
<description>{RAIN}</description></item><item><title>No link</title></item></channel></rss>""".encode()


SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://lantern.example/old</loc><lastmod>2023-09-01</lastmod></url>
<url><loc>https://lantern.example/new</loc><news:news><news:publication><news:name>The Lantern</news:name></news:publication>
<news:publication_date>2023-09-03T10:00:00Z</news:publication_date><news:title>New</news:title></news:news></url></urlset>"""
