from tests.index.sources import papers
from tests.index.sources.formats.documents import RAIN, REIK, parsed


def test_each_chapter_of_a_book_is_an_article() -> None:
    found = parsed("a.epub", papers.book([("Rain", RAIN * 3), ("Reik", REIK * 3)], publisher="Brey Press"))
    assert [(a.id, a.title, a.publisher) for a in found.articles] == [
        ("a.epub#c0.xhtml", "Rain", "Brey Press"),
        ("a.epub#c1.xhtml", "Reik", "Brey Press"),
    ]
