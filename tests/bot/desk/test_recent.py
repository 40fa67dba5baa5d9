from bot.desk.recent import Recent


def test_what_was_seen_is_known_again() -> None:
    recent = Recent(9)
    assert [recent.add(n) for n in (1, 2, 1)] == [True, True, False]
    assert 1 in recent
    assert 3 not in recent


def test_only_the_latest_are_remembered() -> None:
    recent = Recent(2)
    for n in (1, 2, 3):
        recent.add(n)
    assert len(recent) == 2
    assert 1 not in recent
    assert recent.add(1)
