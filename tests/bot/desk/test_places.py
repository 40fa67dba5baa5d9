import pytest

from bot.desk.places import Place, own_collection
from bot.failures import Failure
from bot.languages import Languages

WORDS = Languages().words("en")
SERVER = Place(5, 3, 7, WORDS, ("guild-5", "default"))
DIRECT = Place(None, 3, 7, WORDS, ("default",))


def test_a_servers_own_collection_goes_by_its_id_and_a_direct_message_has_none() -> None:
    assert (SERVER.own, own_collection(5), SERVER.server) == ("guild-5", "guild-5", 5)
    assert DIRECT.server == 0
    with pytest.raises(ValueError, match="direct message"):
        _ = DIRECT.own


def test_a_place_is_narrowed_to_one_of_its_collections_and_to_no_other() -> None:
    assert SERVER.narrowed("default").collections == ("default",)
    assert SERVER.narrowed("") == SERVER
    with pytest.raises(Failure) as caught:
        SERVER.narrowed("guild-6")
    assert caught.value.key == "no-collection"
