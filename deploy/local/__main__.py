"""`python -m deploy.local run | stop | status`."""

import argparse
import sys

from deploy.local.control import status, stop
from deploy.local.run import run
from deploy.local.settings import LocalSettings, SettingsError
from deploy.local.terminal import Terminal


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description="The whole stack on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run", help="start everything and stay in the foreground until Ctrl-C")
    running.add_argument("--verbose", action="store_true", help="show the services' logs here too")
    commands.add_parser("stop", help="end a running stack and wait until it is gone")
    commands.add_parser("status", help="list the processes of a running stack")
    arguments = parser.parse_args()
    terminal = Terminal()
    try:
        settings = LocalSettings.from_environment(verbose=getattr(arguments, "verbose", False))
    except SettingsError as error:
        terminal.problem(str(error))
        return 2
    return {"run": run, "stop": stop, "status": status}[arguments.command](settings, terminal)


if __name__ == "__main__":
    sys.exit(main())
