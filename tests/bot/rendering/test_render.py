import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.escaping import name, size
from bot.languages import Languages
from bot.rendering.layouts import TEXT_CHARACTERS, layout_of, text_of, texts_in
from bot.rendering.quoting import gate, quoted
from bot.rendering.render import (
    PAGE_CHARACTERS,
    PAGE_QUOTES,
    Page,
    Shown,
    asked_line,
    heading_of,
    notes_in,
    numbered,
    paged,
    pages_of,
    question_in,
)
from index import Account, Answer, Article, Counted, EventCard, Excerpt, Quote, Reason, Span
from index.sources.formats.layout import mark_blocks
from tests.bot.hostile import HOSTILE
from tests.bot.rendering.test_quoting import WORDS, quote_of

LANGUAGES = Languages()
Maker = Callable[..., Article]


def cards(quotes: int, length: int, events: int = 2) -> Answer:
    made = []
    for event in range(events):
        text = " ".join(f"Word{n}" + "x" * length + "." for n in range(quotes))
        article = Article(str(event), "default", text, mark_blocks(text), title=f"Event {event}")
        spans = [Span(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
        made.append(EventCard(f"Event {event}", (article,), tuple(Quote(article, s, 1.0) for s in spans)))
    return Answer("why", 0.9, Reason.ANSWERED, cards=tuple(made))


@given(st.integers(1, 12), st.integers(1, 1400), st.integers(1, 4))
def test_pages_stay_inside_discords_limits_and_lose_no_quote(quotes: int, length: int, events: int) -> None:
    answer = cards(quotes, length, events)
    pages = pages_of(answer, WORDS)
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
    accounts = tuple(
        Account(Excerpt(made, Span(0, min(length, 300))), Counted.KILLED, quote, by=words) for _ in range(12)
    )
    answer = Answer(
        words,
        0.9,
        Reason.ANSWERED,
        (EventCard(words, (made,), (quote,), accounts),),
        (Excerpt(made, Span(0, length)),) * 9,
    )
    for page in pages_of(answer, WORDS):
        assert sum(size(t) for t in texts_in(layout_of(page))) <= 4000
        assert size(text_of(page)) <= 2000


def test_first_page_shows_every_event() -> None:
    assert {s.event for s in pages_of(cards(9, 20), WORDS)[0].quotes} == {"Event 0", "Event 1"}


def test_quote_too_long_for_a_message_is_pointed_to_and_never_cut() -> None:
    assert quoted(quote_of("*" * 1000).text) is not None
    long = quote_of("*" * 1500)
    assert quoted(long.text) is None
    assert "too long to be shown whole" in texts_in(layout_of(paged("", WORDS, [Shown(0, "E", long)])[0]))[1]


def test_classic_text_holds_whole_quotes_only() -> None:
    page = pages_of(cards(5, 700, 1), WORDS)[0]
    text = text_of(page)
    gate([text], [s.quote for s in page.quotes if s.quote is not None])
    assert size(text) <= TEXT_CHARACTERS < PAGE_CHARACTERS
    assert "There is more" in text


def test_accounts_of_several_days_each_have_their_day(article: Maker) -> None:
    made = [article("It cost $2 million.", id=day, published=day) for day in ("2024-03-01", "2024-05-02")]
    quotes = [Quote(a, Span(0, len(a.text)), 1.0) for a in made]
    accounts = tuple(Account(Excerpt(q.article, Span(8, 18)), Counted.FIGURE, q) for q in quotes)

    def lines(shown: tuple[Account, ...]) -> list[str]:
        answer = Answer("q", 0.9, Reason.ANSWERED, cards=(EventCard("T", tuple(made), tuple(quotes), shown),))
        title = pages_of(answer, WORDS)[0].blocks()[0].title
        return [line for line in title.split("\n") if line.startswith("- ")]

    assert [line.count(WORDS.dated(a)) for line, a in zip(lines(accounts), made, strict=True)] == [1, 1]
    assert WORDS.dated(made[0]) not in lines(accounts[:1])[0]


def test_accounts_stand_once_with_who_vouches_for_them(article: Maker) -> None:
    made = article("KRM said 41 people died. More.", title="T")
    quote = Quote(made, Span(0, 24), 1.0)
    account = Account(Excerpt(made, Span(9, 18)), Counted.KILLED, quote, by="KRM")
    answer = Answer("q", 0.9, Reason.ANSWERED, cards=(EventCard("T", (made,), (quote,), (account,)),))
    assert "- killed: **41 people** — KRM" in texts_in(layout_of(pages_of(answer, WORDS)[0]))[1]


def test_declined_answer_says_so_and_marks_what_is_nearest(article: Maker) -> None:
    near = Quote(article("Goats ate flowers."), Span(0, 18), 0.1)
    [page] = pages_of(Answer("capital of France", 0.1, Reason.WEAK, nearest=(near,)), WORDS)
    text = text_of(page)
    assert "do not answer this" in text
    assert "Closest I found, not an answer" in text


@pytest.mark.parametrize("reason", [r for r in Reason if r not in (Reason.ANSWERED, Reason.WEAK)])
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_decline_says_why(reason: Reason, language: str) -> None:
    words = LANGUAGES.words(language)
    [page] = pages_of(Answer("q", 0.0, reason), words)
    assert words("declined") not in page.heading
    assert page.heading.count("**") == 2


def test_question_is_read_back_from_an_answer() -> None:
    page = Page("-# Asked: " + name("who *denied* it?"), WORDS)
    assert question_in(texts_in(layout_of(page)), LANGUAGES) == "who *denied* it?"
    assert question_in(["nothing"], LANGUAGES) is None


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_question_is_read_back_in_every_language(language: str) -> None:
    asked = asked_line("who *denied* it?", LANGUAGES.words(language))
    assert question_in([f"{asked}\nsomething"], LANGUAGES) == "who *denied* it?"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_what_is_said_of_the_quotes_stands_on_every_page_and_is_read_back(language: str) -> None:
    quotes = tuple(quote_of("The river rose. " * 20) for _ in range(30))
    words = LANGUAGES.words(language)
    answer = Answer(
        "q",
        0.9,
        Reason.ANSWERED,
        cards=(EventCard("T", (), quotes, ()),),
        untimely="*last* week",
        unsaid="*Ida* Holm",
        about="A # b",
        uncounted="how _many_",
    )
    pages = [texts_in(layout_of(page)) for page in pages_of(answer, words)]
    assert len(pages) > 1
    notes = {"about": "A # b", "untimely": "*last* week", "unsaid": "*Ida* Holm", "uncounted": "how _many_"}
    assert all(notes_in(texts, LANGUAGES) == notes for texts in pages)
    assert {question_in(texts, LANGUAGES) for texts in pages} == {"q"}
    assert not any(notes_in(["nothing"], LANGUAGES).values())


def test_withdrawn_quote_leaves_a_note(article: Maker) -> None:
    kept = Quote(article("Goats ate flowers.", id="b", title="T"), Span(0, 18), 0.1)
    [page] = paged("", WORDS, [Shown(0, "T", None), Shown(0, "T", kept)])
    texts = texts_in(layout_of(page))
    assert "no longer in the library" in texts[1]
    assert texts[2] == "> Goats ate flowers."
    assert page.true == [kept]


def test_an_events_day_stands_above_it_where_all_its_quotes_are_of_it(article: Maker) -> None:
    made = [article("It rained. It snowed.", id=day, published=day) for day in ("2024-03-01", "2024-05-02")]
    quotes = [Quote(a, Span(0, 10), 1.0) for a in made]
    assert WORDS.dated(made[0]) in Page("", WORDS, (Shown(0, "T", quotes[0]),)).blocks()[0].title
    both = Page("", WORDS, tuple(Shown(0, "T", q) for q in quotes)).blocks()[0].title
    assert not any(WORDS.dated(a) in both for a in made)


def test_two_hundred_hostile_passages_keep_nobody_waiting(article: Maker) -> None:
    made = article("*_~`[]<>@#:/|" * 24_000)
    spans = [Span(n * 1500, n * 1500 + 1500) for n in range(200)]
    begun = time.process_time()
    pages = paged("**Story**", WORDS, [Shown(0, "Story", Quote(made, s, 0.0)) for s in spans])
    assert time.process_time() - begun < 0.3
    assert sum(len(p.quotes) for p in pages) == 200
    assert all(p.size() <= PAGE_CHARACTERS for p in pages)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2600)), max_size=14), st.integers(0, 500))
