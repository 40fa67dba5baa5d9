"""Watches → the words that Discord shows: what is watched for, the list of them, and what was found. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.escaping import name
from bot.kept.watches import KeptWatch, Kind, Paused
from bot.languages import Words
from bot.rendering.cards import fitting
from bot.rendering.quoting import SMALL
from bot.rendering.render import Page, Shown, paged
from index import Quote

TOPIC_CHARACTERS = 100


def described(watch: KeptWatch, words: Words) -> str:
    """Return in words what a watch is for."""
    topic, speaker = name(watch.topic, TOPIC_CHARACTERS), name(watch.speaker, TOPIC_CHARACTERS)
    if watch.kind is Kind.ANSWER:
        return words("watch-answer", topic=topic)
    if watch.kind is Kind.ARTICLES:
        return words("watch-articles-on", topic=topic) if topic else words("watch-articles")
    if watch.only_new:
        return words("watch-voices", topic=topic)
    if speaker:
        return words("watch-by-on", speaker=speaker, topic=topic) if topic else words("watch-by", speaker=speaker)
    return words("watch-on", topic=topic)


def watches_text(watches: Sequence[KeptWatch], words: Words) -> str:
    """Return a line for each watch: its number, what it is for, where and how often it is told, or why it is not."""
    if not watches:
        return words("watch-none")
    return fitting([words("watch-list"), *(_line(w, words) for w in watches)], words)


def _line(watch: KeptWatch, words: Words) -> str:
    state = {Paused.BY_HAND: "watch-paused", Paused.NO_CHANNEL: "watch-no-channel"}
    how = state.get(Paused(watch.paused)) if watch.paused else "watch-daily" if watch.is_daily else "watch-at-once"
    where = f" · <#{watch.channel}>" if watch.guild is not None else ""
    return f"- {words('watch-called', number=watch.number, what=described(watch, words))}{where} · {words(str(how))}"


def found_pages(watch: KeptWatch, quotes: Sequence[Quote], since: float, words: Words) -> list[Page]:
    """Return what was found for a watch, by article; `since` is since when nothing was looked at, or 0."""
    articles = {key: n for n, key in enumerate(dict.fromkeys(q.article.key for q in quotes))}
    shown = [Shown(articles[q.article.key], q.article.called, q) for q in quotes]
    return paged(_heading(watch, since, words), words, sorted(shown, key=lambda s: s.number))


def changed_pages(watch: KeptWatch, pages: Sequence[Page], changes: Sequence[str], since: float) -> list[Page]:
    """Return an answer's pages with what is another in it than before above them: keys of our words."""
    words = pages[0].words
    told = [SMALL + words(f"watch-changed-{change}") for change in changes]
    head = "\n".join([_heading(watch, since, words), *told])
    return [replace(p, heading=f"{head}\n{p.heading}") for p in pages]


def _heading(watch: KeptWatch, since: float, words: Words) -> str:
    lines = [SMALL + words("watch-called", number=watch.number, what=described(watch, words))]
    if since:
        lines.append(SMALL + words("watch-late", since=f"<t:{int(since)}:f>"))
    return "\n".join(lines)
