from index import Act, EventCard, Quote, Span, Speech, Statement
from index.answering.short_answers import short_answers
from index.query.questions import read_question
from tests.index.answering.readings import Maker


def test_short_answers_come_in_the_order_of_their_first_mention(article: Maker) -> None:
    made = article("Veld denied it. Marren denied it. Veld denied it.")
    cards = []
    for start, end in ((0, 4), (16, 22), (34, 38)):
        statement = Statement((Span(5, 11),), (Span(12, 14),), Act.DENIES, Speech.INDIRECT, None, Span(start, end))
        cards.append(EventCard("e", (made,), (Quote(made, Span(0, 15), 1.0, statement),)))
    found = short_answers(read_question("who denied it"), cards, lambda *_: None)
    assert [e.text for e in found] == ["Veld", "Marren"]
