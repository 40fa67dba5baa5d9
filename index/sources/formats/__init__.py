"""Documents → articles, one module a format."""
