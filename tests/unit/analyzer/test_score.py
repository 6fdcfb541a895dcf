"""Scores of drafts with their reasons, and the order of several."""

import itertools

import pytest

from services.analyzer.domain.caveat import CaveatKind
from services.analyzer.domain.fingerprint import LoadedFingerprint
from services.analyzer.domain.score import ScoredText
from services.analyzer.use_cases.score import MAX_DEVIATIONS, rank_texts, score_text
from tests.support.stylometry_reading import document
from tests.support.stylometry_scoring import posts, scorer
from tests.unit.analyzer.cached import OTHER, PERSONA, Cached
from tests.unit.analyzer.writers import add

ADA, MARLO = posts()["ada-field-notes"], posts()["marlo-growth"]
OWN, FOREIGN, SHORT = ADA[7], MARLO[7], "Too short."


async def loaded(cached: Cached) -> LoadedFingerprint:
    await add(cached.rows, PERSONA, *ADA[:7])
    return await cached.load()


def score(voice: LoadedFingerprint, text: str, *, with_details: bool = True, is_sample: bool = False) -> ScoredText:
    return score_text(scorer(), voice, document(text), with_details=with_details, is_sample=is_sample)


async def test_the_writers_own_text_is_closer_than_anothers(cached: Cached) -> None:
    voice = await loaded(cached)
    own, foreign = (score(voice, text).score.match for text in (OWN, FOREIGN))
    assert own is not None
    assert foreign is not None
    assert own > 50 > foreign


async def test_a_short_text_has_reasons_but_no_number(cached: Cached) -> None:
    found = score(await loaded(cached), SHORT)
    assert found.score.match is None
    assert found.sentences == ()
    assert found.evidence_note
    assert 0 < len(found.deviations) <= MAX_DEVIATIONS


async def test_details_are_left_out_unless_asked_for(cached: Cached) -> None:
    voice = await loaded(cached)
    plain, detailed = score(voice, OWN, with_details=False), score(voice, OWN)
    assert (plain.deviations, plain.sentences) == ((), ())
    assert plain.score.match == detailed.score.match


async def test_every_sentence_of_a_scored_text_has_its_part(cached: Cached) -> None:
    found = score(await loaded(cached), OWN)
    spans = [sentence.span for sentence in found.sentences]
    assert len(spans) == document(OWN).sentences
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


async def test_a_sample_does_not_vouch_for_itself(cached: Cached) -> None:
    voice = await loaded(cached)
    as_sample, as_draft = score(voice, ADA[0], is_sample=True), score(voice, ADA[0])
    assert as_sample.score.match is not None
    assert as_draft.score.match is not None
    assert as_sample.score.match < as_draft.score.match
    assert as_sample.fingerprint.enrolment.n_samples == voice.enrolment.n_samples - 1
    assert CaveatKind.TEXT_IS_SAMPLE in {caveat.kind for caveat in as_sample.caveats}


async def test_a_score_without_texts_by_others_says_so(cached: Cached) -> None:
    voice = await loaded(cached)
    assert CaveatKind.REGISTER_UNKNOWN in {caveat.kind for caveat in score(voice, OWN).caveats}
    await add(cached.rows, OTHER, *MARLO[:3])
    assert CaveatKind.REGISTER_UNKNOWN not in {caveat.kind for caveat in score(await cached.load(), OWN).caveats}


@pytest.mark.parametrize("order", [(FOREIGN, SHORT, OWN), (OWN, FOREIGN, SHORT)])
async def test_the_closest_text_comes_first_and_those_without_a_number_last(
    cached: Cached, order: tuple[str, ...]
) -> None:
    ranking = rank_texts(scorer(), await loaded(cached), [document(text) for text in order], [False] * 3)
    assert [order[place] for place, _ in ranking] == [OWN, FOREIGN, SHORT]


async def test_texts_that_score_the_same_stay_in_their_order(cached: Cached) -> None:
    ranking = rank_texts(scorer(), await loaded(cached), [document(OWN)] * 3, [False] * 3)
    assert [place for place, _ in ranking] == [0, 1, 2]
