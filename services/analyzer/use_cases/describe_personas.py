"""Describe and compare personas by their fingerprints."""

import asyncio
from collections.abc import Collection, Sequence
from functools import partial

from libs.stylometry.score.scorer import Scorer
from services.analyzer.domain.comparison import Comparison
from services.analyzer.domain.fingerprint import FingerprintReport
from services.analyzer.domain.power_curve import PowerCurve
from services.analyzer.domain.sample import PersonaId
from services.analyzer.ports import FingerprintWork
from services.analyzer.use_cases.compare import compare_voices, read_texts
from services.analyzer.use_cases.fingerprint import describe
from services.analyzer.use_cases.load_fingerprints import FingerprintLoader
from services.analyzer.use_cases.power import power_curve
from services.analyzer.use_cases.sample_analysis import SampleAnalyzer


class PersonaReports:
    """Reports on personas. Each computes on another thread: it scores samples against one another."""

    def __init__(
        self, work: FingerprintWork, loader: FingerprintLoader, analyzer: SampleAnalyzer, scorer: Scorer
    ) -> None:
        self._work = work
        self._loader = loader
        self._analyzer = analyzer
        self._scorer = scorer

    async def fingerprint(self, persona_id: PersonaId, *, include_unreliable: bool) -> FingerprintReport:
        """Traits and expressions of a persona. Raises PersonaNotFound."""
        fingerprint = await self._loader.load(persona_id)
        analysis = await self._analyzer.of_persona(self._work, fingerprint)
        report = partial(describe, self._scorer, fingerprint, analysis, include_unreliable=include_unreliable)
        return await asyncio.to_thread(report)

    async def power_curve(
        self, persona_id: PersonaId, sample_counts: Collection[int], draft_words: Collection[int]
    ) -> PowerCurve:
        """Power curve of a persona; without counts at the usual ones. Raises PersonaNotFound."""
        fingerprint = await self._loader.load(persona_id)
        async with self._work.read() as rows:
            texts = await read_texts(rows, self._scorer, persona_id)
        return await asyncio.to_thread(power_curve, self._scorer, fingerprint, texts, sample_counts, draft_words)

    async def compare(self, persona_ids: Sequence[PersonaId], differences: int) -> list[Comparison]:
        """Compares each pair of personas, with at most `differences` metrics each. Raises PersonaNotFound."""
        fingerprints = [await self._loader.load(persona_id) for persona_id in persona_ids]
        async with self._work.read() as rows:
            texts = [await read_texts(rows, self._scorer, persona_id) for persona_id in persona_ids]
        return await asyncio.to_thread(compare_voices, self._scorer, fingerprints, texts, differences)
