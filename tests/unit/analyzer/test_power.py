"""What more samples and longer drafts would bring."""

from collections.abc import Sequence

from libs.stylometry.score.scorer import Draft
from services.analyzer.domain.power_curve import PowerCurve
from services.analyzer.use_cases.power import DRAFT_WORDS, SAMPLE_COUNTS, power_curve
from tests.support.stylometry_scoring import posts, scorer
from tests.unit.analyzer.cached import OTHER, PERSONA, Cached
from tests.unit.analyzer.writers import add, measure

ADA, MARLO = posts()["ada-field-notes"], posts()["marlo-growth"]


async def curve(cached: Cached, *texts: str, samples: Sequence[int] = (), words: Sequence[int] = ()) -> PowerCurve:
    if texts:
        await add(cached.rows, PERSONA, *texts)
    drafts = [Draft(measure(text).style, len(text.split())) for text in texts]
    return power_curve(scorer(), await cached.load(), drafts, samples, words)


async def test_the_usual_points_and_those_of_the_samples_there_are_are_given(cached: Cached) -> None:
    found = await curve(cached, *ADA[:4])
    counts = sorted({*SAMPLE_COUNTS, 4})
    assert [(point.samples, point.words) for point in found.points] == [
        (count, words) for count in counts for words in DRAFT_WORDS
    ]


async def test_points_can_be_chosen(cached: Cached) -> None:
    found = await curve(cached, *ADA[:2], samples=[9, 3], words=[400, 80])
    assert [(point.samples, point.words) for point in found.points] == [(3, 80), (3, 400), (9, 80), (9, 400)]


async def test_more_samples_and_longer_drafts_never_bring_less(cached: Cached) -> None:
    points = {(point.samples, point.words): point.expected_auc for point in (await curve(cached, *ADA[:4])).points}
    for (samples, words), area in points.items():
        assert all(other >= area for (s, w), other in points.items() if s >= samples and w >= words)


async def test_without_samples_only_what_is_usual_is_known(cached: Cached) -> None:
    found = await curve(cached)
    assert found.distinctiveness is None
    assert all(point.expected_auc == point.usual_auc for point in found.points)


async def test_one_text_many_times_over_shows_nothing_of_the_writer(cached: Cached) -> None:
    await add(cached.rows, OTHER, *MARLO)
    texts = [f"{ADA[0]} {number}" for number in range(3)]
    assert (await curve(cached, *texts)).distinctiveness is None
