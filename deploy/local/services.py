"""Processes of the local stack, made from the directory of services."""

from dataclasses import dataclass

from libs.servicekit.directory import Directory, ServiceRow, directory

GATEWAY_PORT = 8080
TENANT = "local"


@dataclass(frozen=True, slots=True)
class Program:
    """A Python module to run as `python -m module arguments`."""

    module: str
    arguments: tuple[str, ...] = ()

    def with_arguments(self, *more: str) -> "Program":
        """The same program with more arguments."""
        return Program(self.module, (*self.arguments, *more))


@dataclass(frozen=True, slots=True)
class Service:
    """A process of the stack. It reports when it is ready (`libs.servicekit.serving.readiness`) and ends on SIGTERM."""

    name: str
    program: Program
    after: tuple[str, ...] = ()
    """Services that must be ready before this one starts."""
    has_schema: bool = True
    """True: it keeps data, in the schema of its name, with migrations."""
    scopes: tuple[str, ...] = ()
    """Scopes that tokens of the service's own key may carry."""
    issues_tokens: bool = False
    """True: it gets the key that signs the tokens of API keys."""
    bootstrap: Program | None = None
    """Program that creates a tenant and an API key, once, with `--tenant NAME --key-file PATH`."""

    @classmethod
    def of(cls, row: ServiceRow) -> "Service":
        """Process of a row of the directory."""
        bootstrap = Program(row.bootstrap) if row.bootstrap else None
        return cls(
            row.name,
            Program(row.module),
            after=row.after,
            scopes=row.scopes,
            issues_tokens=row.issues_tokens,
            bootstrap=bootstrap,
        )

    @property
    def prefix(self) -> str:
        """Prefix of its environment variables."""
        return f"PERSONA_{self.name.upper()}_"


def preloaded(table: Directory) -> tuple[str, ...]:
    """Modules that are imported once before the services are forked, so that they share memory and start fast.

    Of "module:function" the function is called, too.
    """
    own = [module for row in table.services for module in (f"{row.module}.wiring", *row.preload)]
    return (*own, "gateway.server.serve")


def setup_preloaded(table: Directory) -> tuple[str, ...]:
    """The same for the programs of the set-up, which run while the services' modules are still being imported."""
    bootstraps = [row.bootstrap for row in table.services if row.bootstrap]
    return ("deploy.local.bootstrap_database", *bootstraps, "libs.servicekit.migrations")


SERVICES = tuple(Service.of(row) for row in directory().services)
GATEWAY = Service("gateway", Program("gateway.server"), after=directory().names, has_schema=False)

# Programs of the set-up. Arguments that depend on the run are added to them.
MIGRATE = Program("deploy.local.migrate_database")
DEMO = Program("persona_client", ("demo", "load", "--directory", "demo"))
