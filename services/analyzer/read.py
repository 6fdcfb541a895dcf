"""From a text to something measurable: language, tokens, sentences."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from spacy.language import Language

from libs.language import ENGLISH, UNDETERMINED, identify
from libs.stylometry.document import Document
from services.analyzer.errors import LanguageUnsupported, TextWithoutWords

LONG_TEXT_CHARACTERS = 20_000
"""Longer texts are read on another thread: on the event loop other calls would wait for tens of milliseconds."""

T = TypeVar("T")


class Reader:
    """Reads English texts. Shared by all calls; keeps nothing of a text."""

    def __init__(self, pipeline: Language) -> None:
        self._pipeline = pipeline

    def read(self, text: str, field: str) -> Document:
        """Raises LanguageUnsupported or TextWithoutWords, which name `field`."""
        identified = identify(text)
        if identified.language not in (ENGLISH, UNDETERMINED):
            raise LanguageUnsupported(field, identified.language)
        document = Document.of(self._pipeline(text))
        if not len(document.words):
            raise TextWithoutWords(field)
        return document


async def off_loop_if_long(characters: int, work: Callable[[], T]) -> T:
    """Does the work here, or on another thread if the text is long."""
    if characters <= LONG_TEXT_CHARACTERS:
        return work()
    return await asyncio.to_thread(work)
