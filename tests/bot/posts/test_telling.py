import pytest

from bot.desk.worker import BusyError
from bot.failures import Failure
from bot.languages import Languages
from bot.posts.telling import words_for
from index import LibraryDamagedError, LibraryUnreachableError, QuoteMismatchError

WORDS = Languages().words("en-US")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BusyError(), "Too many questions are waiting just now. Please ask again in a minute."),
        (
            Failure("bad-day", text="soon"),
            "“soon” is no day that I can read. Write one like 2024-04-10, 2024-04 or 2024.",
        ),
        (QuoteMismatchError("It differed."), "An answer differed from its sources, so it was not sent."),
        (LibraryDamagedError("/var/lib/x.sqlite: is damaged"), WORDS("fail-library")),
        (LibraryUnreachableError("postgresql://x: cannot be reached"), WORDS("fail-unreachable")),
        (ValueError("secret path"), WORDS("fail-broken")),
    ],
)
def test_asker_reads_no_path_and_no_trace(error: Exception, words: str) -> None:
    assert words_for(error, WORDS) == words


def test_asker_is_told_in_their_language() -> None:
    assert words_for(BusyError(), Languages().words("de")) != words_for(BusyError(), WORDS)
