import email.message

import pytest

from index import DateBasis
from tests.index.sources.formats.documents import RAIN, REIK, only


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_mail_gives_subject_sender_and_date(subtype: str) -> None:
    mail = email.message.EmailMessage()
    mail["Subject"], mail["From"] = "Flood in Brey", "Press office <press@brey.example>"
    mail["Date"] = "Sun, 03 Sep 2023 10:00:00 +0200"
    body = f"{RAIN}\n\n{REIK}\n"
    mail.set_content(
        body if subtype == "plain" else f"<html><body><p>{RAIN}</p><p>{REIK}</p></body></html>", subtype=subtype
    )
    article = only("a.eml", mail.as_bytes())
    assert (article.title, article.author) == ("Flood in Brey", "Press office")
    assert (article.published, article.published_basis) == ("2023-09-03T10:00:00+02:00", DateBasis.STATED)
    assert REIK in " ".join(article.text.split())


def test_plain_words_that_only_point_to_the_page_are_passed_over() -> None:
    mail = email.message.EmailMessage()
    mail["Subject"], mail["From"] = "Flood in Brey", "Press office <press@brey.example>"
    mail.set_content("Your mail program shows no pages. Read this in a browser: https://brey.example/mail")
    mail.add_alternative(f"<html><body><p>{RAIN}</p><p>{REIK}</p></body></html>", subtype="html")
    article = only("a.eml", mail.as_bytes())
    assert REIK in " ".join(article.text.split())
    assert "browser" not in article.text
