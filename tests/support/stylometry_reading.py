"""Texts to documents and metrics, for the tests here."""

from functools import cache

from spacy.language import Language

from libs import language
from libs.stylometry.metrics import Measurements, locate, measure
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document


@cache
def pipeline() -> Language:
    return language.load()


def document(text: str) -> Document:
    return Document.of(pipeline()(text))


def statistics(text: str) -> TextStatistics:
    return TextStatistics.of(document(text))


def measured(text: str) -> Measurements:
    return measure(statistics(text))


def places(text: str, metric: str) -> list[str]:
    """What a metric points at, as written."""
    return [text[span.start : span.end] for span in locate(document(text), metric)]
