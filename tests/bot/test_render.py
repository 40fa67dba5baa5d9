import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import (
    PAGE_CHARACTERS,
    TEXT_CHARACTERS,
    Page,
    Shown,
    escape,
    gate,
    layout_of,
    link,
    name,
    paged,
    pages_of,
    plain,
    question_in,
    quoted,
    shown,
    size,
    text_of,
    texts_in,
    unescape,
)
from index import Account, Answer, Article, EventCard, Excerpt, Quote, QuoteMismatchError, Span
from index.sources.layout import mark_blocks

Maker = Callable[..., Article]

ATTACKS = [
    "@everyone", "<@123>", "<@&5>", "<#9>", "</ask:1>", "<t:1:R>", "<:x:1>", "<id:home>", "**b**", "__u__", "~~s~~",
    "||spoiler||", "`code`", "```\ncode\n```", "# head", "## head", "-# small", "> quote", ">>> all", "- item", "+ item",
    "1. one", "2) two", "[text](https://evil.example)", "https://evil.example/x", "discord.gg/abc", "<https://evil.example>",
    "_i_", "*i*", "\\", "\\*", "— **Fake** · Reuters", "\u200b", "👩‍👩‍👧", "e\u0301", "a\nb", "a\r\nb", "\u2028> x", "שלום",
]  # fmt: skip
HOSTILE = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(ATTACKS), max_size=12).map(" ".join))

ACTIVE = re.compile(
    r"""(?<!\\)(?:\\\\)*(?:
        [*_~|`\[\]<>@\#]              # emphasis, spoilers, code, links, mentions
      | https?:// | discord\.gg/
      )
      | (?m:^[ \t]*(?:\d+[.)]|[-+]|\#|-\#|>))""",
    re.X,
)
"""What Discord would act on, told by its own small pattern and not by the escaper's."""


def quote_of(text: str, **fields: str) -> Quote:
    made = Article("a", "default", text, mark_blocks(text), **fields)
    return Quote(made, Span(0, len(text)), 1.0)


@given(HOSTILE)
def test_nothing_in_escaped_text_is_live(text: str) -> None:
    assert not ACTIVE.search(escape(text))


@given(HOSTILE)
def test_escaping_can_be_undone(text: str) -> None:
    assert unescape(escape(text)) == shown(text)


@given(HOSTILE.filter(bool))
def test_every_quote_on_a_page_passes_the_gate_and_stands_behind_bars(text: str) -> None:
    quote = quote_of(text)
    [page] = paged("", [Shown(0, "Event", quote)], {})
    view = layout_of(page)
    gate(texts_in(view), [quote])
    block = quoted(quote)
    assert block is not None
    assert all(line.startswith("> ") for line in block.split("\n"))


@given(HOSTILE.filter(lambda t: len(t) > 3), st.integers(0, 10_000), st.sampled_from("xZ9é"))
def test_gate_refuses_any_changed_character(text: str, place: int, other: str) -> None:
    quote = quote_of(text)
    block = quoted(quote) or ""
    body = unescape("\n".join(line[2:] for line in block.split("\n")))
    place %= max(len(body), 1)
    if not body or body[place] == other:
        return
    changed = "> " + "\n> ".join(escape(body[:place] + other + body[place + 1 :]).split("\n"))
    if changed == block:
        return
    with pytest.raises(QuoteMismatchError):
        gate([changed], [quote])


def test_gate_refuses_a_quote_of_no_article() -> None:
    with pytest.raises(QuoteMismatchError):
        gate(["> Never said."], [])


def test_gate_passes_lines_of_ours() -> None:
    lines = ["### Title", "-# 2023-03-15", "- killed: **41** — KRM"]
    gate(lines, [])
    assert not any(line.startswith("> ") for line in lines)


