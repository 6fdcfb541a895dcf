"""Addresses of the services, and the API key."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

REGISTRY_ADDRESS = "127.0.0.1:50051"
ANALYZER_ADDRESS = "127.0.0.1:50052"
_KEY_FILE = "local.key"


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """Settings of a client. An address is HOST:PORT, or https://HOST:PORT for TLS."""

    registry_address: str = REGISTRY_ADDRESS
    analyzer_address: str = ANALYZER_ADDRESS
    api_key: str = field(default="", repr=False)
    """The secret of the key. Empty: only public methods can be called."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "ClientSettings":
        """Reads PERSONA_REGISTRY_ADDRESS, PERSONA_ANALYZER_ADDRESS and PERSONA_API_KEY (else the local stack's key)."""
        env = os.environ if environment is None else environment
        return cls(
            registry_address=env.get("PERSONA_REGISTRY_ADDRESS") or REGISTRY_ADDRESS,
            analyzer_address=env.get("PERSONA_ANALYZER_ADDRESS") or ANALYZER_ADDRESS,
            api_key=env.get("PERSONA_API_KEY") or local_key(env),
        )


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
