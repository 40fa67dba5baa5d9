"""When a page was published: each of the rules by which its marks are weighed, with pages that only it decides."""

import pytest
from lxml.html import document_fromstring

from index import DateBasis
from index.sources.formats import web_dates as pagedates
from index.sources.formats.web_dates import Published, published_of

STATED, UNKNOWN = DateBasis.STATED, (None, DateBasis.UNKNOWN)
PROSE = "<p>Rain fell on the lower town of Brey for three days, and the river rose by two metres before dawn.</p>"


def published(head: str = "", body: str = "", url: str = "https://lantern.example/rain") -> Published:
    page = (
        f"<html><head><title>Rain</title>{head}</head><body><article><h1>Rain</h1>{body}{PROSE}</article></body></html>"
    )
    return published_of(document_fromstring(page), url)


def when(**parts: str) -> tuple[str | None, DateBasis]:
    found = published(**parts)
    return found.when, found.basis


def meta(stamp: str) -> str:
    return f'<meta property="article:published_time" content="{stamp}">'


def found_by_htmldate(monkeypatch: pytest.MonkeyPatch, day: str | None, extensive: str | None = None) -> None:
    monkeypatch.setattr(
        pagedates, "find_date", lambda _, extensive_search, **__: extensive if extensive_search else day
    )


def test_a_stamp_is_kept_to_the_second_with_its_zone() -> None:
    assert when(head=meta("2024-03-05T23:30:00-05:00")) == ("2024-03-05T23:30:00-05:00", STATED)


def test_the_day_in_the_address_bears_out_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    contradicting = meta("2020-01-02T10:00:00Z") + '<time datetime="2020-01-02">x</time>'
    assert when(head=contradicting, url="https://a.example/2024/03/05/rain") == ("2024-03-05", STATED)


def test_marks_that_contradict_what_was_found_outvote_it_where_most_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    body = '<time datetime="2020-01-02">2 January 2020</time>'
    assert when(head=meta("2020-01-02T10:00:00Z"), body=body) == ("2020-01-02T10:00:00Z", STATED)


def test_the_one_time_of_a_page_is_a_mark_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    assert when(body='<time datetime="2020-01-02">2 January 2020</time>') == ("2020-01-02", STATED)


def test_of_the_days_that_a_page_shows_the_first_has_a_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    body = "<p>2 January 2020</p><p>5 March 2024</p>"
    assert when(head=meta("2020-01-02T10:00:00Z"), body=body) == ("2020-01-02T10:00:00Z", STATED)


def test_marks_that_contradict_one_another_evenly_state_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    assert when(head=meta("2020-01-02T10:00:00Z")) == UNKNOWN


def test_a_day_beside_is_no_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    assert when(head=meta("2024-03-04T23:00:00-05:00")) == ("2024-03-04T23:00:00-05:00", STATED)


def test_several_times_on_a_page_are_no_mark_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    body = '5 March 2024 <time datetime="2020-01-02">a</time><time datetime="2020-01-03">b</time>'
    assert when(body=body) == ("2024-03-05", STATED)


def test_a_day_that_only_tells_of_a_change_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    changed = '<meta property="article:modified_time" content="2024-03-05T10:00:00Z">'
    assert when(head=changed) == UNKNOWN
    assert when() == ("2024-03-05", STATED)


def test_a_day_that_the_page_shows_nowhere_though_it_shows_others_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    assert when(body="<p>The dam was built on 7 May 1988, said the mayor.</p>") == UNKNOWN


def test_a_stamp_in_utc_gives_way_to_the_day_that_readers_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    stamp = meta("2024-03-05T01:00:00Z")
    assert when(head=stamp, body="<p>4 March 2024</p>") == ("2024-03-04", STATED)
    assert when(head=stamp, body="<p>2 March 2024</p>") == ("2024-03-05T01:00:00Z", STATED)
    local = meta("2024-03-05T01:00:00+09:00")
    assert when(head=local, body="<p>4 March 2024</p>") == ("2024-03-05T01:00:00+09:00", STATED)


def test_one_stamp_stands_where_nothing_else_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, None)
    assert when(head=meta("2024-03-05T10:00:00Z")) == ("2024-03-05T10:00:00Z", STATED)
    two = meta("2024-03-05T10:00:00Z") + '<b itemprop="datePublished" content="2024-03-09">x</b>'
    assert when(head=two) == UNKNOWN


def test_a_day_in_the_address_alone_is_known_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, None)
    assert when(url="https://a.example/2024/03/05/rain") == ("2024-03-05", DateBasis.ADDRESS)
    assert when(url="https://a.example/2024/13/05/rain") == UNKNOWN


