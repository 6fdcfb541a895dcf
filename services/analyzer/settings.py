"""Settings of the analyzer, PERSONA_ANALYZER_*."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from libs.servicekit.directory import directory
from libs.servicekit.serving.settings import ServiceSettings


class AnalyzerSettings(ServiceSettings):
    """Settings of every service, and the language model."""

    model_config = SettingsConfigDict(env_prefix="PERSONA_ANALYZER_")

    port: int = Field(default=directory().service("analyzer").port, ge=0, le=65535)
    language_model: str = ""
    """A spaCy pipeline, by its folder or package, that tags and parses in place of the one that is shipped."""
    import_idle_seconds: float = Field(default=60.0, gt=0)
    """Pause of the caller after which an import ends."""
