"""Article → statements: who said what, by which words. The only rooms where spaCy is met."""

from index.statements.extractor import StatementReader
from index.statements.phrases import PhraseReader

__all__ = ["PhraseReader", "StatementReader"]
