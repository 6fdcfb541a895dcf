"""Reports of fingerprints: traits, the most distinctive first, and signature expressions."""

from collections.abc import Sequence
from dataclasses import replace

from libs.stylometry.expressions.signature import MIN_SAMPLES
from libs.stylometry.metrics import INDEX, METRICS
from libs.stylometry.profile.bands import Band
from libs.stylometry.profile.population import population
from libs.stylometry.profile.reliability import RELIABLE
from libs.stylometry.profile.statements import folded, speakers, statement_sentence
from libs.stylometry.profile.trait_sentences import trait_sentence
from libs.stylometry.score.scorer import Scorer
from services.analyzer.domain.fingerprint import FingerprintReport, LoadedFingerprint, SampleAnalysis, Trait
from services.analyzer.use_cases.caveats import of_samples
from services.analyzer.use_cases.evidence import amount, fingerprint_evidence


def describe(
    scorer: Scorer, fingerprint: LoadedFingerprint, analysis: SampleAnalysis, *, include_unreliable: bool
) -> FingerprintReport:
    """Report of a fingerprint: the reliable traits, ordered by their distance from the usual, weighted by reliability.

    Traits that repeat the statement of an earlier one come after all others, without a sentence. Those below the
    minimum reliability are last, and only if asked for; then every trait has its sentence.
    """
    evidence, note = fingerprint_evidence(scorer, fingerprint.enrolment)
    traits = sorted(
        (_trait(fingerprint, band, analysis) for band in fingerprint.profile.bands.values()), key=_plainness
    )
    reliable = _folded([trait for trait in traits if _is_reliable(trait)], in_full=include_unreliable)
    unreliable = [trait for trait in traits if not _is_reliable(trait)]
    return FingerprintReport(
        fingerprint=fingerprint,
        evidence=evidence,
        evidence_note=note,
        traits=[*reliable, *unreliable] if include_unreliable else reliable,
        unreliable=0 if include_unreliable else len(unreliable),
        analysis=analysis,
        signature_note=_signature_note(fingerprint, analysis),
        caveats=of_samples(scorer, fingerprint, analysis.styles),
    )


def _plainness(trait: Trait) -> tuple[float, str]:
    """Low for traits that set the writer apart: far from the middle of others, and reliably so."""
    far = 0.0 if trait.band.percentile is None else abs(trait.band.percentile - 50)
    return -far * (trait.reliability or 0.0), trait.metric.id


def _folded(traits: Sequence[Trait], *, in_full: bool) -> list[Trait]:
    """One trait for each statement, which speaks for the others; these come after all that say something else.

    They have a sentence of their own only `in_full`, so that a reader of the sentences reads nothing twice.
    """
    bands, usual = {trait.metric.id: trait.band for trait in traits}, population().usual
    speaking = speakers(bands)
    return [
        replace(trait, summary=statement_sentence(trait.metric.id, bands, usual) or trait.summary)
        if in_full or trait.metric.id in speaking
        else replace(trait, summary="")
        for trait in folded(traits, lambda trait: trait.metric.id)
    ]


def _is_reliable(trait: Trait) -> bool:
    """True if the trait's reliability is high enough, or not known."""
    return trait.reliability is None or trait.reliability >= RELIABLE


def _trait(fingerprint: LoadedFingerprint, band: Band, analysis: SampleAnalysis) -> Trait:
    metric, usual = METRICS[band.metric], population().usual[band.metric]
    reliability = float(analysis.reliability.values[INDEX[band.metric]]) if usual else None
    summary = trait_sentence(metric, band.median, fingerprint.statistics, usual)
    return Trait(metric, band, usual, reliability, summary)


def _signature_note(fingerprint: LoadedFingerprint, analysis: SampleAnalysis) -> str:
    """Why there is no signature expression; "" where there is one."""
    if analysis.expressions:
        return ""
    read, samples = len(analysis.read), fingerprint.profile.samples
    if read >= MIN_SAMPLES:
        sources = analysis.reliability.sources
        several = f" and two of {sources} sources" if sources > 1 else ""
        return (
            f"No expression is reliably the writer's own: none occurs in {MIN_SAMPLES} of {amount(read, 'sample')}"
            f"{several}, and more often than other writers, chance or the topic explain."
        )
    kept = "" if read == samples else f" (of {amount(samples, 'sample')}, {read:,} kept the text)"
    return f"The writer's own expressions can be found from {MIN_SAMPLES} samples on{kept}. Add texts by the writer."
