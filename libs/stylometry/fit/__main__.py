"""Fits the score on a folder of corpora and writes the weights with their report.

python -m libs.stylometry.fit --corpora DIR [--out DIR] [--cache DIR]
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scipy.sparse and scikit-learn carry no types.

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy import sparse

from libs.language import load
from libs.stylometry.fit.counts import Counted, count
from libs.stylometry.fit.pipeline import Collected, Say, collect, fit
from libs.stylometry.fit.report import markdown, report
from libs.stylometry.score.weights import SHIPPED
from libs.stylometry.text.document import Document


def main() -> None:
    """Entry point."""
    arguments = _arguments()
    started = time.monotonic()

    def say(message: str) -> None:
        sys.stdout.write(f"{time.monotonic() - started:6.0f} s  {message}\n")
        sys.stdout.flush()

    collected = collect(arguments.corpora)
    say(f"{len(collected.texts)} texts")
    fitted = fit(collected, counted_features(collected, arguments.cache, say), say)
    arguments.out.mkdir(parents=True, exist_ok=True)
    fitted.weights.save(arguments.out / SHIPPED.name)
    content = report(collected, fitted)
    (arguments.out / "score.json").write_text(json.dumps(content, indent=2) + "\n")
    (arguments.out / "score.md").write_text(markdown(content))
    say(json.dumps(content["held_out"]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m libs.stylometry.fit", description="Fits the score on corpora.")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with dev/ and trials/")
    parser.add_argument("--out", type=Path, default=SHIPPED.parent, help="where the weights go (default: the library)")
    parser.add_argument("--cache", type=Path, help="folder that keeps the counted features for another fit")
    return parser.parse_args()


def counted_features(collected: Collected, cache: Path | None, say: Say) -> Counted:
    """The features of all texts, from the cache if they were counted before."""
    if cache is not None and (cache / "counts.npz").exists():
        rest = np.load(cache / "rest.npz")
        return Counted(sparse.csr_matrix(sparse.load_npz(cache / "counts.npz")), rest["rates"], rest["block"])
    nlp = load()
    counted = count(collected.texts, lambda text: Document.of(nlp(text)), say)
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        sparse.save_npz(cache / "counts.npz", counted.counts, compressed=False)
        np.savez(cache / "rest.npz", rates=counted.rates, block=counted.block)
    return counted


if __name__ == "__main__":
    main()
