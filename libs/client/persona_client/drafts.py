"""Requests of the stream that scores a draft while it is written."""

from collections.abc import Iterable, Iterator

from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb


def draft_requests(
    persona_id: str, versions: Iterable[str], *, include_details: bool
) -> Iterator[analyzer_pb.StreamScoreRequest]:
    """Yields the requests: the target, then each version of the text, numbered from 1."""
    target = analyzer_pb.StreamScoreRequest.StreamScoreTarget(persona_id=persona_id, include_details=include_details)
    yield analyzer_pb.StreamScoreRequest(target=target)
    for revision, text in enumerate(versions, start=1):
        update = analyzer_pb.StreamScoreRequest.DraftUpdate(draft_revision=revision, text=text)
        yield analyzer_pb.StreamScoreRequest(update=update)
