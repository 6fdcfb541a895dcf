"""Runs the registry: `python -m services.registry`."""

from libs.servicekit.serving.server import run
from libs.servicekit.serving.settings import read_settings
from services.registry.settings import RegistrySettings
from services.registry.wiring import build


def main() -> None:
    """Serves until it is asked to stop."""
    run(build, read_settings(RegistrySettings))


if __name__ == "__main__":
    main()
