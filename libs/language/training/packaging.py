"""Packages the trained components with the rule-based ones, as a folder that spaCy can load."""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import shutil
from pathlib import Path
from typing import Any

from spacy.lang.en import English
from spacy.language import Language

from libs.language import lemmas, marks, treebank
from libs.language.lemmas import Lemmas, Tables
from libs.language.training import recipe

VERSION = "1.0.0"
LICENCE = "CC BY-SA 4.0"

_UNUSED = ("lookups.bin", "vectors", "vectors.cfg", "key2row")


def assemble(trained: Path, tables: Tables, out: Path) -> None:
    """Writes the pipeline: token vectors, taggers, marks, lemmas, boundaries, parser.

    Only the strings of labels are kept: no word of the training text that is not in the lexicon.
    """
    nlp = recipe.untrained(English.from_config({"nlp": {"tokenizer": {"@tokenizers": treebank.NAME}}}))
    for name in nlp.pipe_names:
        part: Any = nlp.get_pipe(name)
        part.from_disk(trained / name, exclude=["vocab"])
    nlp.add_pipe(marks.NAME, after="morphologizer")
    of_lemmas = nlp.add_pipe(lemmas.NAME, after=marks.NAME)
    if isinstance(of_lemmas, Lemmas):
        of_lemmas.learn(tables)
    labels = _labels(nlp)
    nlp.meta.update(name="english", version=VERSION, license=LICENCE, description="XPOS, UPOS, lemmas, UD syntax")
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out, exclude=["tokenizer", "vocab"])
    _write_strings(out, labels)


def _labels(nlp: Language) -> list[str]:
    labels = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
    return sorted(labels)


def _write_strings(out: Path, labels: list[str]) -> None:
    vocabulary = English().vocab
    for label in labels:
        vocabulary.strings.add(label)
    vocabulary.to_disk(out / "vocab", exclude=["vectors", "lookups"])
