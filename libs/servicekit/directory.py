"""Directory of the services: one row for each, read from `services.toml`."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

TABLE = Path(__file__).with_name("services.toml")
TABLE_VARIABLE = "PERSONA_SERVICES_FILE"
"""Names a table that replaces the shipped one."""

HOST = "127.0.0.1"


class DirectoryError(ValueError):
    """The table of services cannot be used; the message names the row and the field."""


class ServiceRow(BaseModel):
    """Row of one service; `services.toml` explains the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern="^[a-z][a-z0-9_]*$")
    port: int = Field(ge=1, le=65535)
    after: tuple[str, ...] = ()
    publishes: tuple[str, ...] = ()
    subscribes: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    issues_tokens: bool = False
    bootstrap: str = ""
    package: str = ""

    @property
    def module(self) -> str:
        """Package of the service's code; `python -m` runs it."""
        return self.package or f"services.{self.name}"

    @property
    def address_variable(self) -> str:
        """Variable with the host:port where others reach the service. Empty value: it is not deployed."""
        return f"PERSONA_{self.name.upper()}_ADDRESS"

    def address(self, environment: Mapping[str, str] = os.environ) -> str:
        """host:port of the service: from its variable, else that of the local stack; "" where it is not deployed."""
        return environment.get(self.address_variable, f"{HOST}:{self.port}")


@dataclass(frozen=True, slots=True)
class Directory:
    """All services, in the order of the table, which is the order in which they start."""

    services: tuple[ServiceRow, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the services, in order."""
        return tuple(row.name for row in self.services)

    def service(self, name: str) -> ServiceRow:
        """Row of a service. Raises DirectoryError for a name that is not in the table."""
        for row in self.services:
            if row.name == name:
                return row
        raise DirectoryError(f"there is no service {name!r} in the table; there are {', '.join(self.names)}")

    def deployed(self, addresses: Mapping[str, str]) -> "Directory":
        """The services that have an address."""
        return Directory(tuple(row for row in self.services if addresses.get(row.name)))

    def subscribers(self, kind: str) -> tuple[str, ...]:
        """Names of the services that receive events of a kind."""
        return tuple(row.name for row in self.services if kind in row.subscribes)


def service_addresses() -> dict[str, str]:
    """host:port of every service, from PERSONA_<NAME>_ADDRESS or else those of the local stack; "": not deployed."""
    return {row.name: row.address() for row in directory().services}


_ROWS = TypeAdapter(tuple[ServiceRow, ...])


def read_directory(path: Path) -> Directory:
    """Reads a table of services.

    Raises DirectoryError for a row with an unknown or missing field, a repeated name or port, or an `after` that names
    no earlier service.
    """
    try:
        services = _ROWS.validate_python(tomllib.loads(path.read_text(encoding="utf-8")).get("service", []))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise DirectoryError(f"{path} cannot be read as a table of services: {error}") from error
    _check(path, services)
    return Directory(services)


@cache
def directory() -> Directory:
    """Directory of this process: the table that PERSONA_SERVICES_FILE names, else the shipped one."""
    return read_directory(Path(os.environ.get(TABLE_VARIABLE) or TABLE))


def _check(path: Path, services: tuple[ServiceRow, ...]) -> None:
    names: set[str] = set()
    ports: set[int] = set()
    for row in services:
        if row.name in names or row.port in ports:
            raise DirectoryError(f"{path}: the name {row.name!r} or the port {row.port} is used twice")
        missing = set(row.after) - names
        if missing:
            raise DirectoryError(f"{path}: {row.name} starts after {min(missing)!r}, which is no earlier service")
        names.add(row.name)
        ports.add(row.port)
