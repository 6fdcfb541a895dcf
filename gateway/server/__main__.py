"""Runs the gateway: python -m gateway.server."""

import uvloop

from gateway.server.serve import serve
from gateway.server.settings import GatewaySettings
from libs.servicekit.serving.logging import configure
from libs.servicekit.serving.settings import read_settings


def main() -> None:
    """Serves with the settings of the environment until it receives a stop signal."""
    settings = read_settings(GatewaySettings)
    configure("gateway", settings.log_level)
    uvloop.run(serve(settings))


if __name__ == "__main__":
    main()
