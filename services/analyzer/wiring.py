"""Composition root of the analyzer: builds it from its settings."""

from functools import partial

from persona.registry.v1 import registry_service_pb2

from libs.servicekit.calls.channels import channel
from libs.servicekit.calls.identity import ServiceIdentity
from libs.servicekit.clock import Clock, utc_now
from libs.servicekit.database.engine import Database
from libs.servicekit.database.idempotency import RequestLog
from libs.servicekit.database.unit_of_work import SystemWork, UnitOfWork
from libs.servicekit.directory import directory
from libs.servicekit.events.inbox import Inbox
from libs.servicekit.events.subscriber import EventSubscriber
from libs.servicekit.jobs import JobQueue, Worker
from libs.servicekit.jobs.retention import purge
from libs.servicekit.serving.server import Service, Servicer
from services.analyzer import tables
from services.analyzer.clients import RegistryDirectory
from services.analyzer.jobs import RemeasureJobs
from services.analyzer.models import preload, text_reader, text_scorer
from services.analyzer.servicer import AnalyzerServicer
from services.analyzer.settings import AnalyzerSettings
from services.analyzer.store import AnalyzerRows, SystemRows, score_inputs
from services.analyzer.subscriber import handlers
from services.analyzer.use_cases.analyze import TextAnalyzer
from services.analyzer.use_cases.describe_personas import PersonaReports
from services.analyzer.use_cases.fingerprint_cache import FingerprintCache
from services.analyzer.use_cases.load_fingerprints import FingerprintLoader
from services.analyzer.use_cases.remeasure import Remeasuring
from services.analyzer.use_cases.sample_analysis import SampleAnalyzer
from services.analyzer.use_cases.samples import SampleReader
from services.analyzer.use_cases.score_drafts import DraftScoring

NAME = "analyzer"


def build(settings: AnalyzerSettings, *, clock: Clock = utc_now) -> Service:
    """Builds the servicers, and the resources that run beside them."""
    database = Database(settings.database_url, pool_size=settings.database_pool_size)
    identity = ServiceIdentity.of(NAME, settings.identity_key_file)
    queue, requests, inbox = JobQueue(NAME), RequestLog(tables.request_log), Inbox(tables.event_log)
    registry = channel(settings.addresses["registry"], registry_service_pb2.DESCRIPTOR)
    preload(settings.language_model)
    reader, scorer = text_reader(settings.language_model), text_scorer()
    fingerprints, analyses = FingerprintCache(scorer, partial(score_inputs, database)), SampleAnalyzer(reader)
    work = UnitOfWork(
        database, requests, lambda connection, tenant_id: AnalyzerRows(connection, tenant_id, fingerprints.definitions)
    )
    system = SystemWork(database, lambda connection: SystemRows(connection, queue))
    remeasuring = RemeasureJobs(system, Remeasuring(work, reader, fingerprints, clock), identity)
    directory_of_personas = RegistryDirectory(registry)
    loader = FingerprintLoader(fingerprints, work, directory_of_personas)
    analyzer = AnalyzerServicer(
        work,
        directory_of_personas,
        texts=TextAnalyzer(reader),
        drafts=DraftScoring(loader, reader, scorer),
        reports=PersonaReports(work, loader, analyses, scorer),
        reader=SampleReader(reader, fingerprints.measure),
        clock=clock,
        import_idle_seconds=settings.import_idle_seconds,
    )
    subscriber = EventSubscriber(NAME, directory(), inbox, work, handlers(fingerprints, analyses, clock))
    worker = Worker(
        queue,
        settings.database_url,
        entrypoints=[remeasuring.entrypoint],
        schedules=[purge(database, requests, inbox, queue)],
    )
    return Service(
        NAME,
        [Servicer.of(analyzer), Servicer.of(subscriber)],
        resources=[database, registry, remeasuring, worker],
    )
