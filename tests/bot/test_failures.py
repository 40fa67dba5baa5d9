import pytest

from bot.failures import BROKEN, WRONG_MODEL, words_for
from bot.worker import BusyError
from index import LibraryDamagedError, QuoteMismatchError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BusyError("Please wait."), "Please wait."),
        (QuoteMismatchError("It differed."), "It differed."),
        (LibraryDamagedError("/var/lib/x.sqlite: is damaged"), WRONG_MODEL),
        (ValueError("secret path"), BROKEN),
    ],
)
def test_asker_reads_no_path_and_no_trace(error: Exception, words: str) -> None:
    assert words_for(error) == words
