"""Read an import: a stream of samples, measured as they come and kept all together at its end."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from services.analyzer.domain.sample import ImportProgress, ImportTarget, Measured, NewSample, PersonaId, Skipped
from services.analyzer.errors import StreamProtocol
from services.analyzer.ports import PersonaDirectory
from services.analyzer.use_cases.samples import SampleReader

MAX_SAMPLES: Final = 10_000
MAX_CHARACTERS: Final = 20_000_000
"""Characters of all texts together: they are held in memory until the end."""


class Import:
    """One import. Nothing of it is written here, so a stream that breaks off leaves nothing behind."""

    def __init__(self, reader: SampleReader, directory: PersonaDirectory, *, idle_seconds: float) -> None:
        self._reader = reader
        self._directory = directory
        self._idle_seconds = idle_seconds
        self._persona_id: PersonaId | None = None
        self._announced = 0
        self._measured = 0
        self._words = 0
        self._characters = 0
        self.samples: list[Measured | Skipped] = []

    @property
    def persona_id(self) -> PersonaId:
        """The persona that the first message named. Raises StreamProtocol if there was none."""
        if self._persona_id is None:
            raise StreamProtocol("the first message must name the persona in 'target'")
        return self._persona_id

    async def read(self, messages: AsyncIterator[ImportTarget | NewSample]) -> AsyncIterator[ImportProgress]:
        """Progress after each sample. Raises PersonaNotFound, StreamProtocol."""
        async for message in self._without_long_pauses(messages):
            if isinstance(message, ImportTarget):
                await self._take_target(message)
                continue
            self._expect_room(message)
            read = await self._reader.read(len(self.samples), message)
            self._take(read)
            yield self._progress()

    async def _without_long_pauses(
        self, messages: AsyncIterator[ImportTarget | NewSample]
    ) -> AsyncIterator[ImportTarget | NewSample]:
        while True:
            try:
                async with asyncio.timeout(self._idle_seconds):
                    message = await anext(messages)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise StreamProtocol(
                    f"nothing was sent for {self._idle_seconds:g} seconds; send the samples without pauses, and close"
                    " the sending side after the last one"
                ) from None
            yield message

    async def _take_target(self, target: ImportTarget) -> None:
        if self._persona_id is not None:
            raise StreamProtocol("only the first message may name the persona")
        self._persona_id = target.persona_id
        self._announced = target.sample_count
        await self._directory.expect(self._persona_id)

    def _expect_room(self, sample: NewSample) -> None:
        _ = self.persona_id
        self._characters += len(sample.text)
        if self._characters > MAX_CHARACTERS:
            raise StreamProtocol(f"an import holds at most {MAX_CHARACTERS:,} characters; send the rest in another one")
        if len(self.samples) >= MAX_SAMPLES:
            raise StreamProtocol(f"an import holds at most {MAX_SAMPLES:,} samples; send the rest in another one")

    def _take(self, read: Measured | Skipped) -> None:
        self.samples.append(read)
        if isinstance(read, Measured):
            self._measured += 1
            self._words += read.word_count

    def _progress(self) -> ImportProgress:
        return ImportProgress(
            measured_count=self._measured,
            skipped_count=len(self.samples) - self._measured,
            word_count=self._words,
            sample_count=self._announced,
        )
