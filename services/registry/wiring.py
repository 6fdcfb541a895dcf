"""Composition root of the registry: builds it from its settings."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.calls.access_tokens import TokenSigner
from libs.servicekit.calls.identity import ServiceIdentity
from libs.servicekit.clock import Clock, utc_now
from libs.servicekit.database.engine import Database
from libs.servicekit.database.idempotency import RequestLog
from libs.servicekit.database.unit_of_work import SystemWork, UnitOfWork
from libs.servicekit.directory import directory
from libs.servicekit.events.deliveries import Deliveries
from libs.servicekit.events.outbox import Outbox
from libs.servicekit.jobs import JobQueue, Worker
from libs.servicekit.jobs.retention import purge
from libs.servicekit.serving.server import Service, Servicer
from libs.servicekit.watching.change_log import ChangeLog
from libs.servicekit.watching.watch import Notifier
from services.registry import tables
from services.registry.events import PersonaEventPublisher
from services.registry.identity_servicer import IdentityServicer, RevocationServicer
from services.registry.servicer import RegistryServicer
from services.registry.settings import RegistrySettings
from services.registry.store import RegistryRows, SystemRows
from services.registry.use_cases.watch import WATCH, PersonaWatch

NAME = "registry"


def build(settings: RegistrySettings, *, clock: Clock = utc_now) -> Service:
    """Builds the servicers, and the resources that run beside them."""
    database = Database(settings.database_url, pool_size=settings.database_pool_size)
    identity = ServiceIdentity.of(NAME, settings.identity_key_file)
    services = directory().deployed(settings.addresses)
    queue, changes, requests = JobQueue(NAME), ChangeLog(tables.change_log), RequestLog(tables.request_log)
    outbox, notifier = Outbox(NAME, services, queue), Notifier(settings.database_url, WATCH)

    def rows(connection: AsyncConnection, tenant_id: UUID) -> RegistryRows:
        return RegistryRows(connection, tenant_id, changes, PersonaEventPublisher(connection, outbox, changes, WATCH))

    work, system = UnitOfWork(database, requests, rows), SystemWork(database, SystemRows)
    signer = TokenSigner.from_file(settings.signing_key_file, settings.token_lifetime)
    deliveries = Deliveries(NAME, services, settings.addresses, identity)
    worker = Worker(
        queue,
        settings.database_url,
        entrypoints=deliveries.entrypoints,
        schedules=[purge(database, requests, changes, queue)],
    )
    return Service(
        NAME,
        [
            Servicer.of(RegistryServicer(work, PersonaWatch(work, notifier), clock)),
            Servicer.of(IdentityServicer(work, system, signer, clock)),
            Servicer.of(RevocationServicer(system, settings.token_lifetime, clock)),
        ],
        resources=[database, notifier, deliveries, worker],
    )
