"""Commands that ask the library and look things up in it."""

from datetime import datetime
from pathlib import Path

import click

from index.cli.options import asked_of, in_collections, in_library, limited, limits_of, opened
from index.cli.output import print_row
from index.settings import Place


@click.command()
@click.argument("question", required=False)
@in_library
@in_collections
@limited
@click.option("--questions", type=click.Path(path_type=Path), help="File of questions, JSON lines.")
@click.option("--as-of", "asked", type=click.DateTime(["%Y-%m-%d"]), help="Day that “last week” counts from.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
def ask(
    question: str | None,
    library: Place | None,
    collections: tuple[str, ...],
    questions: Path | None,
    asked: datetime | None,
    as_json: bool,
    **limits: str,
) -> None:
    """Answer QUESTION with quotes from the library."""
    from index.cli.printing import print_answer
    from index.json_rows import answer_row

    if (question is None) == (questions is None):
        raise click.UsageError("give a question, or --questions FILE")
    day = asked.date() if asked else None
    with opened(library) as index:
        if questions is None:
            answer = index.ask(question, asked_of(collections), limits=limits_of(**limits), asked=day)
            print_row(answer_row(answer)) if as_json else print_answer(answer)
            return
        # It reads articles, too, so it is slow to import.
        from index.evaluation.sets import answer_questions, read_questions

        for row in answer_questions(index, read_questions(questions), asked_of(collections), day):
            print_row(row)


@click.command()
@in_library
@in_collections
@click.option("--article", "article_id", help="Only the article with this id.")
@click.option("--speaker", help="Only speakers whose name holds these words.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
def statements(
    library: Place | None,
    collections: tuple[str, ...],
    article_id: str | None,
    speaker: str | None,
    as_json: bool,
) -> None:
    """List who said what."""
    from index.cli.printing import print_statement
    from index.json_rows import statement_row

    with opened(library) as index:
        for article, said in index.statements(asked_of(collections)):
            if article_id not in (None, article.id):
                continue
            for statement in said:
                row = statement_row(article, statement)
                if speaker and speaker.casefold() not in (row["speaker"] or "").casefold():
                    continue
                print_row(row) if as_json else print_statement(article, row)


@click.command()
@click.argument("about")
@in_library
@in_collections
@click.option("--speaker", default="", help="Only what this speaker said.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one day a line.")
def timeline(about: str, library: Place | None, collections: tuple[str, ...], speaker: str, as_json: bool) -> None:
    """Show day by day what was said ABOUT something, with the figures given on each day."""
    from index.cli.printing import print_days
    from index.json_rows import day_row

    with opened(library) as index:
        days = index.timeline(about, asked_of(collections), speaker)
        if not as_json:
            print_days(days)
        for day in days if as_json else ():
            print_row(day_row(day))


@click.command()
@click.argument("topic")
@in_library
@in_collections
@limited
def sources(topic: str, library: Place | None, collections: tuple[str, ...], **limits: str) -> None:
    """List the articles that speak of TOPIC."""
    from index.cli.printing import print_sources

    with opened(library) as index:
        print_sources(*index.sources_in_parts(topic, asked_of(collections), limits=limits_of(**limits)))


@click.command()
@click.argument("article_id")
@in_library
@in_collections
def source(article_id: str, library: Place | None, collections: tuple[str, ...]) -> None:
    """Show the article with the id ARTICLE_ID and its passages."""
    from index.cli.printing import print_source
    from index.errors import SourceError

    with opened(library) as index:
        found = index.source(article_id, asked_of(collections))
        if found is None:
            raise SourceError(article_id, "no article has this id; find one with: onrecord sources TOPIC")
        article, passages = found
        print_source(article, passages, index.copies(article_id, asked_of(collections)))
