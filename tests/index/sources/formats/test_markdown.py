from tests.index.sources.formats.documents import RAIN, only


def test_markdown_front_matter_names_publisher_and_date() -> None:
    article = only("a.md", f"---\ntitle: Flood\npublisher: Brey Press\ndate: 2023-09-03\n---\n\n{RAIN}\n".encode())
    assert (article.title, article.publisher, article.published) == ("Flood", "Brey Press", "2023-09-03")
