"""Imports of samples by a stream."""

from collections.abc import Callable, Iterable, Iterator, Sized

from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.analyzer.v1 import sample_pb2
from persona.analyzer.v1.analyzer_service_pb2_grpc import AnalyzerServiceStub

from persona_client.errors import Defect

ImportProgress = analyzer_pb.ImportSamplesResponse.ImportProgress


def import_requests(
    persona_id: str, samples: Iterable[sample_pb2.NewSample]
) -> Iterator[analyzer_pb.ImportSamplesRequest]:
    """Yields the requests of an import: the target, then the samples as they come."""
    count = len(samples) if isinstance(samples, Sized) else 0
    target = analyzer_pb.ImportSamplesRequest.ImportTarget(persona_id=persona_id, sample_count=count)
    yield analyzer_pb.ImportSamplesRequest(target=target)
    for sample in samples:
        yield analyzer_pb.ImportSamplesRequest(sample=sample)


def import_samples(
    analyzer: AnalyzerServiceStub,
    persona_id: str,
    samples: Iterable[sample_pb2.NewSample],
    *,
    progress: Callable[[ImportProgress], None] | None = None,
    timeout: float | None = None,
) -> analyzer_pb.AddSamplesResponse:
    """See PersonaClient.import_samples."""
    for message in analyzer.ImportSamples(import_requests(persona_id, samples), timeout=timeout):
        if message.HasField("result"):
            return message.result
        if progress is not None:
            progress(message.progress)
    raise Defect(
        "The import ended without its result; list the samples to see what was added.", reason="STREAM_PROTOCOL"
    )
