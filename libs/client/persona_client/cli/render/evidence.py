"""How much the data can carry, for people."""

from persona.style.v1 import fingerprint_pb2, score_pb2
from rich.text import Text

_PREFIX = "EVIDENCE_LEVEL_"
STYLES = {
    fingerprint_pb2.EVIDENCE_LEVEL_INSUFFICIENT: "red",
    fingerprint_pb2.EVIDENCE_LEVEL_WEAK: "yellow",
    fingerprint_pb2.EVIDENCE_LEVEL_MODERATE: "cyan",
    fingerprint_pb2.EVIDENCE_LEVEL_STRONG: "green",
}

GOOD_RELIABILITY = 0.8
FAIR_RELIABILITY = 0.7
"""Nunnally (1978), Psychometric Theory: .70 is enough to explore with, .80 for research; below, chance has a part."""


def level(evidence: fingerprint_pb2.EvidenceLevel.ValueType) -> Text:
    """ "evidence: moderate", in the level's colour."""
    return Text("evidence: ") + level_name(evidence)


def level_name(evidence: fingerprint_pb2.EvidenceLevel.ValueType) -> Text:
    """ "moderate", in the level's colour."""
    name = fingerprint_pb2.EvidenceLevel.Name(evidence).removeprefix(_PREFIX).lower()
    return Text(name, style=STYLES.get(evidence, ""))


def told_apart(separation: float, interval: score_pb2.Interval) -> str:
    """ "told apart 97 times in 100 (95%: 81 to 100)"."""
    low, high = (f"{100 * bound:.0f}" for bound in (interval.low, interval.high))
    return f"told apart {100 * separation:.0f} times in 100 (95%: {low} to {high})"


def sureness(trait: fingerprint_pb2.Trait) -> str:
    """How sure a trait is, in a word and its number."""
    if not trait.HasField("reliability"):
        return "how sure is not known"
    reliability = trait.reliability
    word = "sure" if reliability >= GOOD_RELIABILITY else "fairly sure" if reliability >= FAIR_RELIABILITY else "unsure"
    return f"{word} ({reliability:.2f})"
