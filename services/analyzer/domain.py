"""Samples and what they are measured to be: the analyzer's values and rules."""

import hashlib
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import NewType

from libs.stylometry.profile.fingerprint import SampleMeasure
from services.analyzer.errors import SampleUnusable, VoiceOutdated

PersonaId = NewType("PersonaId", uuid.UUID)
SampleId = NewType("SampleId", uuid.UUID)


def digest_of(text: str) -> bytes:
    """Equal for texts that differ only in white space or in how Unicode composes their letters."""
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normal.encode()).digest()


class Provenance(IntEnum):
    """Who wrote a sample; the numbers are the contract's."""

    UNSPECIFIED = 0
    HUMAN = 1
    AI_ASSISTED = 2
    AI = 3


@dataclass(frozen=True, slots=True)
class NewSample:
    """A text as it was handed in."""

    text: str
    title: str = ""
    source: str = ""
    provenance: Provenance = Provenance.UNSPECIFIED
    retain_text: bool = True

    @property
    def digest(self) -> bytes:
        """What tells the text from others."""
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
    def counts_for_voice(self) -> bool:
        """A machine's text says nothing of the writer."""
        return self.provenance is not Provenance.AI


@dataclass(frozen=True, slots=True)
class SampleContent:
    """A sample that counts for the voice: what was measured of it, and its text where that was retained."""

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
class Revisions:
    """What a score depends on: the voice, None before the first sample, and the samples of all the tenant's personas.

    Each grows with every change.
    """

    voice: int | None
    register: int


@dataclass(frozen=True, slots=True)
class ScoreInputs:
    """The revisions of a persona, and which of some texts, by their digests, are samples that count for its voice."""

    revisions: Revisions
    samples: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class StoredFingerprint:
    """The stored voice of a persona, as bytes; empty bytes are the voice of no samples.

    `definitions` names what the numbers mean. A voice of other definitions than those in force is outdated: it is
    measured anew, never compared.
    """

    persona_id: PersonaId
    revision: int
    voice: bytes
    update_time: datetime
    definitions: str
    outdated: bool
    erased: bool

    def expect_current(self) -> None:
        """Raises VoiceOutdated for a voice of other definitions."""
        if self.outdated:
            raise VoiceOutdated(self.persona_id)

    def changed(self, voice: bytes, now: datetime) -> "StoredFingerprint":
        """The next revision, with another voice."""
        return replace(self, revision=self.revision + 1, voice=voice, update_time=now)
