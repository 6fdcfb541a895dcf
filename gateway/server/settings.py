"""Settings of the gateway, read once from the environment; every one has a working default."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from libs.servicekit.directory import service_addresses

_MIB = 2**20


class GatewaySettings(BaseSettings):
    """Addresses of the gateway and of the services, and limits of a request."""

    model_config = SettingsConfigDict(env_prefix="PERSONA_GATEWAY_", frozen=True, extra="ignore", validate_by_name=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535, description="0: any free port")

    addresses: dict[str, str] = Field(
        default_factory=service_addresses,
        description="host:port of every service by name; empty if this deployment has no such service",
    )
    descriptors_file: Path | None = Field(
        default=None, description="FileDescriptorSet of the contracts to serve, in place of the installed one"
    )

    max_body_bytes: int = Field(default=4 * _MIB, ge=1024)
    max_answer_bytes: int = Field(default=16 * _MIB, ge=1024)
    unary_seconds: float = Field(default=30.0, gt=0, description="deadline of a call whose client names none")
    stream_seconds: float = Field(default=3600.0, gt=0, description="deadline of a watch whose client names none")
    max_timeout_seconds: float = Field(default=3600.0, gt=0, description="the longest deadline a client may name")
    keep_alive_seconds: float = Field(default=15.0, gt=0, description="a silent event stream says so this often")
    drain_seconds: int = Field(default=10, ge=0, description="how long requests may go on after SIGTERM")
    health_seconds: float = Field(default=1.0, gt=0, description="for how long a health answer is reused")

    max_head_bytes: int = Field(default=64 * 1024, ge=1024, description="of the target and of all fields of a head")
    max_head_fields: int = Field(default=100, ge=10)
    head_seconds: float = Field(default=10.0, gt=0, description="time for the head of a request")
    body_seconds: float = Field(default=10.0, gt=0, description="time for a body, which every part of it prolongs")
    min_body_rate: float = Field(default=1024.0, gt=0, description="bytes that prolong the time for a body by 1 s")
    linger_seconds: float = Field(
        default=10.0, gt=0, description="for how long the rest of a request is dropped that was answered early"
    )
    stalled_seconds: float = Field(default=30.0, gt=0, description="how long a client may take nothing of its answer")
    max_connections: int = Field(default=4096, ge=1)
    max_connections_per_peer: int = Field(default=2048, ge=1, description="from one address, or one IPv6 /64 network")

    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description="names that requests may call the gateway by, with any port, parted by commas; '*' means any",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("http://localhost:*", "http://127.0.0.1:*"),
        description="web origins whose pages may call, parted by commas; ':*' means any port",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", validation_alias="PERSONA_LOG_LEVEL"
    )

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _part_list(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    def address_of(self, domain: str) -> str:
        """Returns host:port of the service of `persona.<domain>`; empty if it is not deployed."""
        return self.addresses.get(domain, "")
