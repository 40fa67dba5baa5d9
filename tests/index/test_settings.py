from pathlib import Path

import pytest

from index import Database, IndexSettings, SettingsError, load_settings


def test_misspelt_setting_is_refused_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_LIBARY", "x")
    with pytest.raises(SettingsError, match="ONRECORD_LIBARY is not a setting; did you mean ONRECORD_LIBRARY"):
        load_settings(IndexSettings)


def test_misspelt_setting_in_the_file_is_refused() -> None:
    Path(".env").write_text("ONRECORD_THREDS=2\n")
    with pytest.raises(SettingsError, match="ONRECORD_THREADS"):
        load_settings(IndexSettings)


def test_value_out_of_bounds_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_THREADS", "0")
    with pytest.raises(SettingsError, match="ONRECORD_THREADS"):
        load_settings(IndexSettings)


def test_command_line_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_LIBRARY", "env")
    assert load_settings(IndexSettings, library=Path("line")).library == Path("line")
    assert load_settings(IndexSettings, library=None).library == Path("env")


def test_the_bots_settings_are_left_to_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_BOT_WAITING", "3")
    assert load_settings(IndexSettings).threads == 2


@pytest.mark.parametrize("secret", ["plain", "pa/ss", "pa#ss", "p@ss", "pa?ss", "pa:ss", "50%"])
def test_an_address_is_told_without_its_password_however_that_is_written(secret: str) -> None:
    told = str(Database(f"postgresql://onrecord:{secret}@host:5/news?sslmode=require"))
    assert told == "postgresql://onrecord@host:5/news"
    assert secret not in repr(Database(f"postgresql://onrecord:{secret}@host/news"))


def test_a_qdrant_is_named_beside_a_database_and_with_nothing_that_logs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_QDRANT", "https://who:secret@qdrant.example:6333/")
    monkeypatch.setenv("ONRECORD_QDRANT_KEY", "hidden")
    with pytest.raises(SettingsError, match=r"^ONRECORD_QDRANT: .*finds candidates for a library in a database alone"):
        load_settings(IndexSettings)
    settings = load_settings(IndexSettings, library=Database("postgresql://host/news"))
    assert isinstance(settings.library, Database)
    assert settings.library.qdrant_name == "https://qdrant.example:6333"
    assert settings.library.qdrant_key == "hidden"
    assert "hidden" not in repr(settings)
    assert "secret" not in repr(settings)
    monkeypatch.setenv("ONRECORD_QDRANT", "qdrant.example")
    with pytest.raises(SettingsError, match=r"^ONRECORD_QDRANT: .*http://… or https://…"):
        load_settings(IndexSettings, library=Database("postgresql://host/news"))
