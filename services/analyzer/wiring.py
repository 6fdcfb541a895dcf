"""Builds the analyzer from its settings: the one place that knows every part."""

from datetime import UTC, datetime
from functools import partial

from persona.analyzer.v1 import analyzer_service_pb2, analyzer_service_pb2_grpc
from persona.events.v1 import subscriber_service_pb2, subscriber_service_pb2_grpc
from persona.registry.v1 import registry_service_pb2

from libs import language
from libs.servicekit.channels import channel
from libs.servicekit.database.engine import Database
from libs.servicekit.idempotency import RequestLog
from libs.servicekit.inbox import Inbox
from libs.servicekit.jobs import JobQueue, Worker
from libs.servicekit.purging import purge
from libs.servicekit.server import Service, Servicer
from libs.servicekit.unit_of_work import UnitOfWork
from libs.stylometry.score import Scorer
from services.analyzer import tables
from services.analyzer.clients import RegistryDirectory
from services.analyzer.ports import Clock
from services.analyzer.read import Reader
from services.analyzer.servicer import AnalyzerServicer
from services.analyzer.settings import AnalyzerSettings
from services.analyzer.store import AnalyzerRows
from services.analyzer.subscriber import EventSubscriber


def _now() -> datetime:
    return datetime.now(UTC)


def build(settings: AnalyzerSettings, *, clock: Clock = _now) -> Service:
    """The servicers, and what has to run beside them."""
    database = Database(settings.database_url, pool_size=settings.database_pool_size)
    queue, requests, inbox = JobQueue("analyzer"), RequestLog(tables.request_log), Inbox(tables.event_log)
    registry = channel(settings.registry_address, [registry_service_pb2.DESCRIPTOR.services_by_name["RegistryService"]])
    analyzer = AnalyzerServicer(
        UnitOfWork(database, requests, AnalyzerRows),
        RegistryDirectory(registry),
        Reader(language.load()),
        Scorer.load(),
        clock,
    )
    subscriber = EventSubscriber(database, inbox, clock)
    worker = Worker(queue, settings.database_url, entrypoints=[], schedules=[purge(database, requests, inbox, queue)])
    return Service(
        "analyzer",
        [
            Servicer(
                analyzer_service_pb2.DESCRIPTOR.services_by_name["AnalyzerService"],
                partial(analyzer_service_pb2_grpc.add_AnalyzerServiceServicer_to_server, analyzer),
            ),
            Servicer(
                subscriber_service_pb2.DESCRIPTOR.services_by_name["SubscriberService"],
                partial(subscriber_service_pb2_grpc.add_SubscriberServiceServicer_to_server, subscriber),
            ),
        ],
        resources=[database, registry, worker],
    )
