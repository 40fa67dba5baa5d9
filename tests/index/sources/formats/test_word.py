import io
import zipfile

from index import BlockKind
from tests.index.sources import papers
from tests.index.sources.formats.documents import RAIN, REIK, only


def test_word_document_keeps_its_headings_and_author() -> None:
    article = only("a.docx", papers.word("Flood in Brey", [RAIN, REIK]))
    assert (article.title, article.author) == ("Flood in Brey", "Mila Sand")
    assert [b.kind for b in article.blocks] == [BlockKind.HEADING, BlockKind.BODY, BlockKind.BODY]


def word(body: str) -> bytes:
    """A Word document with this as its body, in the words of its own format."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(papers.word("Flood in Brey", []))) as plain, zipfile.ZipFile(whole, "w") as made:
        for entry in plain.namelist():
            raw = plain.read(entry)
            if entry == "word/document.xml":
                head, tail = raw.decode().split("<w:sectPr")
                raw = f"{head}{body}<w:sectPr{tail}".encode()
            made.writestr(entry, raw)
    return whole.getvalue()


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def cell(words: str) -> str:
    return f"<w:tc><w:p>{run(words)}</w:p></w:tc>"


def lines(body: str) -> list[str]:
    return only("a.docx", word(body)).text.split("\n")[1:]


def test_insertions_are_read_and_deletions_are_not() -> None:
    inserted = f'<w:ins w:id="1" w:author="M">{run("not ")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="M"><w:r><w:delText>two</w:delText></w:r></w:del>'
    assert lines(f"<w:p>{run('“We have ')}{inserted}{run('sold ')}{deleted}{run('it,” she said.')}</w:p>") == [
        "“We have not sold it,” she said."
    ]


def test_content_controls_are_read() -> None:
    control = f"<w:sdt><w:sdtContent><w:p>{run('The dam holds.')}</w:p></w:sdtContent></w:sdt>"
    assert lines(control) == ["The dam holds."]


def test_sentences_of_a_table_stand_alone_and_its_figures_beside_what_they_are_of() -> None:
    rows = (("Who pays?", "The towns will pay."), ("Brey", "12"))
    table = "".join(f"<w:tr>{cell(a)}{cell(b)}</w:tr>" for a, b in rows)
    assert lines(f"<w:tbl>{table}</w:tbl>") == ["Who pays?", "The towns will pay.", "Brey | 12"]
