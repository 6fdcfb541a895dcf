"""Trains the English pipeline and writes it, its licence and its report.

python -m libs.language.training --treebanks FOLDER [--corpora FOLDER] [--out FOLDER] [--minutes N]
"""

# thinc's operations carry no complete types
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import argparse
import json
import sys
import tempfile
from pathlib import Path

from thinc.api import NumpyOps, set_current_ops

from libs.language import annotation
from libs.language.lexicon import normal
from libs.language.training import lemmatisation, licence, packaging, recipe, report, sources, speed, training
from libs.language.training.cooccurrence import corpus_texts, words_of
from libs.language.training.evaluation import evaluate, file_of, whole
from libs.language.training.gathering import gather
from libs.language.training.reader import TreebankDocument, TreebankWord, read
from libs.language.training.selection import rating
from libs.language.training.texts import annotated

MINUTES = 76.0
TIMED = 120
"""Documents of the EWT test set on which speed is measured."""


def main() -> int:
    """Trains, writes, measures."""
    arguments = _arguments()
    set_current_ops(NumpyOps(use_blis=False))
    if arguments.trained is None:
        with tempfile.TemporaryDirectory() as folder:
            _train(arguments, Path(folder))
            _package(arguments, Path(folder))
    else:
        _package(arguments, arguments.trained)
    return 0


def _train(arguments: argparse.Namespace, trained: Path) -> None:
    first, second = (read(file_of(arguments.treebanks, name, "train")) for name in ("EWT", "GUM"))
    documents = [*first, *second]
    unlabelled = [words_of(text) for text in corpus_texts(arguments.corpora / "dev")] if arguments.corpora else []
    lexicon = gather(
        ((word.form, word.space_after) for word in _words(documents)),
        [*([normal(word.form) for word in _words([document])] for document in documents), *unlabelled],
    )
    material = training.Material(first, second, lexicon)
    training.train(material, minutes=arguments.minutes, score=rating(arguments.treebanks), say=_say, out=trained)


def _package(arguments: argparse.Namespace, trained: Path) -> None:
    documents = [document for name in ("EWT", "GUM") for document in read(file_of(arguments.treebanks, name, "train"))]
    packaging.assemble(trained, lemmatisation.tables(_words(documents)), arguments.out)
    (arguments.out / "LICENSE").write_text(licence.licence_text(arguments.treebanks), encoding="utf-8")
    annotator = annotation.Annotator.from_folder(arguments.out)
    texts = [
        annotated(annotator.nlp.vocab, text).text
        for text in whole(read(file_of(arguments.treebanks, "EWT", "test"))[:TIMED])
    ]
    size = sum(path.stat().st_size for path in arguments.out.rglob("*") if path.is_file())
    made = {
        "accuracy": evaluate(annotator, arguments.treebanks),
        "speed": speed.measure(annotator, texts),
        "size_mb": round(size / 1e6, 1),
        "settings": recipe.settings() | training.settings() | _reached(arguments, trained),
        "data": sources.listed(unlabelled=arguments.corpora is not None),
    }
    report.write(arguments.out, made)
    _say(report.as_markdown(made))


def _reached(arguments: argparse.Namespace, trained: Path) -> dict[str, float]:
    kept = json.loads((trained / training.KEPT).read_text())
    return {
        "minutes at most": arguments.minutes,
        "weights kept: step": kept["step"],
        "weights kept: minutes": kept["minutes"],
    }


def _say(message: str) -> None:
    sys.stdout.write(message + "\n")
    sys.stdout.flush()


def _words(documents: list[TreebankDocument]) -> list[TreebankWord]:
    return [word for document in documents for sentence in document.sentences for word in sentence.words]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m libs.language.training", description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True, help="folder of CoNLL-U files")
    parser.add_argument("--corpora", type=Path, help="folder with dev/*.jsonl.gz, unlabelled texts for word vectors")
    parser.add_argument("--out", type=Path, default=annotation.ENGLISH_MODEL, help="where the pipeline is written")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="time after which training ends")
    parser.add_argument("--trained", type=Path, help="folder of weights to package and measure instead of training")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
