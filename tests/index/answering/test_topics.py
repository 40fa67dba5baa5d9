from index.answering.topics import names_half


def test_half_of_the_weight_is_enough_and_less_is_not() -> None:
    asked = {"dam": 3.0, "brey": 2.0, "spring": 1.0}
    assert names_half(asked, {"dam"})
    assert names_half(asked, {"brey", "spring"})
    assert not names_half(asked, {"brey"})
    assert not names_half(asked, set())
