"""Per-sample analysis, beyond the sums of the fingerprint: signature expressions, and reliability of each metric."""

import asyncio
from collections.abc import Sequence

import numpy as np
from cachetools import LRUCache

from libs.stylometry.expressions import signature
from libs.stylometry.metrics import IDS
from libs.stylometry.profile.reliability import split_half
from services.analyzer.domain.fingerprint import LoadedFingerprint, SampleAnalysis, SampleStyle
from services.analyzer.domain.sample import PersonaId, SampleContent
from services.analyzer.ports import FingerprintWork
from services.analyzer.use_cases.reader import Reader

MAX_SAMPLES, MAX_CHARACTERS = 200, 1_000_000
"""Samples, the newest, and characters of them all that are read: half a second's work."""

MAX_CACHED_ANALYSES = 128
"""Some 130 kB each."""

MAX_COMPARED = 40
"""Samples, the newest, that are compared with the others."""


class SampleAnalyzer:
    """Reads the samples of personas, once a revision."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._cache: LRUCache[PersonaId, tuple[int, SampleAnalysis]] = LRUCache(MAX_CACHED_ANALYSES)

    async def of_persona(self, work: FingerprintWork, fingerprint: LoadedFingerprint) -> SampleAnalysis:
        """Analysis of the persona's samples; they are read on another thread."""
        known = self._cache.get(fingerprint.persona_id)
        if known is None or known[0] != fingerprint.revision:
            async with work.read() as rows:
                contents = await rows.sample_contents(fingerprint.persona_id, MAX_SAMPLES, MAX_CHARACTERS)
            known = fingerprint.revision, await asyncio.to_thread(find, self._reader, contents)
            self._cache[fingerprint.persona_id] = known
        return known[1]

    def forget(self, persona_id: PersonaId) -> None:
        """Drops what was read of an erased persona: expressions are words of its samples."""
        self._cache.pop(persona_id, None)


def find(reader: Reader, contents: Sequence[SampleContent]) -> SampleAnalysis:
    """Analyzes samples that count for a fingerprint, the newest first; those without text by their metrics alone."""
    metrics = [content.measure.metrics for content in contents]
    values = np.array(metrics, np.float64).reshape(-1, len(IDS))
    with_text = [(content, content.text) for content in contents if content.text is not None]
    samples = [signature.SampleText(reader.read_again(text), content.source) for content, text in with_text]
    return SampleAnalysis(
        [_style(content) for content in contents[:MAX_COMPARED]],
        [content.id for content, _ in with_text],
        signature.signature(samples),
        split_half(values, [content.source for content in contents]),
    )


def _style(content: SampleContent) -> SampleStyle:
    return SampleStyle(content.id, content.measure.style, int(content.measure.statistics["words"]))
