import gzip
import json
from pathlib import Path

import pytest

from index import Article, DateBasis, Problem, read_articles

ROW = {
    "id": "x1",
    "title": "T",
    "publisher": "P",
    "published": "2023-03-15",
    "url": "https://e.example",
    "text": "It rained.",
}


def read(*paths: Path, publisher: str = "") -> tuple[list[Article], list[Problem]]:
    problems: list[Problem] = []
    return list(read_articles(paths, "default", publisher, problems.append)), problems


def test_folder_is_read_in_order_of_names_with_paths_as_ids(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text("Rain fell on the town.")
    (tmp_path / "sub" / "a.md").write_text("# Sun\n\nThe *sun* shone\nall day.")
    found, problems = read(tmp_path)
    assert [(a.id, a.title, a.text) for a in found] == [
        ("b.txt", "", "Rain fell on the town."),
        ("sub/a.md", "Sun", "Sun\n\nThe sun shone all day."),
    ]
    assert not problems


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_lines_keep_their_ids_and_fields(tmp_path: Path, name: str) -> None:
    data = json.dumps(ROW).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    [article], _ = read(tmp_path / name)
    assert (article.id, article.publisher, article.published, article.text) == ("x1", "P", "2023-03-15", "It rained.")
    assert article.published_basis is DateBasis.STATED


def test_broken_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(["{broken", json.dumps(ROW), '{"id": 1}', "[]", '{"text": "SHARE THIS ARTICLE"}']))
    found, problems = read(path)
    assert [a.id for a in found] == ["x1"]
    assert [p.where for p in problems] == [f"{path}:{n}" for n in (1, 3, 4, 5)]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"\x00\x01\x02binary", "is not text"),
        ("a.txt", b"  \n", "is empty"),
        ("a.html", b"<html></html>", "is not an article"),
        ("a.exe", b"MZ", "is not a kind of document"),
        ("a.jsonl.gz", b"not gzip", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_reason(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    found, [problem] = read(tmp_path / name)
    assert not found
    assert problem.where == str(tmp_path / name)
    assert why in problem.why


def test_missing_path_and_empty_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    _, problems = read(tmp_path / "nowhere.txt", tmp_path / "empty")
    assert [Path(p.where).name for p in problems] == ["nowhere.txt", "empty"]


def test_old_encoding_and_line_ends_are_read(tmp_path: Path) -> None:
    text = "Der Bürgermeister sagte, die Straße sei für Tage gesperrt.\r\nDas Wasser stieg über die Brücke."
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    [article], _ = read(tmp_path / "a.txt")
    assert article.text == text.replace("\r\n", "\n")


def test_lone_surrogate_in_json_becomes_a_replacement_mark(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "s", "text": "It \\ud83d rained."}')
    [article], _ = read(tmp_path / "a.jsonl")
    assert article.text == "It \ufffd rained."


def test_publisher_given_is_used_only_where_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain fell on the town.")
    (tmp_path / "b.jsonl").write_text(json.dumps(ROW))
    found, _ = read(tmp_path, publisher="Given")
    assert [a.publisher for a in found] == ["Given", "P"]


def test_second_document_of_one_id_is_named_and_the_first_is_kept(tmp_path: Path) -> None:
    for folder, text in (("x", "Rain fell on the town."), ("y", "The sun shone all day.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text(text)
    found, [problem] = read(tmp_path / "x" / "story.txt", tmp_path / "y" / "story.txt")
    assert [a.text for a in found] == ["Rain fell on the town."]
    assert "story.txt" in problem.why


def test_date_in_the_text_of_a_page_is_not_its_date(tmp_path: Path) -> None:
    body = b"<p>The old bridge of Brey fell on 3 March 2014, and was built again by hand in nine long months.</p>" * 3
    (tmp_path / "a.html").write_bytes(b"<html><body><article><h1>The bridge</h1>" + body + b"</article></body></html>")
    [article], _ = read(tmp_path / "a.html")
    assert article.published is None


PAGE = b"""<html lang="en"><head><title>Rain in Brey | The Lantern</title>
<meta property="og:site_name" content="The Lantern"><meta property="article:published_time" content="2023-09-03T10:00:00Z">
<link rel="canonical" href="https://lantern.example/rain"></head><body><nav>Home News Sport</nav><article><h1>Rain in Brey</h1>
<p>Rain fell on the lower town of Brey for three days, and the river rose by two metres before dawn on Sunday.</p>
<p>The mayor, Tomas Reik, said that the water would not fall before Tuesday, and asked people to stay at home.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_saved_page_gives_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    [article], _ = read(tmp_path / "a.html")
    assert (article.publisher, article.published) == ("The Lantern", "2023-09-03T10:00:00Z")
    assert "asked people to stay at home." in article.text
    assert "Home News" not in article.text
