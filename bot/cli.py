"""The `onrecord` command: the newsroom's own commands, and those that need Discord."""

from index.cli import main

__all__ = ["main"]
