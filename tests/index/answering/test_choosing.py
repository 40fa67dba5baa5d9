from index import Act, BlockKind, Quote, Span
from index.answering.choosing import choose
from index.answering.ranking import rank
from index.query.questions import read_question
from tests.index.answering.readings import WORDS, Maker, reading, said, sentence


def test_where_the_act_is_stated_only_such_quotes_are_shown(article: Maker) -> None:
    made = article("One here. Two here.")
    quotes = [Quote(made, Span(0, 9), 2.0), Quote(made, Span(10, 19), 1.9)]
    chosen = choose(read_question("who denied it"), [reading(quotes[0], act=1.0), reading(quotes[1])])
    assert chosen == [quotes[0]]


def test_quotes_that_hold_the_figure_are_shown_though_another_scores_higher(article: Maker) -> None:
    made = article("Much is said of it. 41 people were killed.")
    best, figure = Quote(made, Span(0, 19), 2.0), Quote(made, Span(20, 42), 0.5)
    assert choose(read_question("how many people were killed"), [reading(best), reading(figure)]) == [figure]


def test_figures_according_to_somebody_are_that_persons_where_there_are_any(article: Maker) -> None:
    texts = ["Veld stated 41 people were killed.", "Sand stated 64 people were killed.", "Some 70 people were killed."]
    made = [article(text, id=str(n)) for n, text in enumerate(texts)]
    sentences = [*(sentence(a, said(Act.SAYS, a.text)) for a in made[:2]), sentence(made[2])]

    def told(question: str) -> set[str]:
        asked = read_question(question)
        return {q.article.id for q in choose(asked, rank(asked, sentences, WORDS))}

    assert told("how many people were killed according to Sand") == {"1"}
    assert told("how many people were killed according to Veld") == {"0"}
    assert told("how many people were killed according to Brink") == {"0", "1", "2"}
    assert told("how many people were killed") == {"0", "1", "2"}


def test_heading_gives_way_to_what_its_article_says_somebody_said(article: Maker) -> None:
    made = article("Short heading line\n\nThe body of the article says it at length.")
    heading, body = (Quote(made, b.span, 2.0) for b in made.blocks)
    assert heading.kind is BlockKind.HEADING
    assert choose(read_question("who said it"), [reading(heading), reading(body)]) == [body]
    assert choose(read_question("what"), [reading(heading), reading(body)]) == [heading, body]


def test_what_is_much_less_likely_than_the_best_is_not_shown(article: Maker) -> None:
    made = article("One here. Two here. Three.")
    scores = (0.9, 0.0901, 0.0899)
    readings = [reading(Quote(made, Span(n * 10, n * 10 + 6), s)) for n, s in enumerate(scores)]
    assert [q.score for q in choose(read_question("what is here"), readings)] == [0.9, 0.0901]


def test_no_more_quotes_are_shown_than_anybody_reads(article: Maker) -> None:
    made = article("Word " * 40)
    readings = [reading(Quote(made, Span(n * 5, n * 5 + 4), 1.0 - n / 100)) for n in range(14)]
    assert len(choose(read_question("what word"), readings)) == 10


def test_where_the_one_asked_about_speaks_only_their_words_are_shown(article: Maker) -> None:
    made = article("One here. Two here.")
    mine, other = Quote(made, Span(0, 9), 0.9), Quote(made, Span(10, 19), 0.8)
    asked = read_question("what did Veld say about it")
    assert choose(asked, [reading(mine, speaker=1.0), reading(other, speaker=-1.0)]) == [mine]
    assert choose(asked, [reading(mine, speaker=-1.0), reading(other, speaker=1.0)]) == [mine, other]
