"""What is read from files once a process, before the first call: the pipeline, the weights, the word lists."""

from functools import cache

from libs import language
from libs.stylometry import preload as stylometry
from libs.stylometry.score import Scorer
from services.analyzer.read import Reader


@cache
def text_reader() -> Reader:
    """The reader of this process."""
    return Reader(language.load)


@cache
def text_scorer() -> Scorer:
    """The scorer of this process."""
    return Scorer.load()


def preload() -> None:
    """Reads everything now: forked processes share it, and no call waits for it."""
    language.preload()
    stylometry.preload(text_scorer())
    text_reader()
