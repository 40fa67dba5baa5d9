"""IndexSettings: what an operator may choose about the library; built once and passed down."""

import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError

PREFIX = "ONRECORD_"
BOT_PREFIX = "ONRECORD_BOT_"
ENV_FILE = ".env"


class Engine(StrEnum):
    """What runs the encoder: whatever is fastest for the model, or the one named."""

    AUTO = "auto"
    TORCH = "torch"
    ONNX = "onnx"
    OPENVINO = "openvino"


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL database that holds a library; named without its password wherever it is told of."""

    url: str = field(repr=False)
    qdrant: str = field(default="", repr=False)
    """The address of the Qdrant that finds candidates; empty where the database does."""
    qdrant_key: str = field(default="", repr=False)

    @property
    def qdrant_name(self) -> str:
        """What a Qdrant is known by: its address without who may use it."""
        scheme, _, where = self.qdrant.partition("://")
        return f"{scheme}://{where.rpartition('@')[2].rstrip('/')}"

    def __str__(self) -> str:
        # By hand: what is special in a password may not be escaped, and is shown least of all.
        who, at, where = self.url.partition("://")[2].rpartition("@")
        return f"postgresql://{who.partition(':')[0]}{at}{where.partition('?')[0]}"


DATABASES = ("postgresql://", "postgres://")
"""What the address of a database begins with."""


Place = Path | Database
"""Where a library is: in a folder, or in a database."""


def place_of(named: str) -> Place:
    """Return where a library is that is named by a text: a database for an address of one, else a folder."""
    return Database(named) if named.startswith(DATABASES) else Path(named)


def _place(named: object) -> object:
    return place_of(named) if isinstance(named, str) else named


class IndexSettings(BaseSettings):
    """Settings of the library, read from the environment and `.env` with the prefix ONRECORD_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore")

    library: Annotated[Place, BeforeValidator(_place)] = Field(
        default=Path("library"),
        description="Folder that holds the library file, or `postgresql://…` for one in a database.",
    )
    model: str = Field(
        default="",
        description="Folder of another sentence-transformers model; empty for the packaged MiniLM.",
    )
    reader: str = Field(
        default="",
        description="Folder of another cross-encoder; `none` to read without one; empty for the packaged reader.",
    )
    engine: Engine = Field(
        default=Engine.AUTO,
        description="What runs the encoder: torch (any model), onnx or openvino (BERT with mean pooling), or auto.",
    )
    threads: int = Field(default=2, ge=1, le=64, description="Processor threads the encoder may use.")
    statements: bool = Field(default=True, description="Read who said what when articles are added.")
    contact: str = Field(default="", description="Mail address or page named to hosts that are fetched from.")
    fetch_allow: str = Field(
        default="",
        description="Private `address:port` pairs, by commas, that may be fetched from; empty for public hosts only.",
    )
    least_confidence: float = Field(
        default=0.25, ge=0.0, le=1.0, description="Below this confidence a question is declined."
    )
    qdrant: str = Field(
        default="",
        repr=False,
        description="`http://…` of the Qdrant that finds candidates for a library in a database.",
    )
    qdrant_key: str = Field(default="", repr=False, description="What that Qdrant asks for as `api-key`, if it does.")

    @model_validator(mode="after")
    def _names_its_qdrant(self) -> Self:
        if isinstance(self.library, Database):
            self.library = replace(self.library, qdrant=self.qdrant, qdrant_key=self.qdrant_key)
        return self

    @field_validator("qdrant")
    @classmethod
    def _is_beside_a_database(cls, named: str, others: ValidationInfo) -> str:
        if named and not isinstance(others.data.get("library"), Database):
            raise ValueError("finds candidates for a library in a database alone")
        if named and not named.startswith(("http://", "https://")):
            raise ValueError("is the address of a Qdrant, http://… or https://…")
        return named

    @property
    def folder(self) -> Path:
        """The folder that holds the library file.

        Raises:
            SettingsError: the library is in a database.
        """
        if isinstance(self.library, Database):
            raise SettingsError(f"{self.library}: is a database; this is done to a library in a folder alone")
        return self.library


Settings = TypeVar("Settings", bound=BaseSettings)


def load_settings(kind: type[Settings], **overrides: Any) -> Settings:  # noqa: ANN401
    """Build settings from the environment, `.env` and `overrides`.

    Raises:
        SettingsError: a value is out of bounds, or a variable is misspelt; names the nearest one.
    """
    _refuse_misspelt(_keys_in_sight(), kind)
    try:
        return kind(**{k: v for k, v in overrides.items() if v is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = variable_name(kind, str(first["loc"][0]))
        raise SettingsError(f"{name}: {first['msg']}; correct it in the environment or in .env") from None


def variable_name(kind: type[BaseSettings], field: str) -> str:
    """Return the environment variable that sets `field`."""
    alias = kind.model_fields[field].validation_alias if field in kind.model_fields else None
    return str(alias) if alias else f"{kind.model_config.get('env_prefix', '')}{field}".upper()


def _keys_in_sight() -> list[str]:
    in_file: Mapping[str, str | None] = dotenv_values(ENV_FILE) if Path(ENV_FILE).is_file() else {}
    return [*os.environ, *in_file]


def _refuse_misspelt(keys: Iterable[str], kind: type[BaseSettings]) -> None:
    prefix = str(kind.model_config.get("env_prefix", "")).upper()
    known = [variable_name(kind, field) for field in kind.model_fields]
    for key in sorted(k for k in keys if k.upper().startswith(prefix) and k.upper() not in known):
        if prefix != BOT_PREFIX and key.upper().startswith(BOT_PREFIX):
            continue
        nearest = difflib.get_close_matches(key.upper(), known, n=1, cutoff=0.0)
        raise SettingsError(f"{key} is not a setting; did you mean {nearest[0]}?")
