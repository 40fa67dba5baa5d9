"""Question → answer made of quotes: ranked, reranked, grouped by event, or declined."""
