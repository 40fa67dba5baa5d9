"""A quote as it is cited elsewhere: as a line, in Markdown, and in the forms that reference managers read. Pure.

BibTeX as biblatex knows it (`@online`); RIS by the fields that Zotero and EndNote read of a newspaper article.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from bot.escaping import escape, shown
from bot.languages import Words
from bot.rendering.links import link, link_to_words
from index import Article, Credit, Quote, QuoteMismatchError

SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    c: f"\\{c}" for c in "{}$&#%_"
}
"""What TeX would read as a command, and how it is written to be shown."""
UNTEXED = {instead: c for c, instead in SPECIAL.items()}
TEXED = re.compile("|".join(re.escape(instead) for instead in sorted(UNTEXED, key=len, reverse=True)))
KEY_CHARACTERS = 30


def line(quote: Quote, words: Words) -> str:
    """Return a quote with who said it, where and when, on one line."""
    parts = [*_credits(quote, words), link_to_words(quote) or ""]
    return f"“{_flat(quote.text)}” — {' · '.join(filter(None, parts))}"


def markdown(quote: Quote, words: Words) -> str:
    """Return a quote as a block quotation in Markdown, with its credits below it."""
    block = "\n".join(f"> {row}" for row in escape(quote.text).split("\n"))
    address = link_to_words(quote)
    told = " · ".join(map(escape, _credits(quote, words)))
    return f"{block}\n>\n> — {told}" + (f" · [{escape(quote.article.called)}](<{address}>)" if address else "")


def bibtex(quote: Quote, words: Words) -> str:
    """Return a quote as an entry of BibTeX, with its words in the note."""
    article = quote.article
    fields = {
        "title": article.called, "author": article.author, "organization": article.publisher,
        "date": article.day or "", "url": link(article) or "", "langid": article.language, "note": _note(quote, words),
    }  # fmt: skip
    rows = [f"  {name} = {{{value if name == 'url' else _texed(value)}}}" for name, value in fields.items() if value]
    return f"@online{{{_key(article)},\n" + ",\n".join(rows) + "\n}\n"


def ris(quote: Quote, words: Words) -> str:
    """Return a quote as a record of RIS, with its words in the note."""
    article, day = quote.article, (quote.article.day or "").split("-")
    fields = [
        ("TY", "NEWS"), ("TI", article.called), ("AU", article.author), ("T2", article.publisher),
        ("PY", day[0]), ("DA", "/".join([*day, "", "", ""][:3]) + "/" if day[0] else ""),
        ("UR", link(article) or ""), ("LA", article.language), ("N1", _note(quote, words)), ("ER", ""),
    ]  # fmt: skip
    return "".join(f"{tag}  - {_flat(value)}\n" for tag, value in fields if value or tag == "ER")


FORMS = {"txt": line, "md": markdown, "bib": bibtex, "ris": ris}
"""Each form by the end of its file's name."""


def cited(quote: Quote, words: Words) -> Mapping[str, str]:
    """Return a quote in every form, by the end of its file's name.

    Raises:
        QuoteMismatchError: the words of the quote stand in one of them otherwise than in its article.
    """
    found = {end: form(quote, words) for end, form in FORMS.items()}
    if not all(_flat(quote.text) in _read_back(end, text) for end, text in found.items()):
        raise QuoteMismatchError("A citation differed from its source, so it was not sent.")
    return found


def _read_back(end: str, text: str) -> str:
    """Return what a reader of this form reads, on one line."""
    if end == "md":
        text = re.sub(r"(?m)^> ?", "", text)
        return _flat(re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text))
    return _flat(TEXED.sub(lambda m: UNTEXED[m[0]], text) if end == "bib" else text)


def _credits(quote: Quote, words: Words) -> Sequence[str]:
    """Return who said it, through whom, who published it, and when, its day as ISO writes it."""
    return [_told(part, value, quote.article, words) for part, value in quote.credits]


def _told(part: Credit, value: str, article: Article, words: Words) -> str:
    if part in (Credit.SPEAKER, Credit.PUBLISHER):
        return _flat(value)
    if part is Credit.DATE:
        return article.day or words("date-not-stated")
    return words(f"credit-{part.name.lower()}", it=_flat(value))


def _note(quote: Quote, words: Words) -> str:
    said = [t for p, t in zip(quote.credits, _credits(quote, words), strict=True) if p[0] is not Credit.PUBLISHER]
    return f"“{_flat(quote.text)}” — {' · '.join(said)}"


def _flat(text: str) -> str:
    """Return text on one line, as a field of these forms must be."""
    return " ".join(shown(text).split())


def _texed(text: str) -> str:
    return "".join(SPECIAL.get(c, c) for c in _flat(text))


def _key(article: Article) -> str:
    """Return what an entry is called by: publisher and day, or what the article is called, in plain letters."""
    called = f"{article.publisher or article.called} {article.day or ''}"
    plain = unicodedata.normalize("NFKD", called).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:KEY_CHARACTERS].strip("-") or "quote"
