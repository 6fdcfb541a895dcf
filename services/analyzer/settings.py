"""Settings of the analyzer, PERSONA_ANALYZER_*."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from libs.servicekit.serving.settings import ServiceSettings


class AnalyzerSettings(ServiceSettings):
    """The analyzer asks the registry which personas there are."""

    model_config = SettingsConfigDict(env_prefix="PERSONA_ANALYZER_")

    port: int = Field(default=50052, ge=0, le=65535)
    language_model: str = ""
    """A spaCy pipeline, by its folder or package, that tags and parses in place of the one that is shipped."""
    registry_address: str = Field(default="127.0.0.1:50051", validation_alias="PERSONA_REGISTRY_ADDRESS")
