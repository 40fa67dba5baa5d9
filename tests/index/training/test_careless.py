import random

from index.training.careless import careless

QUESTION = "Who denied that the Marlow bridge was unsafe in May?"


def test_something_is_mistyped_and_the_rest_stays() -> None:
    asked = [careless(QUESTION, random.Random(seed)) for seed in range(40)]
    assert all(a != QUESTION.rstrip("?") for a in asked)
    kept = [len(set(QUESTION.rstrip("?").split()) & set(a.split())) for a in asked]
    assert min(kept) >= 3
    assert len(set(asked)) > 20


def test_a_question_without_long_words_is_none_the_worse() -> None:
    assert careless("who", random.Random(1)) == "who"
    assert careless("", random.Random(1)) == ""
    assert set(careless("is it on?", random.Random(3)).split()) <= {"is", "it", "on"}
