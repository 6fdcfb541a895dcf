"""Settings of the registry, PERSONA_REGISTRY_*."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from libs.servicekit.directory import directory
from libs.servicekit.serving.settings import ServiceSettings


class RegistrySettings(ServiceSettings):
    """Settings of every service, and those of signing access tokens."""

    model_config = SettingsConfigDict(env_prefix="PERSONA_REGISTRY_")

    port: int = Field(default=directory().service("registry").port, ge=0, le=65535)
    signing_key_file: Path = Field(description="PEM file with the Ed25519 private key that tokens are signed with")
    token_lifetime: timedelta = timedelta(minutes=10)
