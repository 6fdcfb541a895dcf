"""Builds the registry from its settings: the one place that knows every part."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from persona.access.v1 import access_pb2
from persona.events.v1 import subscriber_service_pb2
from persona.events.v1.subscriber_service_pb2_grpc import SubscriberServiceStub
from persona.registry.v1 import (
    identity_service_pb2,
    identity_service_pb2_grpc,
    registry_service_pb2,
    registry_service_pb2_grpc,
)

from libs.servicekit.calls.access_tokens import TokenSigner
from libs.servicekit.calls.channels import channel
from libs.servicekit.clock import Clock, utc_now
from libs.servicekit.database.engine import Database
from libs.servicekit.database.idempotency import RequestLog
from libs.servicekit.database.unit_of_work import UnitOfWork
from libs.servicekit.events.outbox import Outbox, Subscription, delivery
from libs.servicekit.jobs import JobQueue, Worker
from libs.servicekit.jobs.retention import purge
from libs.servicekit.serving.server import Service, Servicer
from libs.servicekit.watching.change_log import ChangeLog
from libs.servicekit.watching.watch import Notifier
from services.registry import tables
from services.registry.events import CHANNEL, PersonaEvents
from services.registry.identity_servicer import IdentityServicer
from services.registry.servicer import RegistryServicer
from services.registry.settings import RegistrySettings
from services.registry.store import RegistryRows
from services.registry.use_cases.watch import PersonaWatch

NO_TENANT = UUID(int=0)
"""Services act for whichever tenant an event names, and read nothing as one."""


def _service_token(signer: TokenSigner) -> Sequence[tuple[str, str]]:
    token = signer.sign(NO_TENANT, "service:registry", [access_pb2.SCOPE_SERVICE])
    return [("authorization", f"Bearer {token.text}")]


def build(settings: RegistrySettings, *, clock: Clock = utc_now) -> Service:
    """The servicers, and what has to run beside them."""
    database = Database(settings.database_url, pool_size=settings.database_pool_size)
    queue, changes, requests = JobQueue("registry"), ChangeLog(tables.change_log), RequestLog(tables.request_log)
    announcer = PersonaEvents(Outbox(queue), changes)
    work = UnitOfWork(database, requests, lambda connection, tenant_id: RegistryRows(connection, tenant_id, announcer))
    notifier = Notifier(settings.database_url, CHANNEL)
    signer = TokenSigner.from_file(settings.signing_key_file, settings.token_lifetime)
    registry = RegistryServicer(work, PersonaWatch(database, changes, notifier), clock)
    identity = IdentityServicer(work, database, signer, clock)

    subscribers = channel(
        settings.analyzer_address, [subscriber_service_pb2.DESCRIPTOR.services_by_name["SubscriberService"]]
    )
    analyzer = Subscription("analyzer", lambda: SubscriberServiceStub(subscribers), lambda: _service_token(signer))
    worker = Worker(
        queue,
        settings.database_url,
        entrypoints=[delivery(analyzer)],
        schedules=[purge(database, requests, changes, queue)],
    )
    return Service(
        "registry",
        [
            Servicer(
                registry_service_pb2.DESCRIPTOR.services_by_name["RegistryService"],
                partial(registry_service_pb2_grpc.add_RegistryServiceServicer_to_server, registry),
            ),
            Servicer(
                identity_service_pb2.DESCRIPTOR.services_by_name["IdentityService"],
                partial(identity_service_pb2_grpc.add_IdentityServiceServicer_to_server, identity),
            ),
        ],
        resources=[database, notifier, subscribers, worker],
    )
