"""Handlers of the events that the analyzer subscribes to."""

from collections.abc import Mapping

from persona.events.v1 import event_pb2

from libs.servicekit.clock import Clock
from libs.servicekit.events.subscriber import Handler
from services.analyzer.convert.sample import persona_id_from_pb
from services.analyzer.domain.sample import PersonaId
from services.analyzer.store import AnalyzerRows
from services.analyzer.use_cases.fingerprint_cache import FingerprintCache
from services.analyzer.use_cases.sample_analysis import SampleAnalyzer


def handlers(
    fingerprints: FingerprintCache, analyses: SampleAnalyzer, clock: Clock
) -> Mapping[str, Handler[AnalyzerRows]]:
    """Handlers by kind of event."""

    async def erase(rows: AnalyzerRows, event: event_pb2.Event) -> int:
        return await rows.erase(_erased(event), clock())

    def forget(event: event_pb2.Event) -> None:
        fingerprints.forget(_erased(event))
        analyses.forget(_erased(event))

    # Memory after the rows: before, another call could read them once more.
    return {"persona_erased": Handler(erase, after_commit=forget)}


def _erased(event: event_pb2.Event) -> PersonaId:
    return persona_id_from_pb(event.persona_erased.persona_id)
