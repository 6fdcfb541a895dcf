"""`python -m tests.support.stand_in_stack fork|spawn` runs a local stack of stand-in services."""

import sys

from deploy.local.run import run
from deploy.local.services import Program, Service
from deploy.local.settings import LocalSettings
from deploy.local.stack import Blueprint
from deploy.local.terminal import Terminal
from libs.servicekit.directory import directory


def stand_in(name: str, *after: str, has_schema: bool = True) -> Service:
    return Service(name, Program("tests.support.stand_in", (name,)), after=after, has_schema=has_schema)


def blueprint(*, fork: bool) -> Blueprint:
    return Blueprint(
        services=tuple(stand_in(row.name, *row.after) for row in directory().services),
        gateway=stand_in("gateway", has_schema=False),
        preloaded=("asyncpg", "tests.support.no_such_module"),
        setup_preloaded=(),
        migrate=None,
        demo=None,
        fork=fork,
    )


if __name__ == "__main__":
    sys.exit(run(LocalSettings.from_environment(), Terminal(), blueprint(fork=sys.argv[1] == "fork")))
