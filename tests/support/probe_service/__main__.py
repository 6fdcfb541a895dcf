"""Runs the probe: `python -m tests.support.probe_service`."""

from libs.servicekit.serving.server import run
from libs.servicekit.serving.settings import read_settings
from tests.support.probe_service.settings import ProbeSettings
from tests.support.probe_service.wiring import build

if __name__ == "__main__":
    run(build, read_settings(ProbeSettings))
