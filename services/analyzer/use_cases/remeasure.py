"""Measure fingerprints again that were measured by outdated definitions, as after an upgrade of metrics or weights."""

from libs.servicekit.clock import Clock
from libs.stylometry.profile.fingerprint import SampleMeasure
from services.analyzer.domain.sample import PersonaId
from services.analyzer.errors import SampleUnusable
from services.analyzer.ports import RemeasureWork
from services.analyzer.use_cases.fingerprint_cache import FingerprintCache
from services.analyzer.use_cases.reader import Reader
from services.analyzer.use_cases.samples import including


class Remeasuring:
    """Measures the samples of one persona again, from the texts that were retained, all in one transaction."""

    def __init__(self, work: RemeasureWork, reader: Reader, fingerprints: FingerprintCache, clock: Clock) -> None:
        self._work = work
        self._reader = reader
        self._fingerprints = fingerprints
        self._clock = clock
        self.definitions = fingerprints.definitions

    async def remeasure(self, persona_id: PersonaId) -> None:
        """Does nothing for a fingerprint that is current or erased."""
        async with self._work.transaction() as rows:
            state = await rows.fingerprint_for_change(persona_id, self._clock())
            if state.erased or not state.outdated:
                return
            counted: list[SampleMeasure] = []
            for sample in await rows.all_samples(persona_id):
                measure = await self._measure(sample.text or "")
                await rows.update_sample_measure(sample.id, measure)
                if measure is not None and sample.counts_for_fingerprint:
                    counted.append(measure)
            await rows.update_fingerprint(state.changed(including(b"", counted), self._clock()))

    async def _measure(self, text: str) -> SampleMeasure | None:
        """None for a text that was not retained, or that is refused by now: it no longer counts."""
        try:
            return self._fingerprints.measure(await self._reader.read(text, "text")) if text else None
        except SampleUnusable:
            return None
