import pytest

from index.sources.formats.publishers import NAMES, host_of, is_anothers, is_host_of, known_publisher, publisher_name


@pytest.mark.parametrize(
    ("site", "url", "name"),
    [
        ("Reuters World News", "https://www.reuters.com/a", "Reuters"),
        ("", "https://edition.cnn.com/a", "CNN"),
        ("Brey Lantern | All the news", "https://lantern.example/a", "Brey Lantern"),
        ("@lantern", "https://lantern.example/a", "lantern"),
        ("Brey  Lantern", "", "Brey Lantern"),
        ("", "https://lantern.example/a", ""),
        ("Reuters", "https://reuters.com.evil.example/a", "Reuters"),
    ],
)
def test_a_publisher_goes_by_one_name(site: str, url: str, name: str) -> None:
    assert publisher_name(site, url) == name


def test_a_host_below_a_known_one_is_of_it_and_one_that_only_ends_alike_is_not() -> None:
    assert known_publisher("graphics.reuters.com") == "Reuters"
    assert known_publisher("REUTERS.com") == "Reuters"
    assert known_publisher("notreuters.com") == known_publisher("reuters.com.evil.example") == known_publisher("") == ""


@pytest.mark.parametrize(
    ("name", "host"),
    [("Reuters", "evil.example"), ("reuters news", "evil.example"), ("The Guardian Online", "evil.example"),
     ("El País", "evil.example"), ("EL PAIS", "evil.example"), ("AFP", ""), ("AP", "evil.example"),
     ("Reuters Staff", "evil.example"), ("ʀᴇᴜᴛᴇʀꜱ", "evil.example"), ("Reuters\u3164", "evil.example"),
     ("Reut\u200bers", "evil.example"), ("BBC News UK", "evil.example"), ("Rеuters", "evil.example"), ("CNN", "reuters.com"), ("Ρeuters", "evil.example")],
)  # fmt: skip
def test_a_known_name_on_another_host_is_anothers(name: str, host: str) -> None:
    assert is_anothers(name, host)


@pytest.mark.parametrize(
    ("name", "host"),
    [("Reuters", "www.reuters.com"), ("Brey Lantern", "lantern.example"), ("Ведомости", "vedomosti.example"),
     ("The Irish Independent", "independent.example"), ("", "evil.example"), ("Η Καθημερινή", "k.example")],
)  # fmt: skip
def test_a_name_of_its_own_is_nobody_elses(name: str, host: str) -> None:
    assert not is_anothers(name, host)


def test_every_known_publisher_may_call_itself_so_on_its_own_host() -> None:
    assert [host for host, name in NAMES.items() if is_anothers(name, host)] == []
    assert [host for host, name in NAMES.items() if not is_anothers(name, "evil.example")] == []


def test_an_address_lies_on_a_host_or_below_it() -> None:
    assert is_host_of("https://a.example/x", "a.example")
    assert is_host_of("https://b.a.example/x", "www.a.example")
    assert not is_host_of("https://ba.example/x", "a.example")
    assert not is_host_of("https://a.example/x", "b.a.example")
    assert not is_host_of("https://a.example/x", "")
    assert host_of("https://[broken") == ""
    assert host_of("HTTPS://A.Example:8080/x") == "a.example"
