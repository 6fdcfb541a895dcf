"""Writers and readers, while processes are killed under them."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import httpx
from google.protobuf import json_format
from google.protobuf.message import Message
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.registry.v1 import registry_service_pb2 as registry_pb
from persona.style.v1 import score_pb2
from persona_client import PersonaClient
from persona_client.errors import PersonaError, Unavailable

from tests.integration.faults.breakable_stack import BreakableStack, wait_until
from tests.integration.faults.ledger import Ledger
from tests.load.drafts import Drafts

LONGEST_SECONDS = 240.0
"""A load ends by itself after this time."""
MAX_WRITES = 3000
# Room for the processes under test on a small machine.
PAUSE_SECONDS = 0.03
READ_TEXTS, READ_WORDS, SAMPLE_WORDS = 4, 150, 80
_TRY_LATER = {httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.GATEWAY_TIMEOUT}
_Answer = TypeVar("_Answer", bound=Message)


class Load:
    """Threads that write and read until it ends; the ledger has the answers they got."""

    def __init__(self, stack: BreakableStack, client: PersonaClient) -> None:
        self.ledger = Ledger()
        self._stack = stack
        self._client = client
        self._ended = threading.Event()
        self._deadline = time.monotonic() + LONGEST_SECONDS
        self._drafts = Drafts(seed=uuid.uuid4().int)
        self._drafting = threading.Lock()
        self._texts = [self._drafts.text(READ_WORDS) for _ in range(READ_TEXTS)]
        self._shared = self._create(f"Shared {uuid.uuid4()}")
        for _ in range(3):
            self._add_sample(self._shared)

    @contextmanager
    def running(self, *, writers: int, readers: int) -> Iterator[None]:
        """With these numbers of writers, and of readers of each kind."""
        work = [self._write] * writers + [self._read, self._read_by_gateway] * readers
        threads = [threading.Thread(target=self._repeat, args=(each,), daemon=True) for each in work]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in threads:
                thread.join(timeout=60)
                assert not thread.is_alive(), "a client waits for an answer for ever"

    def wait_for_progress(self, *, writes: int = 6, reads: int = 6) -> None:
        """Until this number of further calls were answered."""
        wrote, read = self.ledger.progress()

        def reached() -> bool:
            now = self.ledger.progress()
            return now[0] >= wrote + writes and now[1] >= read + reads

        wait_until(reached, "the clients get no answers")

    def _repeat(self, work: Callable[[], None]) -> None:
        while not self._ended.is_set() and time.monotonic() < self._deadline:
            try:
                work()
            except Unavailable:
                pass  # the answer says to try later; so it does
            except PersonaError as error:
                self.ledger.complain(f"{type(error).__name__} {error.reason}: {error.message}")
            self._ended.wait(PAUSE_SECONDS)

    def _write(self) -> None:
        if len(self.ledger.writes) >= MAX_WRITES:
            return
        persona_id = self._create(f"Writer {uuid.uuid4()}")
        self._add_sample(persona_id)
        self._add_sample(self._shared)
        publish = registry_pb.PublishPersonaVersionRequest(
            persona_id=persona_id, content={}, reason="under load", request_id=str(uuid.uuid4())
        )
        self._acknowledged("PublishPersonaVersion", self._client.registry.PublishPersonaVersion, publish)

    def _create(self, name: str) -> str:
        request = registry_pb.CreatePersonaRequest(display_name=name, request_id=str(uuid.uuid4()))
        return self._acknowledged("CreatePersona", self._client.registry.CreatePersona, request).persona.id

    def _add_sample(self, persona_id: str) -> None:
        with self._drafting:
            text = self._drafts.text(SAMPLE_WORDS)
        request = analyzer_pb.AddSamplesRequest(
            persona_id=persona_id, samples=[{"text": text}], request_id=str(uuid.uuid4())
        )
        self._acknowledged("AddSamples", self._client.analyzer.AddSamples, request)

    def _acknowledged(self, method: str, call: Callable[..., _Answer], request: Message) -> _Answer:
        """The answer, asked for with one request id until it is there: as a client does that must not write twice."""
        while True:
            try:
                answer = call(request)
            except Unavailable:
                if time.monotonic() > self._deadline:
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                self.ledger.acknowledge(method, request, answer)
                return answer

    def _read(self) -> None:
        for text in self._texts:
            request = analyzer_pb.ScoreTextRequest(persona_id=self._shared, text=text)
            self.ledger.read(text, self._client.analyzer.ScoreText(request).score)

    def _read_by_gateway(self) -> None:
        with self._stack.stack.http() as http:
            for text in self._texts:
                try:
                    answer = http.post(f"/v1/personas/{self._shared}:scoreText", json={"text": text})
                except httpx.TransportError:
                    return  # the gateway is being killed
                if answer.status_code == httpx.codes.OK:
                    self.ledger.read(text, json_format.ParseDict(answer.json(), score_pb2.Score()))
                elif answer.status_code not in _TRY_LATER:
                    self.ledger.complain(f"HTTP {answer.status_code}: {answer.text[:600]}")
