"""Runs the analyzer: `python -m services.analyzer`."""

from libs.servicekit.serving.server import run
from libs.servicekit.serving.settings import read_settings
from services.analyzer.settings import AnalyzerSettings
from services.analyzer.wiring import build


def main() -> None:
    """Serves until it is asked to stop."""
    run(build, read_settings(AnalyzerSettings))


if __name__ == "__main__":
    main()
