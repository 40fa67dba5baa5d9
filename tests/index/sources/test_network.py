"""Addresses as sources: pages, feeds and sitemaps out of a web on the loopback interface."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Article, DateBasis, NewsIndex, Problem, read_articles
from index.sources import Bounds, Fetcher, expected_articles
from index.sources.documents import known_by as id_of
from tests.index.sources import papers
from tests.index.sources.web import Web, running_web

BODY = """<article><h1>{title}</h1><p>Rain fell on the lower town of Brey for three days, and the river rose by two metres.</p>
<p>The mayor, Tomas Reik, said that the water would not fall before Tuesday, and asked people to stay at home.</p></article>"""


def page(title: str, head: str = "") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{BODY.format(title=title)}</body></html>".encode()


@pytest.fixture
def web() -> Iterator[Web]:
    with running_web() as running:
        yield running


def read(web: Web, *paths: str, bounds: Bounds | None = None) -> tuple[list[Article], list[Problem]]:
    problems: list[Problem] = []
    sources = [f"{web.root}{p}" for p in paths]
    with Fetcher(allow=web.allow, pace=0.0) as fetcher:
        found = read_articles(sources, "default", "", problems.append, bounds=bounds, fetcher=fetcher)
        return list(found), problems


def test_a_page_is_known_by_its_canonical_address(web: Web) -> None:
    canonical = f"{web.root}/flood"
    web.pages |= {
        "/flood?utm_source=x": page("Flood", f'<link rel="canonical" href="{canonical}">'),
        "/flood": page("Flood", f'<link rel="canonical" href="{canonical}">'),
    }
    found, problems = read(web, "/flood?utm_source=x", "/flood")
    assert not problems
    assert {(a.id, a.url) for a in found} == {(id_of(canonical), canonical)}


def test_a_canonical_address_of_another_host_is_not_believed(web: Web) -> None:
    web.pages["/a"] = page("Flood", '<link rel="canonical" href="https://reuters.com/flood">')
    [article], _ = read(web, "/a")
    assert article.url == f"{web.root}/a"


def test_a_date_in_the_address_is_marked_so(web: Web) -> None:
    web.pages["/2023/09/03/flood"] = page("Flood")
    [article], _ = read(web, "/2023/09/03/flood")
    assert (article.published, article.published_basis) == ("2023-09-03", DateBasis.ADDRESS)
    assert article.dated == "2023-09-03 by its address"


MISDATED = [
    '<meta property="article:published_time" content="0000-00-00T00:00:00">',
    '<meta property="article:published_time" content="2024-13-45T10:00:00Z">',
    '<meta property="article:published_time" content="2024-02-30T10:00:00Z">',
    '<script type="application/ld+json">{"datePublished": "0000-00-00T00:00:00+00:00"}</script>',
    '<time datetime="0000-00-00 00:00">never</time>',
    '<time itemprop="datePublished" datetime="2024-02-30">soon</time>',
]


@pytest.mark.parametrize("head", MISDATED)
def test_a_day_that_is_none_is_not_stated_and_answers_nobody_worse(
    web: Web, head: str, open_index: Callable[..., NewsIndex]
) -> None:
    web.pages["/flood"] = page("Flood", head)
    found, problems = read(web, "/flood")
    assert not problems
    assert [(a.published, a.published_basis) for a in found] == [(None, DateBasis.UNKNOWN)]
    index = open_index()
    index.add(found)
    assert index.ask("what did the mayor ask people in March 2023", ["default"]).quotes


@pytest.mark.parametrize(
    ("stamp", "published"),
    [
        ("Sun, 03 Sep 2023 10:00:00 GMT", "2023-09-03T10:00:00+00:00"),
        ("0000-00-00", None),
        ("2024-02-30T10:00:00Z", None),
    ],
)
def test_a_sitemaps_day_is_a_real_one_or_not_stated(web: Web, stamp: str, published: str | None) -> None:
    place = f"<url><loc>{web.root}/flood</loc><news><publication_date>{stamp}</publication_date></news></url>"
    web.pages |= {"/map": f"<urlset>{place}</urlset>".encode(), "/flood": page("Flood")}
    [article], problems = read(web, "/map")
    assert not problems
    assert article.published == published


def test_a_feeds_year_beyond_all_clocks_costs_its_day_alone(web: Web) -> None:
    item = f"<item><title>T</title><link>{web.root}/1</link><pubDate>Sun, 03 Sep 9999999 10:00:00 GMT</pubDate></item>"
    web.pages |= {"/feed": f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), "/1": page("One")}
    [article], problems = read(web, "/feed")
    assert not problems
    assert article.published is None


def test_a_feed_gives_the_full_text_of_its_entries_pages(web: Web) -> None:
    items = "".join(
        f"<item><title>T{n}</title><link>{web.root}/{n}</link><pubDate>Sun, 0{n} Sep 2023 10:00:00 GMT</pubDate></item>"
        for n in (1, 2, 3)
    )
    web.pages |= {
        "/feed": f"<rss version='2.0'><channel>{items}</channel></rss>".encode(),
        "/1": page("One"),
        "/2": page("Two"),
    }
    found, problems = read(web, "/feed")
    assert [(a.title, a.published) for a in found] == [
        ("One", "2023-09-01T10:00:00+00:00"),
        ("Two", "2023-09-02T10:00:00+00:00"),
    ]
    assert [(p.where, p.why) for p in problems] == [(f"{web.root}/3", "was not found")]


def test_what_a_feed_carries_stands_in_for_a_page_that_cannot_be_had(web: Web) -> None:
    whole = BODY.format(title="One") + "<p>Nobody was hurt, said the fire brigade of Brey on Sunday evening.</p>" * 20
    item = f"<item><title>One</title><link>{web.root}/1</link><description><![CDATA[{whole}]]></description></item>"
    web.pages |= {"/feed": f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), "/1": (403, {}, b"")}
    [article], problems = read(web, "/feed")
    assert "Nobody was hurt" in article.text
    assert not problems


def test_a_sitemap_is_bounded_by_count_date_and_host(web: Web) -> None:
    places = [(f"{web.root}/{n}", f"2023-09-0{n}") for n in range(1, 6)] + [
        ("http://elsewhere.example/9", "2023-09-09")
    ]
    urls = "".join(f"<url><loc>{u}</loc><lastmod>{d}</lastmod></url>" for u, d in places)
    index = f"<sitemapindex><sitemap><loc>{web.root}/map.xml</loc></sitemap></sitemapindex>"
    web.pages |= {"/index.xml": index.encode(), "/map.xml": f"<urlset>{urls}</urlset>".encode()}
    web.pages |= {f"/{n}": page(f"T{n}") for n in range(1, 6)}
    found, problems = read(web, "/index.xml", bounds=Bounds(most=2, since="2023-09-02"))
    assert [a.title for a in found] == ["T5", "T4"]
    assert not problems


def test_lists_inside_lists_are_not_followed_for_ever(web: Web) -> None:
    web.pages["/loop.xml"] = f"<sitemapindex><sitemap><loc>{web.root}/loop.xml</loc></sitemap></sitemapindex>".encode()
    found, problems = read(web, "/loop.xml")
    assert not found
    assert "not followed" in problems[0].why


def test_a_pdf_at_an_address_keeps_its_pages(web: Web) -> None:
    web.pages["/a"] = (
        200,
        {"Content-Type": "application/pdf"},
        papers.pdf([["Rain fell on the lower town of Brey."] * 2] * 2),
    )
    [article], _ = read(web, "/a")
    assert len(article.pages) == 2


def rows(web: Web, **fields: str) -> Article:
    row = {"id": "r1", "text": "Rain fell on the lower town of Brey.", **fields}
    web.pages["/rows.jsonl"] = (200, {"Content-Type": "application/jsonl"}, json.dumps(row).encode())
    [article], problems = read(web, "/rows.jsonl")
    assert not problems
    return article


def test_rows_of_a_host_keep_the_addresses_on_it_that_they_name(web: Web) -> None:
    article = rows(web, url=f"{web.root}/rain")
    assert (article.url, article.self_described) == (f"{web.root}/rain", "")


def test_rows_that_name_anothers_address_or_publisher_only_say_so_of_themselves(web: Web) -> None:
    article = rows(web, url="https://reuters.com/rain", publisher="Reuters")
    assert (article.url, article.publisher) == (f"{web.root}/rows.jsonl", "")
    assert article.self_described == "Reuters · https://reuters.com/rain"


def test_a_row_of_the_network_never_takes_the_place_of_the_article_it_names(web: Web) -> None:
    genuine = id_of("https://reuters.com/rain")
    for row in ({"url": "https://reuters.com/rain", "id": ""}, {"id": genuine}):
        assert rows(web, **row).id != genuine


FORGED = (
    '<meta property="og:site_name" content="{name}"><link rel="canonical" href="https://www.reuters.com/world/flood">'
)


@pytest.mark.parametrize("name", ["Reuters", "REUTERS News", "The Associated Press", "AP", "BBC News", "ВВС News"])
def test_a_known_publishers_name_belongs_to_its_own_hosts(web: Web, name: str) -> None:
    web.pages["/flood"] = page("Flood", FORGED.format(name=name))
    [article], _ = read(web, "/flood")
    assert (article.publisher, article.url) == ("", f"{web.root}/flood")
    assert article.self_described.endswith("https://www.reuters.com/world/flood")


def test_a_page_says_what_it_is_called_where_no_other_is_called_so(web: Web) -> None:
    web.pages["/flood"] = page("Flood", '<meta property="og:site_name" content="Brey Lantern">')
    [article], _ = read(web, "/flood")
    assert (article.publisher, article.self_described) == ("Brey Lantern", "")


def test_a_feed_neither_carries_nor_dates_the_articles_of_another_host(web: Web) -> None:
    carried = f"<![CDATA[{BODY.format(title='T') * 9}]]>"
    item = (
        "<item><title>T</title><link>https://lantern.invalid/rain</link>"
        f"<pubDate>Sun, 03 Sep 2023 10:00:00 GMT</pubDate><description>{carried}</description></item>"
    )
    web.pages["/feed"] = f"<rss version='2.0'><channel><title>Reuters</title>{item}</channel></rss>".encode()
    found, [problem] = read(web, "/feed")
    assert not found
    assert "there is no such host" in problem.why


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.html", page("Flood", FORGED.format(name="Reuters"))),
        (
            "a.md",
            b"---\npublisher: Reuters\nurl: https://www.reuters.com/world/flood\n---\n# Flood\n\nRain fell on Brey.\n",
        ),
        ("a.jsonl", b'{"text": "Rain fell.", "publisher": "Reuters", "url": "https://www.reuters.com/world/flood"}'),
        ("a.csv", b"text,publisher,url\nRain fell.,Reuters,https://www.reuters.com/world/flood\n"),
        ("a.zip", papers.zipped({"b.html": page("Flood", FORGED.format(name="Reuters"))})),
    ],
)
def test_what_an_attachment_says_of_itself_is_shown_as_that(
    web: Web, monkeypatch: pytest.MonkeyPatch, name: str, raw: bytes
) -> None:
    monkeypatch.setattr(Fetcher, "_check", lambda *_: None)
    web.pages[f"/attachments/1/2/{name}"] = (200, {"Content-Type": "application/octet-stream"}, raw)
    [article], problems = read(web, f"/attachments/1/2/{name}", bounds=Bounds(hosts=frozenset({"127.0.0.1"})))
    assert not problems
    assert (article.publisher, article.url) == ("", "")
    assert article.self_described == "Reuters · https://www.reuters.com/world/flood"


def test_an_address_that_takes_its_time_leaves_out_what_it_had_no_time_for(web: Web) -> None:
    places = "".join(f"<url><loc>{web.root}/{n}</loc></url>" for n in range(3))
    web.pages |= {"/map": f"<urlset>{places}</urlset>".encode(), "/0": page("0"), "/after": page("After")}
    found, problems = read(web, "/map", "/after", bounds=Bounds(seconds=0.0))
    assert [a.title for a in found] == ["After"]
    assert [p.why for p in problems] == ["was left out: what lists it had taken its time"] * 3
    assert all(p.passing for p in problems)


@pytest.mark.parametrize(
    ("path", "reply", "why"),
    [
        ("/gone", (404, {}, b""), "was not found"),
        ("/picture", (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" + b"\x00" * 99), "is not text"),
        ("/empty", (200, {}, b""), "is empty"),
        ("/shell", (200, {}, b"<html><body><div id=app></div><script>x</script></body></html>"), "is not an article"),
    ],
)
def test_what_is_no_article_is_named_with_the_reason_and_stops_nothing(
    web: Web, path: str, reply: tuple[int, dict[str, str], bytes], why: str
) -> None:
    web.pages |= {path: reply, "/good": page("Good")}
    found, [problem] = read(web, path, "/good")
    assert [a.title for a in found] == ["Good"]
    assert (problem.where, why in problem.why) == (f"{web.root}{path}", True)


def test_other_schemes_are_refused() -> None:
    problems: list[Problem] = []
    assert not list(read_articles(["file:///etc/passwd", "gopher://h.example/1"], "default", "", problems.append))
    assert all("forbidden address" in p.why for p in problems)
    assert len(problems) == 2


def test_no_link_of_a_feed_reaches_a_private_address(web: Web) -> None:
    with running_web() as canary:
        hosts = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "0.0.0.0", "[::1]")
        links = [f"http://{h}:{canary.port}/" for h in hosts] + [f"http://{h}/" for h in hosts]
        items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
        web.pages["/feed"] = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
        found, problems = read(web, "/feed")
        assert not found
        assert len(problems) == len(links)
        assert canary.asked == []


def test_an_attachment_is_known_by_its_files_name_and_leads_nowhere(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.pages["/attachments/1/2/rain%20fell.txt?ex=1&hm=2"] = (
        200,
        {"Content-Type": "text/plain"},
        b"Rain fell on Brey.",
    )
    monkeypatch.setattr(Fetcher, "_check", lambda *_: None)
    [article], _ = read(
        web, "/attachments/1/2/rain%20fell.txt?ex=1&hm=2", bounds=Bounds(hosts=frozenset({"127.0.0.1"}))
    )
    assert (article.id, article.url) == ("rain fell.txt", "")


def test_how_many_articles_are_to_come_is_known_of_files_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "rows.jsonl").write_text("{}\n{}\n{}\n")
    assert expected_articles([tmp_path]) == 4
    assert expected_articles([tmp_path, "https://lantern.example/"]) is None
    (tmp_path / "b.zip").write_bytes(b"PK")
    assert expected_articles([tmp_path]) is None
