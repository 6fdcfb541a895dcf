"""Addresses of the services, and the API key."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from persona_client.services import LOCAL_ADDRESSES

_KEY_FILE = "local.key"


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """Addresses of the services, and the key that a client calls them with."""

    addresses: Mapping[str, str] = field(default_factory=lambda: dict(LOCAL_ADDRESSES))
    """HOST:PORT of each service by name; https://HOST:PORT for TLS."""
    api_key: str = field(default="", repr=False)
    """The secret of the key. Empty: only public methods can be called."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "ClientSettings":
        """Reads PERSONA_<SERVICE>_ADDRESS of each service, and PERSONA_API_KEY or else the local stack's key."""
        env = os.environ if environment is None else environment
        return cls(
            addresses={name: env.get(address_variable(name)) or local for name, local in LOCAL_ADDRESSES.items()},
            api_key=env.get("PERSONA_API_KEY") or local_key(env),
        )


def address_variable(service: str) -> str:
    """Environment variable with the address of a service."""
    return f"PERSONA_{service.upper()}_ADDRESS"


def local_key(environment: Mapping[str, str], *, start: Path | None = None, prefix: Path | None = None) -> str:
    """Returns the key that the local stack made, or "".

    Takes the first readable file of: $PERSONA_VAR/local.key; var/local.key in `start` (the working directory) and the
    folders above it; and beside the virtual environment (`prefix`), so that the command works from anywhere.
    """
    for path in _candidates(environment, start or Path.cwd(), prefix or Path(sys.prefix)):
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError:
            continue
    return ""


def _candidates(environment: Mapping[str, str], start: Path, prefix: Path) -> Iterator[Path]:
    if var := environment.get("PERSONA_VAR"):
        yield Path(var) / _KEY_FILE
    for folder in (start, *start.parents, prefix.parent):
        yield folder / "var" / _KEY_FILE
