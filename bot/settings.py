"""BotSettings: what an operator may choose about the bot; built once and passed down."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ONRECORD_BOT_"


class BotSettings(BaseSettings):
    """Settings of the bot, read from the environment and `.env` with the prefix ONRECORD_BOT_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", populate_by_name=True)

    discord_token: SecretStr = Field(
        default=SecretStr(""), validation_alias="DISCORD_TOKEN", description="Token of the bot's account."
    )
    collections: str = Field(default="default", description="Public collections, by commas, that every server may ask.")
    waiting: int = Field(
        default=50, ge=1, le=1000, description="Questions that may wait before new ones are turned away."
    )
    patience: float = Field(
        default=20.0, ge=1.0, le=600.0, description="Seconds one question may take before it is stopped."
    )
    log_level: str = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="How much is logged: DEBUG, INFO, WARNING or ERROR.",
    )

    def readable(self, guild_id: int | None) -> tuple[str, ...]:
        """Return the collections that a guild, or a direct message, may read: its own and the public ones."""
        public = tuple(name.strip() for name in self.collections.split(",") if name.strip())
        return public if guild_id is None else (self.own(guild_id), *public)

    def own(self, guild_id: int | None) -> str:
        """Return the name of a guild's own collection.

        Raises:
            ValueError: there is no guild, as in a direct message.
        """
        if guild_id is None:
            raise ValueError("a direct message has no collection of its own")
        return f"guild-{guild_id}"
