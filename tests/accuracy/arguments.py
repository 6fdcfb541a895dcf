"""Command-line arguments of all measurements on corpora."""

import argparse
from pathlib import Path


def over_corpora(module: str, description: str | None, split: str | None = None) -> argparse.ArgumentParser:
    """Returns a parser for the folder and the split; `split` is the default of the latter."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora's layout")
    usual = split or "every split that has trials"
    parser.add_argument("--split", default=split, help=f"dev, test, ...; default: {usual}")
    return parser
