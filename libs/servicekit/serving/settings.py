"""Settings that every service has. Read once from the environment; a wrong one is reported by name."""

import sys
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from libs.servicekit.directory import service_addresses

S = TypeVar("S", bound=BaseSettings)


class ServiceSettings(BaseSettings):
    """Base of each service's one settings class, which sets `env_prefix` to PERSONA_<SERVICE>_."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(ge=0, le=65535)
    addresses: dict[str, str] = Field(
        default_factory=service_addresses, description="host:port of every service by name; empty: not deployed"
    )
    identity_key_file: Path = Field(description="PEM file with the Ed25519 private key of the service's own tokens")
    database_url: str = Field(description="postgresql+asyncpg://... of the service's app role")
    database_pool_size: int = Field(default=8, ge=1, le=200)
    jwks_files: str = Field(
        validation_alias="PERSONA_IDENTITY_JWKS_FILE",
        description="JWKS file with the public keys that tokens are verified by; several are parted by commas",
    )
    unary_seconds: float = Field(default=30.0, gt=0)
    stream_seconds: float = Field(default=3600.0, gt=0)
    drain_seconds: float = Field(default=10.0, ge=0)
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", validation_alias="PERSONA_LOG_LEVEL"
    )

    @property
    def jwks_paths(self) -> tuple[Path, ...]:
        """The JWKS files."""
        return tuple(Path(each.strip()) for each in self.jwks_files.split(",") if each.strip())


def read_settings(settings_type: type[S]) -> S:
    """The settings from the environment; else names every variable that is missing or wrong, and exits with 2."""
    try:
        return settings_type()
    except ValidationError as error:
        prefix = settings_type.model_config.get("env_prefix", "")
        for each in error.errors():
            name = str(each["loc"][0])
            variable = name if name.startswith("PERSONA_") else f"{prefix}{name}".upper()
            sys.stderr.write(f"{variable}: {each['msg']}\n")
        sys.exit(2)
