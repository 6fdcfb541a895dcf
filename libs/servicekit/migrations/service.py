"""A service's part in its migrations: its tables and its folder of versions, found by the service's name."""

import importlib
from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from sqlalchemy import Connection, MetaData

from libs.servicekit.directory import directory

_ENVIRONMENT = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class MigratedService:
    """One service's schema, as its tables.py describes it."""

    name: str
    metadata: MetaData
    versions: Path

    @classmethod
    def named(cls, name: str) -> "MigratedService":
        """Imports the tables of a service, by name because libs know no service. Raises DirectoryError."""
        tables = importlib.import_module(f"{directory().service(name).module}.tables")
        if tables.__file__ is None:
            raise ModuleNotFoundError(f"{tables.__name__} is no file")
        return cls(name, tables.metadata, Path(tables.__file__).parent / "migrations" / "versions")

    def config(self, connection: Connection) -> Config:
        """Alembic's configuration, with the connection that env.py runs on."""
        config = Config()
        config.set_main_option("script_location", str(_ENVIRONMENT))
        config.set_main_option("version_locations", str(self.versions))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes.update(connection=connection, service=self)
        return config
