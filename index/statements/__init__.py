"""Article → statements: who said what, by which words. The only rooms where spaCy is met."""

from index.statements.extractor import StatementReader

__all__ = ["StatementReader"]
