"""The library as one SQLite file: the only SQL of articles, passages, statements and feeds."""
