"""Language identification, without a network and in well under a millisecond."""

# py3langid carries no types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import py3langid.langid
from py3langid.langid import LanguageIdentifier

ENGLISH, UNDETERMINED = "en", "und"
"""ISO 639 codes; "und" is the code for undetermined."""

CONFIDENT = 0.75
"""Minimum probability for naming a language."""

MIN_LETTERS = 24
"""Minimum number of letters: about the length at which short English stops looking like something else."""

_SAMPLE = 120
_SAMPLES = 3
_NOT_PROSE = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+|\d+")

_LANGUAGES_TEXT = (
    "en ar bg bn ca cs da de el es et fa fi fr he hi hr hu id it ja ko lt lv mk ml ms nb nl nn pl pt ro ru sk sl "
    "sq sr sv ta te th tl tr uk ur vi zh la af cy ga sw"
)
_LANGUAGES = frozenset(_LANGUAGES_TEXT.split())
"""Languages that are distinguished; rarer ones would only attract short English texts."""


@dataclass(frozen=True, slots=True)
class IdentifiedLanguage:
    """A language (ISO 639-1, or "und") and the probability that it is right, 0 to 1."""

    language: str
    confidence: float

    @property
    def is_foreign(self) -> bool:
        """Reports whether the text is certainly in another language than English; False for a short text."""
        return self.language not in (ENGLISH, UNDETERMINED)


def identify(text: str) -> IdentifiedLanguage:
    """The language of a text, from samples of its beginning, middle and end.

    Links, mentions, hashtags and figures are ignored. A text with too few letters, or one that looks like several
    languages, is "und".
    """
    sample = _NOT_PROSE.sub(" ", _sample(text))
    if sum(map(str.isalpha, sample)) < _least_letters(sample):
        return IdentifiedLanguage(UNDETERMINED, 0.0)
    language, confidence = _identifier().classify(sample)
    return IdentifiedLanguage(language if confidence >= CONFIDENT else UNDETERMINED, round(float(confidence), 4))


def preload() -> None:
    """Reads the model now, so that processes forked afterwards share it."""
    _identifier()


def _least_letters(sample: str) -> int:
    """Minimum letters for a language; a script of its own identifies it by half as many."""
    return MIN_LETTERS if sample.isascii() else MIN_LETTERS // 4


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE * _SAMPLES:
        return text
    middle = (len(text) - _SAMPLE) // 2
    return " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


@cache
def _identifier() -> LanguageIdentifier:
    model = Path(py3langid.langid.__file__).parent / py3langid.langid.MODEL_FILE
    full = LanguageIdentifier.from_model_file(model, norm_probs=True)
    full.set_languages(_LANGUAGES.intersection(full.labels))
    # rebuilt, so that the tables of the excluded languages do not stay in memory; rows are contiguous
    tables = (np.ascontiguousarray(full.nb_ptc), full.nb_pc, full.nb_classes, full.tk_nextmove, full.tk_output)
    return LanguageIdentifier(*tables, norm_probs=True, tk_row=full.tk_row)
