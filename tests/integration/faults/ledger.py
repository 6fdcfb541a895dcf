"""What the services acknowledged while they were being killed, to be held against what they say afterwards."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from google.protobuf.message import Message
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.registry.v1 import registry_service_pb2 as registry_pb
from persona.style.v1 import score_pb2
from persona_client import PersonaClient
from persona_client.errors import PersonaError


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A write that was answered: sent again with its request id, it must get the same answer."""

    method: str
    request: Message
    answer: Message


@dataclass
class Ledger:
    """Filled by several threads."""

    writes: list[Acknowledged] = field(default_factory=list[Acknowledged])
    complaints: list[str] = field(default_factory=list[str])
    """Answers that were wrong, as sentences."""
    scores: dict[tuple[str, str, int, int], bytes] = field(default_factory=dict[tuple[str, str, int, int], bytes])
    """The first score of each persona, text, revision of the voice and revision of the population."""
    reads: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, method: str, request: Message, answer: Message) -> None:
        """Note an answered write."""
        with self._lock:
            self.writes.append(Acknowledged(method, request, answer))

    def complain(self, complaint: str) -> None:
        """Note an answer that must not be given."""
        with self._lock:
            self.complaints.append(complaint)

    def read(self, text: str, score: score_pb2.Score) -> None:
        """Note a score; one of the same text and revisions as another must have the same bits."""
        key = (score.persona_id, text, score.fingerprint_revision, score.population_revision)
        bits = score.SerializeToString(deterministic=True)
        with self._lock:
            self.reads += 1
            if self.scores.setdefault(key, bits) != bits:
                self.complaints.append(f"two scores of one text at revision {score.fingerprint_revision}")

    def progress(self) -> tuple[int, int]:
        """Writes and reads so far."""
        with self._lock:
            return len(self.writes), self.reads


@dataclass(frozen=True, slots=True)
class AuditFindings:
    """Result of an audit of the acknowledged writes; without faults every list is empty."""

    lost: list[str]
    doubled: list[str]
    """Rows that were never acknowledged, or that a repeated request made again."""
    wrong: list[str]

    @property
    def none(self) -> bool:
        """True if there is no fault."""
        return not (self.lost or self.doubled or self.wrong)


def audit(ledger: Ledger, client: PersonaClient) -> AuditFindings:
    """Compare all acknowledged writes with what is stored."""
    findings = AuditFindings([], [], list(ledger.complaints))
    personas: dict[str, registry_pb.CreatePersonaRequest] = {}
    samples: dict[str, list[str]] = {}
    versions: dict[str, list[str]] = {}
    for write in ledger.writes:
        if isinstance(write.request, registry_pb.CreatePersonaRequest):
            assert isinstance(write.answer, registry_pb.CreatePersonaResponse)
            personas[write.answer.persona.id] = write.request
        elif isinstance(write.request, analyzer_pb.AddSamplesRequest):
            assert isinstance(write.answer, analyzer_pb.AddSamplesResponse)
            samples.setdefault(write.request.persona_id, []).extend(each.id for each in write.answer.samples)
        elif isinstance(write.request, registry_pb.PublishPersonaVersionRequest):
            assert isinstance(write.answer, registry_pb.PublishPersonaVersionResponse)
            versions.setdefault(write.request.persona_id, []).append(write.answer.version.id)
    _audit_personas(personas, client, findings)
    for what, expected, listed in (("sample", samples, client.samples), ("version", versions, client.versions)):
        for persona_id in personas:
            present = [each.id for each in listed(persona_id)]
            _compare(what, expected.get(persona_id, []), present, findings)
    _repeat(ledger.writes, client, findings)
    return findings


def _audit_personas(
    personas: dict[str, registry_pb.CreatePersonaRequest], client: PersonaClient, findings: AuditFindings
) -> None:
    """By id and by name: a name of ours under another id is a persona that was created twice."""
    names = {request.display_name for request in personas.values()}
    present = [each.id for each in client.personas() if each.display_name in names]
    _compare("persona", list(personas), present, findings)


def _compare(what: str, expected: Iterable[str], present: Iterable[str], findings: AuditFindings) -> None:
    acknowledged, there = set(expected), list(present)
    findings.lost.extend(f"{what} {each}" for each in acknowledged - set(there))
    findings.doubled.extend(f"{what} {each}" for each in set(there) - acknowledged)


def _repeat(writes: list[Acknowledged], client: PersonaClient, findings: AuditFindings) -> None:
    """Every write once more, with its request id: the first answer again."""
    methods: dict[str, Callable[[Message], Message]] = {
        "CreatePersona": client.registry.CreatePersona,  # pyright: ignore[reportAssignmentType]
        "PublishPersonaVersion": client.registry.PublishPersonaVersion,  # pyright: ignore[reportAssignmentType]
        "AddSamples": client.analyzer.AddSamples,  # pyright: ignore[reportAssignmentType]
    }
    for write in writes:
        try:
            if methods[write.method](write.request) != write.answer:
                findings.wrong.append(f"{write.method} sent again was answered otherwise")
        except PersonaError as error:
            findings.wrong.append(f"{write.method} sent again failed: {error.reason}")
