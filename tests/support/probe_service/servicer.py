"""The probe's RPC, and its reactions to events."""

# Its stubs exist only while the test runs.
# pyright: reportMissingImports=false

from persona.events.v1.event_pb2 import Event
from persona.probe.v1 import probe_service_pb2 as pb
from persona.probe.v1 import probe_service_pb2_grpc

from libs.servicekit.database.unit_of_work import UnitOfWork
from libs.servicekit.events.subscriber import Handler
from libs.servicekit.interceptors.chain import Context
from tests.support.probe_service.store import ProbeRows


class ProbeServicer(probe_service_pb2_grpc.ProbeServiceServicer):
    """persona.probe.v1.ProbeService."""

    def __init__(self, work: UnitOfWork[ProbeRows]) -> None:
        self._work = work

    async def GetCounts(self, request: pb.GetCountsRequest, context: Context) -> pb.GetCountsResponse:
        async with self._work.read() as rows:
            return pb.GetCountsResponse(**{f"{name}_count": value for name, value in (await rows.counts()).items()})


async def _erased(rows: ProbeRows, event: Event) -> int:
    await rows.increase("erased")
    await rows.enqueue_note(event.persona_erased.persona_id)
    return 0


async def _came_back(rows: ProbeRows, _: Event) -> int:
    await rows.increase("published")
    return 0


HANDLERS = {"persona_erased": Handler(_erased), "samples_changed": Handler(_came_back)}
