import pytest

from bot.settings import BotSettings
from index import SettingsError, load_settings


def test_public_collections_are_named_by_commas() -> None:
    assert BotSettings(collections="default, wires,").public == ("default", "wires")


def test_token_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    settings = load_settings(BotSettings)
    assert settings.discord_token.get_secret_value() == "very-secret"
    assert "very-secret" not in repr(settings)


def test_misspelt_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_BOT_PATIENSE", "3")
    with pytest.raises(SettingsError, match="did you mean ONRECORD_BOT_PATIENCE"):
        load_settings(BotSettings)


def test_a_servers_own_collection_cannot_be_opened_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_BOT_COLLECTIONS", "default, guild-5")
    with pytest.raises(SettingsError, match=r"ONRECORD_BOT_COLLECTIONS.*cannot be opened to all"):
        load_settings(BotSettings)
