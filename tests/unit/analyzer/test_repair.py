"""Suggested repairs make no text that is longer than what can be scored."""

import pytest

from libs import language
from libs.stylometry.repairs.kinds import RepairKind
from libs.stylometry.repairs.terms import BannedTerm
from services.analyzer.domain.repair import Suggestions, Wanted
from services.analyzer.errors import RepairTooLong
from services.analyzer.use_cases.draft import MAX_CHARACTERS
from services.analyzer.use_cases.reader import Reader
from services.analyzer.use_cases.repair import suggest_repairs
from tests.support.stylometry_reading import document, pipeline
from tests.support.stylometry_scoring import posts, scorer
from tests.unit.analyzer.cached import PERSONA, Cached
from tests.unit.analyzer.writers import add

ADA = posts()["ada-field-notes"]


async def suggested(cached: Cached, text: str, *terms: BannedTerm, kinds: tuple[RepairKind, ...] = ()) -> Suggestions:
    await add(cached.rows, PERSONA, *ADA[:7])
    reader = Reader(pipeline, language.annotator())
    wanted = Wanted(kinds, terms)
    return suggest_repairs(scorer(), reader, await cached.load(), document(text), wanted, is_sample=False)


async def test_replacements_that_make_the_text_too_long_are_refused_with_the_term(cached: Cached) -> None:
    terms = (BannedTerm("so"), BannedTerm("was", "is"), BannedTerm("e", "x" * 200))
    with pytest.raises(RepairTooLong) as refused:
        await suggested(cached, "It was so. " + "e " * 20_000, *terms)
    assert [violation.field for violation in refused.value.violations] == ["banned_terms[2].replacement"]
    assert '"e"' in refused.value.message


async def test_replacements_may_fill_the_text_to_the_limit_and_no_further(cached: Cached) -> None:
    head = "It was here. "
    text = head + "\n" * (MAX_CHARACTERS - len(head) - len("e")) + "e"
    kinds = (RepairKind.BANNED_TERM,)
    full = await suggested(cached, text, BannedTerm("e", "x"), kinds=kinds)
    assert len(full.plan.text) == MAX_CHARACTERS
    with pytest.raises(RepairTooLong):
        await suggested(cached, text, BannedTerm("e", "xy"), kinds=kinds)


async def test_replacements_that_are_not_asked_for_are_not_refused(cached: Cached) -> None:
    text, term = "It was so. " + "e " * 2_000, BannedTerm("e", "x" * 200)
    found = await suggested(cached, text, term, kinds=(RepairKind.SINGLE_SPACES,))
    assert found.plan.text == text
