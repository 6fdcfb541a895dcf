"""From a text to something measurable: language, tokens, sentences."""

import asyncio

from spacy.language import Language

from libs.language import ENGLISH, UNDETERMINED, identify
from libs.stylometry.document import Document
from services.analyzer.errors import LanguageUnsupported, TextWithoutWords

LONG_TEXT_CHARACTERS = 20_000
"""Longer texts are read on another thread: on the event loop other calls would wait for tens of milliseconds."""


class Reader:
    """Reads English texts. Shared by all calls; keeps nothing of a text."""

    def __init__(self, pipeline: Language) -> None:
        self._pipeline = pipeline

    async def read(self, text: str, field: str) -> Document:
        """Raises LanguageUnsupported or TextWithoutWords, which name `field`."""
        if len(text) <= LONG_TEXT_CHARACTERS:
            return self._read(text, field)
        return await asyncio.to_thread(self._read, text, field)

    def _read(self, text: str, field: str) -> Document:
        identified = identify(text)
        if identified.language not in (ENGLISH, UNDETERMINED):
            raise LanguageUnsupported(field, identified.language)
        document = Document.of(self._pipeline(text))
        if not len(document.words):
            raise TextWithoutWords(field)
        return document
