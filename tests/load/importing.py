"""Speed of a large import: `python -m tests.load.importing`.

Imports a million words into one persona through the service, then adds single samples to that persona and to a small
one in turn. The speed is compared with reading alone in one process, while the service is idle: by the English pipeline
with tags and syntax, and by spaCy's blank one, which finds tokens and sentences alone.
"""

import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.analyzer.v1 import sample_pb2
from persona.registry.v1.registry_service_pb2 import CreatePersonaRequest
from persona_client import PersonaClient
from persona_client.settings import ClientSettings
from spacy.lang.en import English

from libs import language
from tests.load import report
from tests.load.drafts import Drafts
from tests.load.hosting import on_own_stack
from tests.load.report import Row
from tests.support.stack import Stack

SAMPLES, WORDS = 10_000, 100
FEW = 10
ADDED = 40
SPEED, GROWTH = 0.6, 1.2
TIMEOUT = 600.0
STATISTICS_SECONDS = 15.0
"""Time for the database to update the planner's statistics after the import."""


def measure(stack: Stack) -> list[Row]:
    """Words a second compared with reading alone, and the cost of adding a sample to few and to many."""
    settings = ClientSettings.from_environment({**stack.environment, "PERSONA_API_KEY": stack.key})
    with PersonaClient(settings) as client:
        drafts = Drafts()
        texts = [drafts.text(WORDS) for _ in range(SAMPLES)]
        large, small = (
            client.registry.CreatePersona(CreatePersonaRequest(display_name=name)).persona.id
            for name in ("Ten thousand samples", "Ten samples")
        )
        parsing = words_per_second(language.annotator(), texts[: SAMPLES // 100])
        tokenising = words_per_second(_blank(), texts[: SAMPLES // 10])
        words, seconds, reports = imported(client, large, texts)
        client.import_samples(small, _samples([drafts.text(WORDS) for _ in range(FEW)]))
        time.sleep(STATISTICS_SECONDS)
        few, many = added(client, (small, large), drafts)
    return [
        Row(
            f"{words:,} words imported, speed",
            words / seconds / parsing,
            "of the English pipeline",
            at_least=SPEED,
            beside=f"{words / seconds:,.0f} words/s, the pipeline {parsing:,.0f}; progress reported {reports:,} times",
        ),
        Row(
            "  compared with tokens and sentences alone",
            words / seconds / tokenising,
            "of spaCy's blank pipeline",
            beside=f"{tokenising:,.0f} words/s",
        ),
        Row(
            f"adding a sample to {SAMPLES:,}, cost",
            many / few,
            f"of adding one to {FEW}",
            at_most=GROWTH,
            beside=f"p50 {many:.1f} ms against {few:.1f} ms",
        ),
    ]


def words_per_second(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Returns the words a second of reading texts one by one, in the best of three rounds."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - began)
    return len(texts) * WORDS / best


def _blank() -> English:
    blank = English()
    blank.add_pipe("sentencizer")
    return blank


def imported(client: PersonaClient, persona_id: str, texts: Sequence[str]) -> tuple[int, float, int]:
    """Imports the texts; returns the stored words, the duration in seconds, and the number of progress messages."""
    reports: list[pb.ImportSamplesResponse.ImportProgress] = []
    began = time.perf_counter()
    result = client.import_samples(persona_id, _samples(texts), progress=reports.append, timeout=TIMEOUT)
    return sum(sample.word_count for sample in result.samples), time.perf_counter() - began, len(reports)


def added(client: PersonaClient, persona_ids: Sequence[str], drafts: Drafts) -> list[float]:
    """Returns the median milliseconds of adding one sample, for each persona; the personas take turns."""
    times: list[list[float]] = []
    for _ in range(ADDED):
        turn: list[float] = []
        for persona_id in persona_ids:
            request = pb.AddSamplesRequest(persona_id=persona_id, samples=_samples([drafts.text(WORDS)]))
            began = time.perf_counter()
            client.analyzer.AddSamples(request)
            turn.append((time.perf_counter() - began) * 1e3)
        times.append(turn)
    return np.median(times, axis=0).tolist()


def _samples(texts: Sequence[str]) -> list[sample_pb2.NewSample]:
    return [sample_pb2.NewSample(text=text, provenance=sample_pb2.PROVENANCE_HUMAN) for text in texts]


def main() -> int:
    """Measures and prints the table."""
    return report.alone("Importing", on_own_stack(measure), __doc__)


if __name__ == "__main__":
    sys.exit(main())
