"""Settings of the registry, PERSONA_REGISTRY_*."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from libs.servicekit.serving.settings import ServiceSettings


class RegistrySettings(ServiceSettings):
    """The registry also signs access tokens, and knows who wants to hear of its changes."""

    model_config = SettingsConfigDict(env_prefix="PERSONA_REGISTRY_")

    port: int = Field(default=50051, ge=0, le=65535)
    signing_key_file: Path = Field(description="PEM file with the Ed25519 private key that tokens are signed with")
    token_lifetime: timedelta = timedelta(minutes=10)
    analyzer_address: str = Field(default="127.0.0.1:50052", validation_alias="PERSONA_ANALYZER_ADDRESS")
