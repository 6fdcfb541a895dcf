"""Compare voices: how well their texts are told apart, and in what they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.differences import Difference, differences
from libs.stylometry.score import Draft, Scorer, VoiceVector
from libs.stylometry.separation import Separation, both_ways, separation
from libs.stylometry.voice import SampleMeasure
from services.analyzer.domain import PersonaId
from services.analyzer.ports import VoiceRows
from services.analyzer.voices import ReadVoice

MOST_TEXTS = 40
"""Samples of a persona that a comparison is measured on, at most."""

DIFFERENCES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Samples of a persona by their style vectors, (texts, dimensions), and the words of each."""

    vectors: NDArray[np.float32]
    words: Sequence[int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two voices: how well their texts are told apart, None where they are too few, and where they differ most."""

    voice: ReadVoice
    other: ReadVoice
    separation: Separation | None
    texts: int
    other_texts: int
    differences: Sequence[Difference]


async def read_texts(rows: VoiceRows, scorer: Scorer, persona_id: PersonaId) -> Texts:
    """Some of the persona's samples."""
    heads = await rows.sample_heads(persona_id, SampleMeasure.head(scorer.dimensions), MOST_TEXTS)
    vectors = [SampleMeasure.style_of(head) for head, _ in heads]
    return Texts(np.array(vectors).reshape(-1, scorer.dimensions), [words for _, words in heads])


def compare_voices(scorer: Scorer, voices: Sequence[ReadVoice], texts: Sequence[Texts], limit: int) -> list[Comparison]:
    """Every pair in the order given, with at most `limit` differences each; 0: as many as are usual."""
    return [
        Comparison(
            voices[one],
            voices[other],
            _separation(scorer, texts[one], texts[other]),
            len(texts[one].words),
            len(texts[other].words),
            differences(voices[one].profile, voices[other].profile, limit=limit or DIFFERENCES),
        )
        for one, other in combinations(range(len(voices)), 2)
    ]


def _separation(scorer: Scorer, one: Texts, other: Texts) -> Separation | None:
    """Told apart both ways. Against the shipped population alone: in the tenant's, each text would be its own rival."""
    return both_ways(_told_from(scorer, one, other), _told_from(scorer, other, one))


def _told_from(scorer: Scorer, own: Texts, foreign: Texts) -> Separation | None:
    """How the persona's own texts, each scored against a voice without it, lie above those of the other persona."""
    if len(own.words) < 2:  # noqa: PLR2004 - leaving the only one out leaves no voice
        return None
    mine = [_log_odds(scorer, _without(own, place), own, place) for place in range(len(own.words))]
    whole = _without(own, None)
    others = [_log_odds(scorer, whole, foreign, place) for place in range(len(foreign.words))]
    return separation(np.array(mine), np.array(others))


def _without(texts: Texts, place: int | None) -> VoiceVector:
    """The voice of the texts but one."""
    kept = [each for each in range(len(texts.words)) if each != place]
    return VoiceVector(texts.vectors[kept].sum(axis=0), len(kept), sum(texts.words[each] for each in kept))


def _log_odds(scorer: Scorer, voice: VoiceVector, texts: Texts, place: int) -> float:
    found = scorer.log_odds(scorer.enrol(voice), Draft(texts.vectors[place], texts.words[place]))
    return 0.0 if found is None else found
