"""English text to tokens and sentences, and telling English from other languages. Knows nothing of style."""

from libs.language.identification import ENGLISH, UNDETERMINED, Identified, identify, preload
from libs.language.pipeline import load

__all__ = ["ENGLISH", "UNDETERMINED", "Identified", "identify", "load", "preload"]
