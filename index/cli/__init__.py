"""The command line over the front door: each command of `onrecord` that works on the library."""

import click

from index.cli.adding import add, extract, refresh, remove
from index.cli.asking import ask, source, sources, statements, timeline
from index.cli.feeds import feed
from index.cli.options import OneLineErrors
from index.cli.upkeep import check, copy, erase, evaluate, rebuild
from index.cli.verifying import verify


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onrecord")
def main() -> None:
    """Answer questions about the news by quoting it, word for word."""


COMMANDS = (
    add, extract, ask, verify, statements, timeline, sources, source, remove, refresh, feed, rebuild, check, evaluate,
    copy, erase,
)  # fmt: skip
for _command in COMMANDS:
    main.add_command(_command)
