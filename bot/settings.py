"""BotSettings: what an operator may choose about the bot; built once and passed down."""

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ONRECORD_BOT_"
OWN = "guild-"
"""Begins the name of a server's own collection."""


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
    workers: int = Field(
        default=1, ge=1, le=64, description="Processes that answer, each with the library's models in memory."
    )
    queue: str = Field(
        default="",
        description="Address of NATS, `nats://…`, where questions wait for `onrecord answer`; empty for own workers.",
    )
    polls: bool = Field(default=True, description="Look at the feeds that servers follow.")
    reads_messages: bool = Field(
        default=False,
        description="Ask Discord for what people write: messages replied to are checked, forums and threads answered.",
    )
    pictures: bool = Field(
        default=True, description="Show the picture that an article's page names; Discord fetches it."
    )
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="Port of figures and health on this machine only; 0 for none."
    )
    log_format: str = Field(
        default="text", pattern="^(text|json)$", description="How lines of the log are written: text or json."
    )
    log_level: str = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="How much is logged: DEBUG, INFO, WARNING or ERROR.",
    )

    @field_validator("collections")
    @classmethod
    def _opens_no_servers_own(cls, named: str) -> str:
        if any(name.strip().startswith(OWN) for name in named.split(",")):
            raise ValueError("a server's own collection cannot be opened to all")
        return named

    @property
    def public(self) -> tuple[str, ...]:
        """The collections that every server may ask."""
        return tuple(name.strip() for name in self.collections.split(",") if name.strip())
