"""Composition root of the probe."""

from uuid import UUID

from persona.registry.v1 import registry_service_pb2
from persona.registry.v1.registry_service_pb2_grpc import RegistryServiceStub

from libs.servicekit.calls.call_context import onward_metadata
from libs.servicekit.calls.channels import channel, remaining_seconds
from libs.servicekit.calls.identity import ServiceIdentity
from libs.servicekit.database.engine import Database
from libs.servicekit.database.idempotency import RequestLog
from libs.servicekit.database.unit_of_work import SystemWork, UnitOfWork
from libs.servicekit.directory import directory
from libs.servicekit.events.deliveries import Deliveries
from libs.servicekit.events.inbox import Inbox
from libs.servicekit.events.outbox import Outbox
from libs.servicekit.events.subscriber import EventSubscriber
from libs.servicekit.jobs import Entrypoint, Job, JobQueue, Schedule, Worker
from libs.servicekit.serving.server import Service, Servicer
from tests.support.probe_service import tables
from tests.support.probe_service.servicer import HANDLERS, ProbeServicer
from tests.support.probe_service.settings import ProbeSettings
from tests.support.probe_service.store import NOTE, ProbeRows, SystemRows

NAME = "probe"
EVERY_SECOND = "* * * * * *"


def build(settings: ProbeSettings) -> Service:
    database = Database(settings.database_url, pool_size=settings.database_pool_size)
    identity = ServiceIdentity.of(NAME, settings.identity_key_file)
    services, queue = directory().deployed(settings.addresses), JobQueue(NAME)
    outbox = Outbox(NAME, services, queue)
    work = UnitOfWork(
        database,
        RequestLog(tables.request_log),
        lambda connection, tenant_id: ProbeRows(connection, tenant_id, queue, outbox),
    )
    system = SystemWork(database, SystemRows)
    to_registry = channel(settings.addresses["registry"], registry_service_pb2.DESCRIPTOR)
    registry = RegistryServiceStub(to_registry)

    async def note(job: Job) -> None:
        tenant_id, persona_id = job.payload.decode().split()
        async with work.of(UUID(tenant_id)).transaction() as rows:
            await rows.increase("job")
            await rows.publish(persona_id)

    async def count_personas() -> None:
        async with system.transaction() as rows:
            due = await rows.tenants()
        for tenant_id in due:
            with identity.acting_for(tenant_id, seconds=5):
                listed = await registry.ListPersonas(
                    registry_service_pb2.ListPersonasRequest(page_size=200),
                    metadata=onward_metadata(),
                    timeout=remaining_seconds(5),
                )
            async with work.of(tenant_id).transaction() as rows:
                await rows.put("persona", len(listed.personas))

    deliveries = Deliveries(NAME, services, settings.addresses, identity)
    worker = Worker(
        queue,
        settings.database_url,
        entrypoints=[Entrypoint(NOTE, note), *deliveries.entrypoints],
        schedules=[Schedule("count_personas", EVERY_SECOND, count_personas)],
    )
    subscriber = EventSubscriber(NAME, directory(), Inbox(tables.event_log), work, HANDLERS)
    return Service(
        NAME,
        [Servicer.of(ProbeServicer(work)), Servicer.of(subscriber)],
        resources=[database, to_registry, deliveries, worker],
    )
