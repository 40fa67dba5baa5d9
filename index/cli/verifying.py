"""The command that checks a wording, or every quotation of a draft, against the library."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.cli.options import DEFAULT_COLLECTION, asked_of, in_collections, in_library, opened, settings_for
from index.cli.output import Problems, print_row
from index.errors import SettingsError
from index.settings import Place

if TYPE_CHECKING:
    from index.records import Article
    from index.verifying.drafts import Checked


@click.command()
@click.argument("text", required=False)
@in_library
@in_collections
@click.option("--by", "speaker", default="", help="Who is claimed to have said it.")
@click.option("--draft", type=click.Path(path_type=Path), help="File whose every quotation is checked.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.pass_context
def verify(
    context: click.Context,
    text: str | None,
    library: Place | None,
    collections: tuple[str, ...],
    speaker: str,
    draft: Path | None,
    as_json: bool,
) -> None:
    """Tell whether TEXT was said, word for word and by whom; or that of every quotation of a draft.

    A draft is a file of text, Markdown, Word or any other kind that can be added. The exit status is 1 where one of its
    quotations is neither exact nor shortened.
    """
    from index.cli.printing import print_verification
    from index.json_rows import verification_row

    if (text is None) == (draft is None):
        raise click.UsageError("give a wording, or --draft FILE")
    if draft is not None:
        read = _read(draft, library)
        with opened(library) as index:
            checked = index.verify_draft(read, asked_of(collections))
        _tell(checked, as_json=as_json)
        context.exit(any(not c.verification.is_good for c in checked))
    with opened(library) as index:
        found = index.verify(text, asked_of(collections), speaker)
    print_row(verification_row(found)) if as_json else print_verification(found)


def _read(draft: Path, library: Place | None) -> "Article":
    """Return a draft as an article.

    Raises:
        SettingsError: nothing can be read out of it.
    """
    from index.sources import Filing, fetcher_for, read_placed

    problems = Problems()
    with fetcher_for(settings_for(library)) as fetcher:
        found = list(read_placed([draft], Filing(DEFAULT_COLLECTION, ""), problems.tell, fetcher=fetcher))
    if len(found) != 1:
        raise SettingsError(f"{draft} holds {len(found) or 'no'} text that could be read; a draft is one document")
    return found[0].article


def _tell(checked: Sequence["Checked"], *, as_json: bool) -> None:
    from index.cli.printing import print_draft
    from index.json_rows import checked_row

    if not as_json:
        print_draft(checked)
        return
    for one in checked:
        print_row(checked_row(one))
