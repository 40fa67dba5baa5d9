from index.training.marking import NOT_HERE, marked

SENTENCE = "Mayor Ida Holm said on Tuesday that no bridge would close, Holm’s office confirmed."


def words(answers: list[str], sentence: str = SENTENCE) -> str | None:
    place = marked(sentence, answers)
    return sentence[slice(*place)] if place else None


def test_an_answer_is_found_whole_in_any_case() -> None:
    assert words(["ida holm"]) == "Ida Holm"


def test_an_answer_in_part_of_a_word_is_none() -> None:
    assert marked("The bridges closed.", ["bridge"]) == NOT_HERE


def test_an_answer_in_other_words_is_the_run_most_like_it() -> None:
    assert words(["Tuesday morning"]) == "Tuesday"
    assert words(["Mayor Ida Marie Holm"]) == "Mayor Ida Holm"


def test_an_answer_that_stands_there_whole_comes_before_one_in_other_words() -> None:
    assert words(["the Tuesday of May", "Holm"]) == "Holm"


def test_a_right_sentence_that_holds_no_answer_says_so_and_one_without_a_known_answer_nothing() -> None:
    assert marked(SENTENCE, ["Emil Okafor"]) == NOT_HERE
    assert marked(SENTENCE, []) is None
    assert marked(SENTENCE, ["a retelling of all that was said by everybody in the town hall"]) is None


def test_yes_and_no_are_no_words_of_a_sentence() -> None:
    assert marked(SENTENCE, ["no"]) is None
