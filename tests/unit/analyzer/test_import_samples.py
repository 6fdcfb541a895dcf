"""An import: read sample by sample, with progress after each, and kept by nobody before its end."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from libs.servicekit.errors import PersonaNotFound
from services.analyzer.domain.sample import ImportProgress, ImportTarget, Measured, NewSample, Skipped
from services.analyzer.errors import StreamProtocol
from services.analyzer.models import text_reader
from services.analyzer.use_cases import import_samples
from services.analyzer.use_cases.import_samples import Import
from services.analyzer.use_cases.samples import SampleReader
from tests.unit.analyzer.cached import OTHER, PERSONA
from tests.unit.analyzer.rows import Directory
from tests.unit.analyzer.writers import measure

TARGET = ImportTarget(PERSONA, sample_count=3)
GOOD = NewSample("The harbour was quiet, and nobody had asked us why.")
BLANK = NewSample("... !!")


@pytest.fixture
def importing() -> Import:
    return Import(
        SampleReader(text_reader(""), lambda document: measure(document.text)), Directory(PERSONA), idle_seconds=0.05
    )


async def sent(*messages: ImportTarget | NewSample) -> AsyncIterator[ImportTarget | NewSample]:
    for message in messages:
        yield message


async def test_progress_counts_what_was_measured_and_what_was_skipped(importing: Import) -> None:
    progress = [each async for each in importing.read(sent(TARGET, GOOD, BLANK, GOOD))]
    assert progress == [
        ImportProgress(1, 0, 10, 3),
        ImportProgress(1, 1, 10, 3),
        ImportProgress(2, 1, 20, 3),
    ]
    assert [type(each) for each in importing.samples] == [Measured, Skipped, Measured]
    assert importing.persona_id == PERSONA


async def test_the_persona_comes_first_and_once(importing: Import) -> None:
    with pytest.raises(StreamProtocol, match="must name the persona"):
        await anext(importing.read(sent(GOOD)))
    with pytest.raises(StreamProtocol, match="only the first"):
        _ = [each async for each in importing.read(sent(TARGET, GOOD, TARGET))]


async def test_a_persona_that_is_unknown_ends_the_import_before_a_sample_is_read(importing: Import) -> None:
    with pytest.raises(PersonaNotFound):
        await anext(importing.read(sent(ImportTarget(OTHER, 1), GOOD)))
    assert importing.samples == []


async def test_an_import_has_a_limit(importing: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_samples, "MAX_SAMPLES", 1)
    with pytest.raises(StreamProtocol, match="at most 1 samples"):
        _ = [each async for each in importing.read(sent(TARGET, GOOD, GOOD))]
    assert len(importing.samples) == 1


async def test_the_characters_of_an_import_are_limited_together(
    importing: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_samples, "MAX_CHARACTERS", 2 * len(GOOD.text))
    with pytest.raises(StreamProtocol, match=f"at most {2 * len(GOOD.text)} characters"):
        _ = [each async for each in importing.read(sent(TARGET, GOOD, GOOD, GOOD))]
    assert len(importing.samples) == 2


async def test_an_import_without_a_message_for_too_long_ends(importing: Import) -> None:
    async def silent() -> AsyncIterator[ImportTarget | NewSample]:
        yield TARGET
        yield GOOD
        await asyncio.sleep(30)

    with pytest.raises(StreamProtocol, match=r"nothing was sent for 0\.05 seconds"):
        _ = [each async for each in importing.read(silent())]
    assert len(importing.samples) == 1


async def test_the_time_that_reading_and_reporting_take_is_no_silence(importing: Import) -> None:
    async for _ in importing.read(sent(TARGET, GOOD, GOOD)):
        await asyncio.sleep(0.1)
    assert len(importing.samples) == 2
