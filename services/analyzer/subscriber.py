"""What the analyzer does when it hears of changes elsewhere."""

from uuid import UUID

from persona.events.v1 import event_pb2, subscriber_service_pb2, subscriber_service_pb2_grpc
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.clock import Clock
from libs.servicekit.database.engine import Database
from libs.servicekit.events.inbox import Inbox
from libs.servicekit.interceptors.pipeline import Context
from services.analyzer.convert import persona_id_from_pb
from services.analyzer.domain import PersonaId
from services.analyzer.store import AnalyzerRows
from services.analyzer.use_cases.fingerprint_cache import FingerprintCache
from services.analyzer.use_cases.sample_analysis import SampleAnalyzer


class EventSubscriber(subscriber_service_pb2_grpc.SubscriberServiceServicer):
    """persona.events.v1.SubscriberService."""

    def __init__(
        self, database: Database, inbox: Inbox, voices: FingerprintCache, finder: SampleAnalyzer, clock: Clock
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._voices = voices
        self._finder = finder
        self._clock = clock

    async def DeliverEvents(
        self, request: subscriber_service_pb2.DeliverEventsRequest, context: Context
    ) -> subscriber_service_pb2.DeliverEventsResponse:
        receipts = [await self._receive(event) for event in request.events]
        return subscriber_service_pb2.DeliverEventsResponse(receipts=receipts)

    async def _receive(self, event: event_pb2.Event) -> event_pb2.Receipt:
        async with self._database.transaction(UUID(event.tenant_id)) as connection:
            receipt = await self._inbox.handle_once(connection, event, lambda: self._handle(connection, event))
        erased = _erased(event)
        if erased is not None:
            self._forget(erased)
        return receipt

    def _forget(self, persona_id: PersonaId) -> None:
        """After the rows are gone: before, another call might read them once more."""
        self._voices.forget(persona_id)
        self._finder.forget(persona_id)

    async def _handle(self, connection: AsyncConnection, event: event_pb2.Event) -> int:
        """How many rows were removed. Kinds that do not concern the analyzer change nothing."""
        erased = _erased(event)
        if erased is None:
            return 0
        rows = AnalyzerRows(connection, UUID(event.tenant_id), self._voices.definitions)
        return await rows.erase(erased, self._clock())


def _erased(event: event_pb2.Event) -> PersonaId | None:
    """The persona that an event says is erased; None for events of other kinds."""
    if event.WhichOneof("kind") != "persona_erased":
        return None
    return persona_id_from_pb(event.persona_erased.persona_id)
