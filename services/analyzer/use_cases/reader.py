"""From a text to something measurable: language, tokens, sentences; and, where asked for, tags and syntax."""

import asyncio
from collections.abc import Callable

import numpy as np
from spacy.language import Language

from libs.language import EVERYTHING, Annotator, Needs, identify
from libs.stylometry.metrics import Reading
from libs.stylometry.statistics.grammar import Parsed, Tagged
from libs.stylometry.text.document import Document
from services.analyzer.errors import LanguageUnsupported, SampleUnusable, TextWithoutWords
from services.analyzer.use_cases.incremental_reader import Versions

LONG_TEXT_CHARACTERS = 20_000
"""Longer texts are read on another thread: on the event loop other calls would wait for tens of milliseconds."""

SURELY_ENGLISH = 0.35
"""Share of English function words from which a text is English beyond doubt: 95 to 100 in 100 blogs, mails, news and
stories have more, paragraphs in twelve other languages had 0.25 at most. To identify the language of each would take as
long as to read it."""

SURE_WORDS = 40
"""Words below which that share can come about by chance."""

MAX_FORMS = 300_000
"""Distinct word forms after which the pipeline is made again: spaCy keeps each for ever, some 200 bytes a form."""


class Reader:
    """Reads English texts. Shared by all calls; keeps nothing of a text but, for a while, its word forms."""

    def __init__(self, load: Callable[[], Language], annotator: Annotator, most_forms: int = MAX_FORMS) -> None:
        self._load = load
        self._annotator = annotator
        self._most_forms = most_forms
        self._pipeline = load()

    async def read(self, text: str, field: str) -> Document:
        """Raises LanguageUnsupported or TextWithoutWords, which name `field`."""
        if len(text) <= LONG_TEXT_CHARACTERS:
            return self._read(text, field)
        return await asyncio.to_thread(self._read, text, field)

    def reread(self, text: str, versions: Versions, field: str) -> tuple[Document, SampleUnusable | None]:
        """The next version of a text, and why it cannot be measured, if it cannot. On the caller's thread."""
        document = self._within_bounds(lambda pipeline: versions.read(pipeline, text))
        return document, _refusal(document, field)

    async def annotate(self, text: str, reading: Reading) -> Tagged | None:
        """Tags, or tags and syntax, of a text that `read` has accepted; None where tokens are enough.

        On another thread: it takes tens of milliseconds even for short texts.
        """
        if reading is Reading.TOKENS:
            return None
        return await asyncio.to_thread(self._annotate, text, reading)

    def _annotate(self, text: str, reading: Reading) -> Tagged:
        if reading is Reading.PARSE:
            return Parsed.of(self._annotator(text, EVERYTHING))
        return Tagged.of(self._annotator(text, Needs.TAGS | Needs.LEMMAS))

    def read_again(self, text: str) -> Document:
        """Reads a text that was accepted before; for use on another thread."""
        return self._within_bounds(lambda pipeline: Document.of(pipeline(text), text))

    def _read(self, text: str, field: str) -> Document:
        document = self.read_again(text)
        refusal = _refusal(document, field)
        if refusal:
            raise refusal
        return document

    def _within_bounds(self, read: Callable[[Language], Document]) -> Document:
        pipeline = self._pipeline
        document = read(pipeline)
        if len(pipeline.vocab.strings) > self._most_forms:
            self._pipeline = self._load()
        return document


def _refusal(document: Document, field: str) -> SampleUnusable | None:
    """Why a document cannot be measured, if it cannot."""
    if not _reads_as_english(document):
        identified = identify(document.text)
        if identified.is_foreign:
            return LanguageUnsupported(field, identified.language)
    return None if len(document.words) else TextWithoutWords(field)


def _reads_as_english(document: Document) -> bool:
    """True if the text is English beyond doubt, so that its language need not be identified."""
    if len(document.words) < SURE_WORDS:
        return False
    known = np.count_nonzero(document.is_flagged("function_words")[document.words])
    return bool(known >= SURELY_ENGLISH * len(document.words))
