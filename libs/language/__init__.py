"""Tokens, sentences, tags and syntax of English text, and language identification. Independent of style."""

from libs.language.annotation import EVERYTHING, Annotator, Needs, UnsuitableModel, annotator, preload_annotator
from libs.language.identification import ENGLISH, UNDETERMINED, IdentifiedLanguage, identify, preload
from libs.language.pieces import pieces
from libs.language.pipeline import load

__all__ = [
    "ENGLISH",
    "EVERYTHING",
    "UNDETERMINED",
    "Annotator",
    "IdentifiedLanguage",
    "Needs",
    "UnsuitableModel",
    "annotator",
    "identify",
    "load",
    "pieces",
    "preload",
    "preload_annotator",
]