def cards(quotes: int, length: int, events: int = 2) -> Answer:
    made = []
    for event in range(events):
        text = " ".join(f"Word{n}" + "x" * length + "." for n in range(quotes))
        article = Article(str(event), "default", text, mark_blocks(text), title=f"Event {event}")
        spans = [Span(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
        made.append(EventCard(f"Event {event}", (article,), tuple(Quote(article, s, 1.0) for s in spans)))
    return Answer("why", 0.9, "", cards=tuple(made))


@given(st.integers(1, 12), st.integers(1, 1400), st.integers(1, 4))
def test_pages_stay_inside_discords_limits_and_lose_no_quote(quotes: int, length: int, events: int) -> None:
    answer = cards(quotes, length, events)
    pages = pages_of(answer)
    assert sum(len(p.quotes) for p in pages) == quotes * events
    for page in pages:
        view = layout_of(page)
        assert sum(size(t) for t in texts_in(view)) <= 4000
        assert view.total_children_count <= 40
        assert size(text_of(page)) <= 2000


@given(HOSTILE.map(lambda t: t * 40), st.integers(1, 1500))
def test_hostile_names_never_break_the_limits(words: str, length: int) -> None:
    text = "*" * length
    made = Article("a", "default", text, mark_blocks(text), title=words, publisher=words, published=None)
    quote = Quote(made, Span(0, length), 1.0, also_in=(made,))
    accounts = tuple(Account(Excerpt(made, Span(0, min(length, 300))), "killed", quote, by=words) for _ in range(12))
    answer = Answer(
        words, 0.9, "", (EventCard(words, (made,), (quote,), accounts),), (Excerpt(made, Span(0, length)),) * 9
    )
    for page in pages_of(answer):
        assert sum(size(t) for t in texts_in(layout_of(page))) <= 4000
        assert size(text_of(page)) <= 2000


@given(HOSTILE, st.integers(1, 200))
def test_name_is_one_line_within_its_measure_and_nothing_in_it_is_live(text: str, most: int) -> None:
    shown_name = name(text, most)
    assert size(shown_name) <= most
    assert "\n" not in shown_name
    assert not ACTIVE.search(shown_name)


def test_first_page_shows_every_event() -> None:
    assert {s.event for s in pages_of(cards(9, 20))[0].quotes} == {"Event 0", "Event 1"}


def test_quote_too_long_for_a_message_is_pointed_to_and_never_cut() -> None:
    assert quoted(quote_of("*" * 1000)) is not None
    long = quote_of("*" * 1500)
    assert quoted(long) is None
    assert "too long to be shown whole" in texts_in(layout_of(paged("", [Shown(0, "E", long)], {})[0]))[1]


def test_classic_text_holds_whole_quotes_only() -> None:
    page = pages_of(cards(5, 700, 1))[0]
    text = text_of(page)
    gate([text], [s.quote for s in page.quotes])
    assert size(text) <= TEXT_CHARACTERS < PAGE_CHARACTERS
    assert "There is more" in text


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://courier.example/a b(c)", "https://courier.example/a%20b%28c%29"),
        ("http://bücher.example/x", "http://xn--bcher-kva.example/x"),
        ("javascript:alert(1)", None),
        ("https://user:pw@host.example/", None),
        ("https://", None),
        ("", None),
        ("https://e.example/" + "x" * 600, None),
        ("https://e.example:99999/", None),
        ("https://[::1", None),
    ],
)
def test_only_plain_web_addresses_become_links(article: Maker, url: str, address: str | None) -> None:
    assert link(article("Text.", url=url)) == address


def test_accounts_stand_once_with_who_vouches_for_them(article: Maker) -> None:
    made = article("KRM said 41 people died. More.", title="T")
    quote = Quote(made, Span(0, 24), 1.0)
    account = Account(Excerpt(made, Span(9, 18)), "killed", quote, by="KRM")
    answer = Answer("q", 0.9, "", cards=(EventCard("T", (made,), (quote,), (account,)),))
    assert "- killed: **41 people** — KRM" in texts_in(layout_of(pages_of(answer)[0]))[1]


def test_declined_answer_says_so_and_marks_what_is_nearest(article: Maker) -> None:
    near = Quote(article("Goats ate flowers."), Span(0, 18), 0.1)
    [page] = pages_of(Answer("capital of France", 0.1, "no passage answers it", nearest=(near,)))
    text = text_of(page)
    assert "do not answer this" in text
    assert "Nearest passages, which do not answer it" in text


def test_question_is_read_back_from_an_answer() -> None:
    page = Page("-# Asked: " + name("who *denied* it?"))
    assert question_in(texts_in(layout_of(page))) == "who *denied* it?"
    assert question_in(["nothing"]) is None


def test_plain_text_for_the_terminal_has_no_marks() -> None:
    assert plain("### T\n-# d\n> a\\*b\n— **X** · Y") == "T\nd\n│ a*b\n— X · Y"
