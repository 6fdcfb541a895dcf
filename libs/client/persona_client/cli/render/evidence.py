"""Evidence, reliability and separation, for people."""

from persona.style.v1 import fingerprint_pb2, score_pb2

from persona_client.cli.console import Text
from persona_client.cli.output import count

_PREFIX = "EVIDENCE_LEVEL_"
STYLES = {
    fingerprint_pb2.EVIDENCE_LEVEL_INSUFFICIENT: "red",
    fingerprint_pb2.EVIDENCE_LEVEL_WEAK: "yellow",
    fingerprint_pb2.EVIDENCE_LEVEL_MODERATE: "cyan",
    fingerprint_pb2.EVIDENCE_LEVEL_STRONG: "green",
}


ODDS = "each +1 multiplies the odds that the writer wrote it by 2.7"
"""The meaning of log-odds."""


def level(evidence: fingerprint_pb2.EvidenceLevel.ValueType) -> Text:
    """ "evidence: moderate", in the level's colour."""
    return Text("evidence: ") + level_name(evidence)


def level_name(evidence: fingerprint_pb2.EvidenceLevel.ValueType) -> Text:
    """ "moderate", in the level's colour."""
    name = fingerprint_pb2.EvidenceLevel.Name(evidence).removeprefix(_PREFIX).lower()
    return Text(name, style=STYLES.get(evidence, ""))


def comparisons(separation: float, interval: score_pb2.Interval) -> str:
    """ "in 97 of 100 comparisons (95% interval 81-100)"."""
    low, high = (f"{100 * bound:.0f}" for bound in (interval.low, interval.high))
    return f"in {100 * separation:.0f} of 100 comparisons (95% interval {low}-{high})"


def sureness(trait: fingerprint_pb2.Trait) -> str:
    """ "reliability 0.94, from 8 samples (across 3 sources)"."""
    known = f"reliability {trait.reliability:.2f}" if trait.HasField("reliability") else "reliability unknown"
    basis = f" ({trait.reliability_basis})" if trait.reliability_basis else ""
    return f"{known}, from {count(trait.samples, 'sample')}{basis}"
