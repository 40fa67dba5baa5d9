"""Mails → articles, as newsletters and press releases are sent."""

import email
import email.policy
from email.message import EmailMessage

from index.errors import SourceError
from index.publication import publication
from index.records import Article, DateBasis
from index.sources.documents import Document, Filing, Kind
from index.sources.formats.layout import mark_blocks
from index.sources.formats.plain import assemble
from index.sources.formats.web import article_from_page
from index.sources.formats.web_dates import Published


def article_from_mail(document: Document, filing: Filing) -> Article:
    """Return the article that a mail holds, as newsletters and press releases are sent.

    Raises:
        SourceError: it holds no text.
    """
    mail = email.message_from_bytes(document.raw, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    if body is None:
        raise SourceError(document.where, "holds no text that could be quoted")
    title, author = str(mail.get("subject") or "").strip(), _sender(mail)
    published = _sent(mail)
    try:
        words = body.get_content()
    except (LookupError, ValueError, KeyError) as error:
        raise SourceError(document.where, "is not text") from error
    if body.get_content_type() == "text/html":
        page = Document(document.where, document.name, words.encode(), Kind.PAGE, charset="utf-8")
        found = article_from_page(page, filing)
        blocks = mark_blocks(found.text, title)
        return assemble(found.text, blocks, document, filing, title=title, author=author, published=published)
    text = words.replace("\r\n", "\n").strip()
    blocks = mark_blocks(text, title, wrapped=True)
    return assemble(text, blocks, document, filing, title=title, author=author, published=published)


def _sender(mail: EmailMessage) -> str:
    sender = mail.get("from")
    names = [a.display_name or a.addr_spec for a in getattr(sender, "addresses", ())]
    return names[0] if names else ""


def _sent(mail: EmailMessage) -> Published | None:
    stamp = getattr(mail.get("date"), "datetime", None)
    published = publication(stamp.isoformat()) if stamp is not None else None
    return Published(published, DateBasis.STATED) if published else None
