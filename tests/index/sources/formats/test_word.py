from index import BlockKind
from tests.index.sources import papers
from tests.index.sources.formats.documents import RAIN, REIK, only


def test_word_document_keeps_its_headings_and_author() -> None:
    article = only("a.docx", papers.word("Flood in Brey", [RAIN, REIK]))
    assert (article.title, article.author) == ("Flood in Brey", "Mila Sand")
    assert [b.kind for b in article.blocks] == [BlockKind.HEADING, BlockKind.BODY, BlockKind.BODY]
