"""Who said what: the statements of a library file, found by article, passage, act, words and speaker."""

from collections.abc import Sequence
from dataclasses import astuple

from index.records import Act, Article, Statement
from index.store.packing import decoding, statement_of, statement_values
from index.store.protocol import StoredStatement
from index.store.search_words import act_word, statement_words
from index.store.sqlite.queries import Table, any_of, marks, parts

ARTICLES = "cross join statement s on s.number = best.number cross join article a on a.number = s.article"
"""What the best entries of the words of statements are joined with."""


class SaidTable(Table):
    """The statements of one library file."""

    def put(self, number: int, article: Article, s: Statement) -> None:
        """Keep a statement of the article with this number."""
        self._db.execute(
            """insert into statement(article, start, "end", act, speech, source, name, role, relay, cue, content)
               values(?,?,?,?,?,?,?,?,?,?,?)""",
            (number, *statement_values(s)),
        )
        row = astuple(statement_words(self._db.last_insert_rowid(), article.text, s))
        self._db.execute("insert into statement_words(rowid, act, speaker, body) values(?,?,?,?)", row)

    def of(self, articles: Sequence[int]) -> list[StoredStatement]:
        """Return the statements of these articles, in order."""
        return self._read("statement s where s.article in", articles)

    def in_passages(self, passages: Sequence[int]) -> list[StoredStatement]:
        """Return the statements that reach into these passages, in order."""
        source = """statement s join passage p on p.article = s.article and p.start < s."end" and s.start < p."end"
            where p.number in"""
        return self._read(source, passages)

    def _read(self, source: str, numbers: Sequence[int]) -> list[StoredStatement]:
        found: dict[int, StoredStatement] = {}
        for part in parts(numbers):
            query = f"""select s.number, s.article, s.act, s.speech, s.source, s.name, s.role, s.relay, s.cue, s.content
                from {source} ({marks(part)}) order by s.article, s.start, s.number"""
            rows = self._rows(query, part)
            with decoding(self._path):
                found.update((n, StoredStatement(article, statement_of(rest))) for n, article, *rest in rows)
        return list(found.values())

    def passages_stating(self, collections: Sequence[str], act: Act, words: Sequence[str], limit: int) -> list[int]:
        """Return numbers of passages that hold a statement that does `act` about `words`, best first."""
        if not words:
            return []
        match = f'{{speaker body}} : ({any_of(words)}) AND act : "{act_word(act)}"'
        return self._passages(match, collections, limit)

    def by(
        self, collections: Sequence[str], speaker: Sequence[str], about: Sequence[str], limit: int
    ) -> list[StoredStatement]:
        """Return up to `limit` statements by whom all words of `speaker` name, about any of `about`."""
        if not speaker:
            return []
        rest = f"""select best.number from best {ARTICLES}
            where a.collection in ({marks(collections)}) order by score desc, best.number"""
        found = self._best("statement_words", _said_by(speaker, about), rest, collections, limit)
        return self._read("statement s where s.number in", [number for (number,) in found])

    def passages_by(
        self, collections: Sequence[str], speaker: Sequence[str], about: Sequence[str], limit: int
    ) -> list[int]:
        """Return numbers of passages with statements by whom all words of `speaker` name, the nearest `about` first."""
        if not speaker:
            return []
        near = self._passages(_said_by(speaker, about), collections, limit) if about else []
        return near + self._passages(_said_by(speaker, ()), collections, limit)

    def _passages(self, match: str, collections: Sequence[str], limit: int) -> list[int]:
        """Return the numbers of the passages that statements reach into whose words match, best first."""
        rest = f"""select p.number from best {ARTICLES}
            cross join passage p on p.article = s.article and p.start < s."end" and s.start < p."end"
            where a.collection in ({marks(collections)}) order by score desc, best.number, p.number"""
        return [number for (number,) in self._best("statement_words", match, rest, collections, limit)]

    def held(self, numbers: Sequence[int]) -> list[int]:
        """Return those of numbered statements that are held, in the order given."""
        held = {
            number
            for part in parts(numbers)
            for (number,) in self._rows(f"select number from statement where number in ({marks(part)})", part)
        }
        return [n for n in numbers if n in held]

    def passages_for(self, collections: Sequence[str], statements: Sequence[int]) -> list[int]:
        """Return the numbers of the passages that numbered statements reach into, in the order of the statements."""
        found: dict[int, list[int]] = {}
        for part in parts(statements):
            query = f"""select s.number, p.number from statement s cross join article a on a.number = s.article
                cross join passage p on p.article = s.article and p.start < s."end" and s.start < p."end"
                where s.number in ({marks(part)}) and a.collection in ({marks(collections)}) order by p.number"""
            for statement, passage in self._rows(query, (*part, *collections)):
                found.setdefault(statement, []).append(passage)
        return [passage for n in statements for passage in found.get(n, [])]

    def speakers(self, collections: Sequence[str], limit: int) -> list[str]:
        """Return the names of those whose statements are held, who said most first; each as its article writes it."""
        query = f"""select substr(a.text, json_extract(s.name, '$[0][0]') + 1,
                json_extract(s.name, '$[0][1]') - json_extract(s.name, '$[0][0]')) as who
            from statement s join article a on a.number = s.article
            where s.name is not null and a.collection in ({marks(collections)})
            group by who order by count(*) desc, who limit ?"""
        return [" ".join(name.split()) for (name,) in self._rows(query, (*collections, limit))]


def _said_by(speaker: Sequence[str], about: Sequence[str]) -> str:
    every = " AND ".join(f'"{w}"' for w in speaker)
    return f"{{speaker}} : ({every})" + (f" AND {{body}} : ({any_of(about)})" if about else "")
