from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.shards import ALL, Shards
from index import SettingsError


@given(count=st.integers(1, 64), guild=st.none() | st.integers(0, 2**63 - 1), data=st.data())
def test_each_server_is_served_by_one_gateway(count: int, guild: int | None, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, count - 1), max_size=5))) if count > 1 else []
    bounds = [0, *cuts, count]
    gateways = [Shards(first, after - 1, count) for first, after in pairwise(bounds)]
    assert sum(g.serve(guild) for g in gateways) == 1
    assert gateways[0].serve(None)
    assert sorted(n for g in gateways for n in g.ids) == list(range(count))


def test_the_only_gateway_serves_everybody() -> None:
    assert all(ALL.serve(guild) for guild in (None, 0, 5 << 22, 2**60))


def test_shards_are_named_by_the_first_the_last_and_how_many() -> None:
    assert Shards.named("0-3/16") == Shards(0, 3, 16)
    assert Shards.named("0-0/1") == ALL


@pytest.mark.parametrize("text", ["", "3", "0-3", "3-0/16", "0-16/16", "a-b/c", "0-1/2/3"])
def test_what_names_no_shards_is_told_how_to_be_written(text: str) -> None:
    with pytest.raises(SettingsError, match="0-3/16"):
        Shards.named(text)
