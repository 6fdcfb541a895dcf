"""Builds the analyzer from its settings: the one place that knows every part."""

from functools import partial

from persona.analyzer.v1 import analyzer_service_pb2, analyzer_service_pb2_grpc
from persona.events.v1 import subscriber_service_pb2, subscriber_service_pb2_grpc
from persona.registry.v1 import registry_service_pb2

from libs.servicekit.calls.channels import channel
from libs.servicekit.clock import Clock, utc_now
from libs.servicekit.database.engine import Database
from libs.servicekit.database.idempotency import RequestLog
from libs.servicekit.database.unit_of_work import UnitOfWork
from libs.servicekit.events.inbox import Inbox
from libs.servicekit.jobs import Entrypoint, JobQueue, Worker
from libs.servicekit.jobs.retention import purge
from libs.servicekit.serving.server import Service, Servicer
from services.analyzer import tables
from services.analyzer.clients import RegistryDirectory
from services.analyzer.models import preload, text_reader, text_scorer
from services.analyzer.servicer import AnalyzerServicer
from services.analyzer.settings import AnalyzerSettings
from services.analyzer.store import AnalyzerRows, standing
from services.analyzer.subscriber import EventSubscriber
from services.analyzer.use_cases.fingerprint_cache import FingerprintCache
from services.analyzer.use_cases.remeasure import ENTRYPOINT, Remeasuring
from services.analyzer.use_cases.sample_analysis import SampleAnalyzer


def build(settings: AnalyzerSettings, *, clock: Clock = utc_now) -> Service:
    """The servicers, and what has to run beside them."""
    database = Database(settings.database_url, pool_size=settings.database_pool_size)
    queue, requests, inbox = JobQueue("analyzer"), RequestLog(tables.request_log), Inbox(tables.event_log)
    registry = channel(settings.registry_address, [registry_service_pb2.DESCRIPTOR.services_by_name["RegistryService"]])
    preload(settings.language_model)
    reader, scorer = text_reader(settings.language_model), text_scorer()
    voices, finder = FingerprintCache(scorer, partial(standing, database)), SampleAnalyzer(reader)
    work = UnitOfWork(
        database, requests, lambda connection, tenant_id: AnalyzerRows(connection, tenant_id, voices.definitions)
    )
    analyzer = AnalyzerServicer(
        work, RegistryDirectory(registry), reader=reader, scorer=scorer, voices=voices, finder=finder, clock=clock
    )
    remeasuring = Remeasuring(database, queue, reader, voices, clock)
    subscriber = EventSubscriber(database, inbox, voices, finder, clock)
    worker = Worker(
        queue,
        settings.database_url,
        entrypoints=[Entrypoint(ENTRYPOINT, remeasuring.run)],
        schedules=[purge(database, requests, inbox, queue)],
    )
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
        resources=[database, registry, remeasuring, worker],
    )
