"""From a text to something measurable: language, tokens, sentences."""

import asyncio
from collections.abc import Callable

from spacy.language import Language

from libs.language import ENGLISH, UNDETERMINED, identify
from libs.stylometry.document import Document
from services.analyzer.errors import LanguageUnsupported, TextWithoutWords

LONG_TEXT_CHARACTERS = 20_000
"""Longer texts are read on another thread: on the event loop other calls would wait for tens of milliseconds."""


MOST_FORMS = 300_000
"""Distinct word forms after which the pipeline is made anew: spaCy keeps each for ever, some 200 bytes a form."""


class Reader:
    """Reads English texts. Shared by all calls; keeps nothing of a text but, for a while, its word forms."""

    def __init__(self, load: Callable[[], Language], most_forms: int = MOST_FORMS) -> None:
        self._load = load
        self._most_forms = most_forms
        self._pipeline = load()

    async def read(self, text: str, field: str) -> Document:
        """Raises LanguageUnsupported or TextWithoutWords, which name `field`."""
        if len(text) <= LONG_TEXT_CHARACTERS:
            return self._read(text, field)
        return await asyncio.to_thread(self._read, text, field)

    def _read(self, text: str, field: str) -> Document:
        identified = identify(text)
        if identified.language not in (ENGLISH, UNDETERMINED):
            raise LanguageUnsupported(field, identified.language)
        pipeline = self._pipeline
        document = Document.of(pipeline(text), text)
        if len(pipeline.vocab.strings) > self._most_forms:
            self._pipeline = self._load()
        if not len(document.words):
            raise TextWithoutWords(field)
        return document
