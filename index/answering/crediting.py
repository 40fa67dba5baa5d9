"""Whose words answer: the statement that holds the words marked in a quote; nobody's where none does.

"The mill never opened again, though its owner had said that it would" is the article's own word on whether it opened,
whoever else is quoted in the sentence.
"""

from dataclasses import replace

from index.answering.accounts import STANCES
from index.answering.features import Reading
from index.query.questions import Asked, Question
from index.records import Span, Statement

LEAST_CHANCE = 0.3
"""Of marked words, that they answer, from which they tell whose words do. Of newsroom's questions that fitted what is
made of the reader's scores, nine first quotes then go by the article where a wrong speaker stood, four where a right
one did."""


def credited(question: Question, reading: Reading) -> Reading:
    """Return a reading with the statement that holds the words marked in it; without any where these are nobody's.

    Where somebody's words are asked for, or a position, the statement stays.
    """
    mark, quote = reading.mark, reading.quote
    asks_for_words = question.act is not None or question.kind in (Asked.WHO_SAID, Asked.WHAT_SAID)
    if mark is None or quote.statement is None or asks_for_words or quote.statement.act in STANCES:
        return reading
    answer = Span(mark.start, mark.end).moved(quote.span.start)
    if mark.chance < LEAST_CHANCE or _tells(quote.statement, answer):
        return reading
    telling = [s for s in reading.statements if _tells(s, answer)]
    best = max(telling, key=lambda s: s.covered(quote.span), default=None)
    return replace(reading, quote=replace(quote, statement=best))


def _tells(statement: Statement, answer: Span) -> bool:
    """Tell whether words are among what somebody says, or name who says it."""
    named = (statement.source, statement.name, statement.role)
    return any(part.meets(answer) for part in (*statement.content, *(span for span in named if span)))
