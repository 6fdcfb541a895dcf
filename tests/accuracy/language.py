"""Accuracy and cost of the English pipeline, measured again, with its report and its targets for comparison.

python -m tests.accuracy.language --treebanks FOLDER
"""

import argparse
import json
from pathlib import Path

from libs.language.annotation import ENGLISH_MODEL, annotator
from libs.language.training.evaluation import evaluate, file_of, whole
from libs.language.training.reader import read
from libs.language.training.report import JSON, accuracy_table, cost_table
from libs.language.training.speed import measure
from libs.language.training.texts import annotated

AIMS = {"xpos": 94.5, "upos": 95.0, "lemma": 96.0, "uas": 86.5, "las": 83.0, "sentences": 88.0}
"""Target accuracy in percent on the EWT test set with paragraph breaks."""

MAX_TIMES_BLANK = {"tags and lemmas": 23.0, "everything": 36.0}
"""Maximum cost of each path, as a multiple of the blank tokenizer's."""

TIMED = 120


def main() -> None:
    """Measures and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.language", description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True, help="folder of CoNLL-U files")
    print(compared(parser.parse_args().treebanks))


def compared(treebanks: Path) -> str:
    """Returns tables of the current measurements, and lines that compare them with the targets and the report."""
    english = annotator()
    accuracy = evaluate(english, treebanks)
    timed = whole(read(file_of(treebanks, "EWT", "test"))[:TIMED])
    costs = measure(english, [annotated(english.nlp.vocab, text).text for text in timed])
    reported = json.loads((ENGLISH_MODEL / JSON).read_text(encoding="utf-8"))["accuracy"]["sets"]
    now = accuracy["sets"]["EWT para"]
    aims = [
        f"{name}: {now[name]:.1f}, target {aim:.1f}, reported {reported['EWT para'][name]:.1f}"
        for name, aim in AIMS.items()
    ]
    limits = [
        f"{name}: {costs[name]['times_blank']:.1f} times the blank tokenizer, at most {most:.0f}"
        for name, most in MAX_TIMES_BLANK.items()
    ]
    tables = [accuracy_table(accuracy["sets"]), accuracy_table(accuracy["genres"]), cost_table(costs)]
    return "\n\n".join(["# English pipeline", *tables, "\n".join([*aims, *limits])])


if __name__ == "__main__":
    main()