def test_pages_hold_all_quotes_in_order_and_none_is_too_long(items: list[tuple[int, int]], heading: int) -> None:
    quotes = [Quote(Article("a", "c", "x*" * size, ()), Span(0, size), 1.0) for _, size in items]
    shown_ = [Shown(number, f"Event {number}", q) for (number, _), q in zip(items, quotes, strict=True)]
    pages = paged("h" * heading + "\nshort", WORDS, shown_)
    at = [len(p.quotes) for p in pages]
    taken = [shown_[sum(at[:n]) : sum(at[: n + 1])] for n in range(len(pages))]
    assert [list(p.quotes) for p in pages] == [sorted(part, key=lambda s: s.number) for part in taken]
    assert all(p.size() <= PAGE_CHARACTERS + 50 and len(p.quotes) <= PAGE_QUOTES for p in pages)


def test_pages_are_numbered_where_there_are_several() -> None:
    one, two = Page("a", WORDS), Page("b", WORDS)
    assert numbered([one]) == [one]
    assert ["2" in texts_in(layout_of(p))[-1] for p in numbered([one, two])] == [True, True]
    assert texts_in(layout_of(one)) == ["a"]


def test_accounts_give_way_to_a_long_quote_before_short_answers_do(article: Maker) -> None:
    made = article("x" * 1400 + " 41 people died.", title="T")
    long, short = Quote(made, Span(0, 1400), 1.0), Excerpt(made, Span(1401, 1410))
    accounts = tuple(Account(short, Counted.KILLED, long, by="b" * 150) for _ in range(40))
    [shown_page] = paged("Asked: x\n**short answer**", WORDS, [Shown(0, "T", long)], {0: accounts})
    assert (shown_page.accounts, shown_page.heading) == ({}, "Asked: x\n**short answer**")


