"""Answers and articles → the words and layouts that Discord shows. Pure."""
