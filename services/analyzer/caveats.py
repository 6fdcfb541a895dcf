"""What a number has to be taken with."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from libs.stylometry.agreement import repeats
from services.analyzer.domain import SampleId
from services.analyzer.voices import ReadVoice


class CaveatKind(StrEnum):
    """What it is; the names are the contract's."""

    TEXT_IS_SAMPLE = "text_is_sample"
    TEXT_QUOTES = "text_quotes"
    SAMPLE_STANDS_APART = "sample_stands_apart"
    SAMPLES_REPEAT = "samples_repeat"


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something that makes a number mean less, or another thing, than it usually does."""

    kind: CaveatKind
    message: str
    samples: Sequence[SampleId] = ()


def of_samples(voice: ReadVoice) -> list[Caveat]:
    """What is to be known of a persona's samples."""
    if not repeats(voice.enrolment):
        return []
    told = "The samples are nearly the same text, and tell little more than one of them. Add texts that differ."
    return [Caveat(CaveatKind.SAMPLES_REPEAT, told)]
