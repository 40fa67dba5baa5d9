from index.text.chunking import sentences_of
from tests.index.sources import papers
from tests.index.sources.formats.documents import LINES, RAIN, only, parsed


class TestPdf:
    def test_lines_are_joined_to_sentences_and_the_page_is_kept(self) -> None:
        article = only(
            "a.pdf", papers.pdf([["Flood in Brey", "", *LINES], ["Page 2", RAIN[:60], RAIN[61:]]], title="Flood")
        )
        assert article.title == "Flood"
        first = next(s for s in sentences_of(article) if "foot-\nbridge" in s.of(article.text))
        assert first.of(article.text).endswith("last rebuilt.")
        assert article.page_of(first) == 1
        last = sentences_of(article)[-1]
        assert article.page_of(last) == 2

    def test_running_heads_are_left_out(self) -> None:
        towns = ["Brey", "Lissa", "Tessin", "Holm", "Marn"]
        pages = [
            ["The Lantern Weekly", *(f"{line} of {town}." for line in ("Rain fell on the town", "So said the mayor")),
             *(f"{line} of {town}." for line in ("Nobody left the houses", "The sun came to the people")), f"Page {n}"]
            for n, town in enumerate(towns, 1)
        ]  # fmt: skip
        article = only("a.pdf", papers.pdf(pages))
        assert "Lantern Weekly" not in article.text
        assert "Page 3" not in article.text
        assert "So said the mayor of Tessin." in article.text

    def test_a_scan_is_refused_with_the_reason(self) -> None:
        [(_, why)] = parsed("a.pdf", papers.pdf([[], [], []])).problems
        assert "is a scan" in why

    def test_a_damaged_file_is_refused(self) -> None:
        [(_, why)] = parsed("a.pdf", b"%PDF-1.4\n" + b"\x00\xff" * 500).problems
        assert "damaged" in why or "scan" in why

    def test_lines_with_a_blank_one_after_each_are_joined_to_sentences(self) -> None:
        spaced = [line for whole in LINES for line in (whole, " ")]
        article = only("a.pdf", papers.pdf([spaced]))
        assert any("foot-\nbridge" in s.of(article.text) for s in sentences_of(article))

    def test_no_sentence_is_joined_across_columns(self) -> None:
        left = ["The board of Brey has sold the", "quay to a company that builds", "boats, its chairman said today."]
        right = ["A ward was opened in Tarn after", "a row over its cost, which the", "province will pay for in full."]
        article = only("a.pdf", papers.columns(left, right))
        sentences = [" ".join(s.of(article.text).split()) for s in sentences_of(article)]
        assert sentences == [" ".join(left), " ".join(right)]
