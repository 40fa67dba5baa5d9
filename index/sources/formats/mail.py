"""Mails → articles, as newsletters and press releases are sent."""

import email
import email.policy
from email.message import EmailMessage, MIMEPart

from index.errors import SourceError
from index.publication import publication
from index.records import Article, DateBasis
from index.sources.documents import Document, Filing, Kind
from index.sources.formats.layout import mark_blocks
from index.sources.formats.plain import assemble
from index.sources.formats.web import article_from_page
from index.sources.formats.web_dates import Published

STUB_SHARE = 0.5
"""Of a mail's page: plain words of fewer characters only say that there is one."""


def article_from_mail(document: Document, filing: Filing) -> Article:
    """Return the article that a mail holds, as newsletters and press releases are sent.

    Raises:
        SourceError: it holds no text.
    """
    mail = email.message_from_bytes(document.raw, policy=email.policy.default)
    plain, page = (_content(mail.get_body((kind,)), document.where) for kind in ("plain", "html"))
    title, author = str(mail.get("subject") or "").strip(), _sender(mail)
    published = _sent(mail)
    story = _story(page, document, filing) if page else ""
    if len(plain) >= STUB_SHARE * len(story) and plain:
        text, blocks = plain, mark_blocks(plain, title, wrapped=True)
    elif story:
        text, blocks = story, mark_blocks(story, title)
    else:
        raise SourceError(document.where, "holds no text that could be quoted")
    return assemble(text, blocks, document, filing, title=title, author=author, published=published)


def _content(body: MIMEPart | None, where: str) -> str:
    """Return the words of a part of a mail; none where it has no such part."""
    try:
        return str(body.get_content()).replace("\r\n", "\n").strip() if body is not None else ""
    except (LookupError, ValueError, KeyError) as error:
        raise SourceError(where, "is not text") from error


def _story(page: str, document: Document, filing: Filing) -> str:
    """Return the text of a mail's page; none where it holds no article, as of a mail whose plain words are all."""
    try:
        whole = Document(document.where, document.name, page.encode(), Kind.PAGE, charset="utf-8")
        return article_from_page(whole, filing).text
    except SourceError:
        return ""


def _sender(mail: EmailMessage) -> str:
    sender = mail.get("from")
    names = [a.display_name or a.addr_spec for a in getattr(sender, "addresses", ())]
    return names[0] if names else ""


def _sent(mail: EmailMessage) -> Published | None:
    stamp = getattr(mail.get("date"), "datetime", None)
    published = publication(stamp.isoformat()) if stamp is not None else None
    return Published(published, DateBasis.STATED) if published else None
