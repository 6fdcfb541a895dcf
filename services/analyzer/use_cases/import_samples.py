"""Read an import: a stream of samples, measured as they come and kept all together at its end."""

from collections.abc import AsyncIterator

from services.analyzer.domain.sample import ImportProgress, ImportTarget, Measured, NewSample, PersonaId, Skipped
from services.analyzer.errors import StreamProtocol
from services.analyzer.ports import PersonaDirectory
from services.analyzer.use_cases.samples import SampleReader

MAX_SAMPLES = 10_000


class Import:
    """One import. Nothing of it is written here, so a stream that breaks off leaves nothing behind."""

    def __init__(self, reader: SampleReader, directory: PersonaDirectory) -> None:
        self._reader = reader
        self._directory = directory
        self._persona_id: PersonaId | None = None
        self._announced = 0
        self._measured = 0
        self._words = 0
        self.samples: list[Measured | Skipped] = []

    @property
    def persona_id(self) -> PersonaId:
        """The persona that the first message named. Raises StreamProtocol if there was none."""
        if self._persona_id is None:
            raise StreamProtocol("the first message must name the persona in 'target'")
        return self._persona_id

    async def read(self, messages: AsyncIterator[ImportTarget | NewSample]) -> AsyncIterator[ImportProgress]:
        """Progress after each sample. Raises PersonaNotFound, StreamProtocol."""
        async for message in messages:
            if isinstance(message, ImportTarget):
                await self._take_target(message)
                continue
            self._expect_room()
            read = await self._reader.read(len(self.samples), message)
            self._take(read)
            yield self._progress()

    async def _take_target(self, target: ImportTarget) -> None:
        if self._persona_id is not None:
            raise StreamProtocol("only the first message may name the persona")
        self._persona_id = target.persona_id
        self._announced = target.sample_count
        await self._directory.expect(self._persona_id)

    def _expect_room(self) -> None:
        _ = self.persona_id
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
