"""A client that imports samples and does not get to the end: `python -m tests.integration.faults.broken_import`.

Says `sent` when the service has measured what was sent, and then waits to be killed.
"""

import sys
import threading
from collections.abc import Iterator
from typing import Protocol, cast

from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona_client import PersonaClient
from persona_client.imports import import_requests

from tests.load.drafts import Drafts

SAMPLES, WORDS = 5, 80


class Answers(Protocol):
    """The answers of an import that can be taken back."""

    def __next__(self) -> analyzer_pb.ImportSamplesResponse: ...

    def cancel(self) -> bool: ...


def begin_import(client: PersonaClient, persona_id: str, end: threading.Event) -> Answers:
    """An import of which all samples were sent and measured, but not the end; that is sent once `end` is set."""
    drafts = Drafts(seed=7)
    samples = [analyzer_pb.ImportSamplesRequest(sample={"text": drafts.text(WORDS)}) for _ in range(SAMPLES)]

    def messages() -> Iterator[analyzer_pb.ImportSamplesRequest]:
        yield from import_requests(persona_id, [])
        yield from samples
        end.wait()

    answers = cast("Answers", client.analyzer.ImportSamples(messages()))
    for _ in samples:
        assert next(answers).HasField("progress")
    return answers


def main() -> None:
    """Begins an import into the persona that is named, and waits."""
    with PersonaClient() as client:
        never = threading.Event()
        begin_import(client, sys.argv[1], never)
        print("sent", flush=True)
        never.wait()


if __name__ == "__main__":
    main()
