"""The table of what the local stack runs; a new service is one more line."""

from dataclasses import dataclass

# Fixed gRPC ports count from here in this order, whether or not a service is in the table yet.
FIRST_PORT = 50051
PORT_ORDER = ("registry", "analyzer", "quality", "learning", "experiment", "analytics")
GATEWAY_PORT = 8080


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
    """A process of the stack. It says when it is ready (see readiness.py) and ends on SIGTERM."""

    name: str
    program: Program
    after: tuple[str, ...] = ()
    """Services that must be ready before this one starts."""
    has_schema: bool = True
    """Whether it keeps data, in the schema of its name, with migrations."""

    @property
    def prefix(self) -> str:
        """What its environment variables begin with."""
        return f"PERSONA_{self.name.upper()}_"


SERVICES = (
    Service("registry", Program("services.registry")),
    Service("analyzer", Program("services.analyzer"), after=("registry",)),
)
GATEWAY = Service("gateway", Program("gateway.server"), after=tuple(s.name for s in SERVICES), has_schema=False)

# Imported once before the services are forked, so that they share the memory and start fast; "module:function" is
# called, too.
PRELOADED = (
    "services.registry.wiring",
    "services.analyzer.wiring",
    "services.analyzer.models:preload",
    "gateway.server.serve",
)

# The same for the programs of the set-up, which run while the services' modules are still being imported.
SETUP_PRELOADED = (
    "deploy.local.bootstrap_database",
    "services.registry.bootstrap_tenant",
    "libs.servicekit.migrations",
)

TENANT = "local"

# Programs of the set-up. Arguments that depend on the run are added to them.
MIGRATE = Program("deploy.local.migrate_database")
# Makes the tenant and an API key, once, with `--tenant NAME --key-file PATH`; the file gets mode 600.
PROVISION = Program("services.registry.bootstrap_tenant")
DEMO = Program("persona_client", ("demo", "load", "--directory", "demo"))