@pytest.mark.parametrize(
    ("guessed", "body", "known"),
    [
        ("2024-03-05", "", ("2024-03-05", STATED)),
        ("2024-03-05", "<p>The dam of 7 May 1988 held.</p>", UNKNOWN),
        ("2024-03-05", "<p>5 March 2024</p><p>The dam of 7 May 1988 held.</p>", ("2024-03-05", STATED)),
        ("2024-01-01", "", UNKNOWN),
        (None, "", UNKNOWN),
    ],
)
def test_a_guess_stands_where_the_page_shows_no_other_day(
    monkeypatch: pytest.MonkeyPatch, guessed: str | None, body: str, known: tuple[str | None, DateBasis]
) -> None:
    found_by_htmldate(monkeypatch, None, guessed)
    assert when(body=body) == known


def test_a_first_of_a_month_that_stands_nowhere_is_how_a_day_that_is_none_was_rounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found_by_htmldate(monkeypatch, "2024-02-01")
    assert when() == UNKNOWN
    assert when(head='<meta name="pubdate" content="2024-02-01">') == ("2024-02-01", STATED)


@pytest.mark.parametrize(
    "data",
    ['{"@type": "NewsArticle", "datePublished": "2024-03-05T10:00:00Z"}', '[{"a": {"datePublished": "2024-03-05T10:00:00Z"}}]',
     '{"broken": , "datePublished": "2024-03-05T10:00:00Z"'],
)  # fmt: skip
def test_linked_data_is_read_wherever_it_stands_and_though_it_is_broken(
    monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    found_by_htmldate(monkeypatch, None)
    assert when(head=f'<script type="application/ld+json">{data}</script>') == ("2024-03-05T10:00:00Z", STATED)


def test_what_scripts_and_styles_say_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, None, "2024-03-05")
    assert when(body="<script>var d = '7 May 1988'</script><style>/* 7 May 1988 */</style>") == ("2024-03-05", STATED)


def test_a_stamp_of_a_month_alone_is_near_every_day_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    assert when(head=meta("2024-03")) == ("2024-03-05", STATED)
    assert when(head=meta("2024-04"), body="<p>5 March 2024</p>")[0] == "2024-03-05"


def test_only_the_beginning_of_a_page_is_looked_through_for_days(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, None, "2024-03-05")
    far = "<p>" + "rain " * 12_000 + "</p><p>The dam of 7 May 1988 held.</p>"
    assert when(body=far) == ("2024-03-05", STATED)


def test_a_mark_two_days_off_contradicts_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-05")
    assert when(head=meta("2024-03-03T12:00:00Z")) == UNKNOWN


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize("listing", ["itemListElement", "liveBlogUpdate", "hasPart", "mentions", "citation"])
def test_a_day_of_what_a_page_lists_is_not_its_own(listing: str) -> None:
    others = f'{{"@type": "NewsArticle", "datePublished": "2024-06-20T08:00:00Z", "{listing}": []}}'
    data = f'{{"datePublished": "2024-06-11T09:30:00Z", "{listing}": [{others}]}}'
    assert when(head=linked(data)) == ("2024-06-11T09:30:00Z", STATED)


def test_a_day_marked_as_that_of_a_change_is_not_stated() -> None:
    changed = '<time itemprop="dateModified" datetime="2024-03-09">Changed on 9 March 2024</time>'
    assert when(body=changed) == UNKNOWN


def test_a_line_that_says_when_it_was_published_states_it_though_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found_by_htmldate(monkeypatch, None)
    assert when(body="<p>Veröffentlicht am 5. März 2024</p><p>Morgen: 9. März 2024</p>") == ("2024-03-05", STATED)


def test_a_day_beside_the_stamp_gives_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, "2024-03-04")
    assert when(head=meta("2024-03-05T08:00:00Z")) == ("2024-03-05T08:00:00Z", STATED)


def test_a_day_that_ends_the_title_is_the_pages() -> None:
    teaser = '<p>More rain <span class="date">24.04.2023</span></p>'
    title = '<meta property="og:title" content="Rain | Lantern | 28.04.2023">'
    assert when(head=title, body=f"{teaser}<ul><li>28.04.2023</li></ul>") == ("2023-04-28", STATED)


def test_a_day_inside_a_headline_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_htmldate(monkeypatch, None)
    assert when(head='<meta property="og:title" content="What rain did on 28.04.2023">') == UNKNOWN
