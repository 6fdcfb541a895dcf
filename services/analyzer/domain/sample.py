"""Samples and what is measured of them."""

import hashlib
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import NewType

from libs.stylometry.profile.fingerprint import SampleMeasure
from services.analyzer.errors import SampleUnusable

PersonaId = NewType("PersonaId", uuid.UUID)


SampleId = NewType("SampleId", uuid.UUID)


def digest_of(text: str) -> bytes:
    """Equal for texts that differ only in white space or in how Unicode composes their letters."""
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normal.encode()).digest()


class Provenance(IntEnum):
    """Author of a sample: a human, a machine, or both; the numbers are the contract's."""

    UNSPECIFIED = 0
    HUMAN = 1
    AI_ASSISTED = 2
    AI = 3


@dataclass(frozen=True, slots=True)
class NewSample:
    """A text as the caller sent it."""

    text: str
    title: str = ""
    source: str = ""
    provenance: Provenance = Provenance.UNSPECIFIED
    retain_text: bool = True

    @property
    def digest(self) -> bytes:
        """Digest that identifies the text."""
        return digest_of(self.text)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text by the writer that was measured. `text` is None if it was not retained, or not read."""

    id: SampleId
    persona_id: PersonaId
    title: str
    source: str
    provenance: Provenance
    word_count: int
    sentence_count: int
    text_retained: bool
    create_time: datetime
    text: str | None = None

    @property
    def counts_for_fingerprint(self) -> bool:
        """A machine's text says nothing of the writer."""
        return self.provenance is not Provenance.AI


@dataclass(frozen=True, slots=True)
class SampleContent:
    """A sample that counts for the fingerprint: its measure, and its text where that was retained."""

    id: SampleId
    source: str
    text: str | None
    measure: SampleMeasure


@dataclass(frozen=True, slots=True)
class Measured:
    """A new sample with what was measured of it, and the id that it will have. `digest` is that of its text."""

    id: SampleId
    index: int
    new: NewSample
    digest: bytes
    measure: SampleMeasure
    word_count: int
    sentence_count: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A new sample that cannot be used, and why."""

    index: int
    title: str
    why: SampleUnusable


@dataclass(frozen=True, slots=True)
class Added:
    """The outcome of adding samples."""

    samples: Sequence[Sample]
    skipped: Sequence[Skipped]
    revision: int


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """First message of an import: the persona, and how many samples the caller announces (0: unknown)."""

    persona_id: PersonaId
    sample_count: int


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """State of an import after a sample."""

    measured_count: int
    skipped_count: int
    word_count: int
    sample_count: int
