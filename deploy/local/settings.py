"""Settings of the local stack, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.liveness import LIVENESS_SECONDS, SHORTEST_LIVENESS_SECONDS
from deploy.local.restarts import PAUSES_SECONDS
from deploy.local.services import GATEWAY_PORT
from libs.servicekit.directory import HOST, directory

REPOSITORY = Path(__file__).resolve().parents[2]
_HIGHEST_PORT = 65535
_LONGEST_SECONDS = 3600.0


class SettingsError(ValueError):
    """An environment variable has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """Settings of one run; `from_environment` reads them."""

    var: Path
    """PERSONA_VAR: where data, keys and logs are kept."""
    database_url: str | None = None
    """PERSONA_DATABASE_URL: a PostgreSQL of the user's instead of the embedded one."""
    ports: Mapping[str, int] = field(default_factory=dict[str, int])
    """PERSONA_<NAME>_PORT by name: where each service and the gateway listens, on 127.0.0.1."""
    restart_pauses: tuple[float, ...] = PAUSES_SECONDS
    """PERSONA_RESTART_PAUSES: seconds before each restart in a row, the last one repeated."""
    liveness_seconds: float = LIVENESS_SECONDS
    """PERSONA_LIVENESS_SECONDS: a process whose event loop is silent for this long is ended and started again."""
    verbose: bool = False
    """True if the terminal shows the services' logs too."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, *, verbose: bool = False) -> "LocalSettings":
        """Read the variables named above.

        Raises SettingsError, which names the variable.
        """
        defaults = {**{row.name: row.port for row in directory().services}, "gateway": GATEWAY_PORT}
        return cls(
            var=Path(environment.get("PERSONA_VAR") or REPOSITORY / "var").resolve(),
            database_url=environment.get("PERSONA_DATABASE_URL") or None,
            ports={name: _port(environment, name, default) for name, default in defaults.items()},
            restart_pauses=_seconds(environment, "PERSONA_RESTART_PAUSES", PAUSES_SECONDS, least=0),
            liveness_seconds=_seconds(
                environment, "PERSONA_LIVENESS_SECONDS", (LIVENESS_SECONDS,), least=SHORTEST_LIVENESS_SECONDS
            )[0],
            verbose=verbose,
        )

    def address(self, name: str) -> str:
        """host:port of a service or the gateway."""
        return f"{HOST}:{self.ports[name]}"


def port_variable(name: str) -> str:
    """The variable that moves a service or the gateway to another port."""
    return f"PERSONA_{name.upper()}_PORT"


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    given = environment.get(port_variable(name), "")
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and 0 < int(given) <= _HIGHEST_PORT):
        raise SettingsError(f"{port_variable(name)} must be a port from 1 to {_HIGHEST_PORT}, not {given!r}")
    return int(given)


def _seconds(
    environment: Mapping[str, str], variable: str, default: tuple[float, ...], *, least: float
) -> tuple[float, ...]:
    """Read as many durations as the variable lists, separated by commas."""
    given = environment.get(variable, "")
    if not given:
        return default
    try:
        seconds = tuple(float(item) for item in given.split(","))
    except ValueError:
        seconds = ()
    if not seconds or not all(least <= item <= _LONGEST_SECONDS for item in seconds):
        raise SettingsError(
            f"{variable} must be seconds from {least:g} to {_LONGEST_SECONDS:g}, separated by commas, not {given!r}"
        )
    return seconds
