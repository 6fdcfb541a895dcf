"""Caveats attached to scores and fingerprints."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.analyzer.domain.sample import SampleId


class CaveatKind(StrEnum):
    """Kind of caveat; the names are the contract's."""

    TEXT_IS_SAMPLE = "text_is_sample"
    TEXT_QUOTES = "text_quotes"
    SAMPLE_STANDS_APART = "sample_stands_apart"
    SAMPLES_REPEAT = "samples_repeat"
    TEXT_OF_OTHER_REGISTER = "text_of_other_register"
    REGISTER_UNKNOWN = "register_unknown"
    SAMPLES_DIVIDED = "samples_divided"


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something that makes a number mean less, or another thing, than it usually does."""

    kind: CaveatKind
    message: str
    samples: Sequence[SampleId] = ()
