"""Models that are read from files once a process, before the first call: pipelines, weights, word lists."""

import os
from functools import cache

from libs import language
from libs.stylometry import preload as stylometry
from libs.stylometry.score.scorer import Scorer
from services.analyzer.use_cases.reader import Reader


@cache
def text_reader(language_model: str) -> Reader:
    """The reader of this process. Raises UnsuitableModel for a language model that lacks something."""
    return Reader(language.load, language.annotator(language_model))


@cache
def text_scorer() -> Scorer:
    """The scorer of this process."""
    return Scorer.load()


def preload(language_model: str | None = None) -> None:
    """Reads everything now: forked processes share it, and no call waits for it.

    A process that forks has no settings yet: it takes the language model from the environment, as they will.
    """
    _read(os.environ.get("PERSONA_ANALYZER_LANGUAGE_MODEL", "") if language_model is None else language_model)


@cache
def _read(language_model: str) -> None:
    """Once a process: a forked one has read everything already."""
    language.preload()
    language.preload_annotator(language_model)
    stylometry.preload(text_scorer())
    text_reader(language_model)
