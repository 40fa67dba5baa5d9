from lxml.html import document_fromstring

from index.sources.formats.containers import contained

FIRST = [f"The {n} pilot of the northern ferries will not sail on Friday, the union said on Tuesday." for n in "abcd"]
SECOND = [f"The {n} passenger can travel on Sunday at no further cost, the company said in the evening." for n in "xyz"]


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def found(body: str, reading: list[str] = FIRST) -> list[str]:
    return contained(document_fromstring(f"<html><body><div><h1>Strike</h1>{body}</div></body></html>"), reading)


def test_a_folded_half_of_the_container_is_the_articles() -> None:
    half = f'<div id="text-hidden">{paragraphs(SECOND)}</div>'
    assert found(f'<div class="text">{paragraphs(FIRST)}{half}</div>') == [*FIRST, *SECOND]


def test_a_container_made_like_it_is_the_articles() -> None:
    box = '<div class="grid"><div class="body">{}</div></div>'
    assert found(box.format(paragraphs(FIRST)) + box.format(paragraphs(SECOND))) == [*FIRST, *SECOND]


def test_a_container_with_a_headline_of_its_own_is_another_articles() -> None:
    other = f'<div class="grid"><h1>Another</h1><div class="body">{paragraphs(SECOND)}</div></div>'
    assert found(f'<div class="grid"><div class="body">{paragraphs(FIRST)}</div></div>{other}') == FIRST


def test_comments_newsletters_and_frames_in_the_container_are_not() -> None:
    for within in ('<div class="comments-list">{}</div>', "<aside>{}</aside>", '<form id="newsletter">{}</form>'):
        assert found(f'<div class="text">{paragraphs(FIRST)}{within.format(paragraphs(SECOND))}</div>') == FIRST


def test_nothing_is_contained_where_the_reading_stands_nowhere() -> None:
    assert found(paragraphs(FIRST), SECOND) == []
    assert found(paragraphs(FIRST), []) == []