def test_a_decline_says_whose_words_the_nearest_are_not() -> None:
    quote = quote_of("The river rose.")
    declined = Answer("q", 0.1, Reason.WEAK, nearest=(quote,), unsaid="Queen *Maud*")
    [page] = pages_of(declined, WORDS)
    assert WORDS("unsaid", it="Queen \\*Maud\\*") in page.heading
    assert WORDS("unsaid", it="") not in pages_of(replace(declined, unsaid=""), WORDS)[0].heading


def test_the_day_that_stands_above_is_not_told_of_each_quote(article: Maker) -> None:
    made = [article("It rained. It snowed.", id=day, published=day) for day in ("2024-03-01", "2024-05-02")]
    quotes = [Quote(a, Span(0, 10), 1.0) for a in made]
    day = WORDS.dated(made[0])
    [alone] = Page("", WORDS, (Shown(0, "T", quotes[0]),)).blocks()
    assert [day in text for text in alone.texts()] == [True, False, False]
    [both] = Page("", WORDS, tuple(Shown(0, "T", q) for q in quotes)).blocks()
    assert [day in text for text in both.texts()] == [False, False, True, False, False]


def test_quotes_are_counted_through_all_pages_as_their_menu_counts_them(article: Maker) -> None:
    made = article(" ".join(f"Goat {n} ate." for n in range(12)))
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"Goat \d+ ate\.", made.text)]
    pages = paged("", WORDS, [Shown(n % 2, "T", Quote(made, span, 0.1)) for n, span in enumerate(spans)])
    told = [re.findall("-# ([⁰¹²³⁴⁵⁶⁷⁸⁹]+) ", "\n".join(texts_in(layout_of(p)))) for p in pages]
    assert told == [list("¹²³⁴⁵"), ["⁶", "⁷", "⁸", "⁹", "¹⁰"], ["¹¹", "¹²"]]


def test_of_one_article_no_passage_has_a_number(article: Maker) -> None:
    quote = Quote(article("It rained."), Span(0, 10), 0.0)
    [page] = paged("", WORDS, [Shown(0, "T", quote)], are_numbered=False)
    assert "-# — **passage**" in "\n".join(texts_in(layout_of(page)))


def test_a_short_answer_is_tied_to_the_first_quote(article: Maker) -> None:
    assert heading_of("", [Excerpt(article("It rained."), Span(3, 9))], WORDS) == "**rained** ¹"
