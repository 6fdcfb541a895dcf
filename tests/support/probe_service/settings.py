"""Settings of the probe, PERSONA_PROBE_*."""

from pydantic_settings import SettingsConfigDict

from libs.servicekit.serving.settings import ServiceSettings


class ProbeSettings(ServiceSettings):
    """Settings of every service."""

    model_config = SettingsConfigDict(env_prefix="PERSONA_PROBE_")
