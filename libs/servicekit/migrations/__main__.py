"""Command line: write a new version of a service's schema, or bring a database to the newest."""

import argparse
import asyncio

from libs.servicekit.migrations.runner import migrate, new_version


def main() -> None:
    """Run the command that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m libs.servicekit.migrations", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="bring a database to the newest version")
    new = commands.add_parser("new", help="write a version that leads to what tables.py says (database at hand needed)")
    for command in (up, new):
        command.add_argument("service", help="the service's name, e.g. registry")
        command.add_argument("--url", required=True, help="postgresql+asyncpg:// URL of the schema's owner role")
    new.add_argument("message", help="what changes, e.g. 'add teams'")
    arguments = parser.parse_args()
    if arguments.command == "up":
        asyncio.run(migrate(arguments.service, arguments.url))
    else:
        asyncio.run(new_version(arguments.service, arguments.url, arguments.message))


if __name__ == "__main__":
    main()
