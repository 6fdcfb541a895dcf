"""Stored voices, read: parsed once a revision and kept in memory, since scoring reads the same ones again and again."""

from collections import OrderedDict
from dataclasses import dataclass

from libs.servicekit.errors import PersonaNotFound
from libs.stylometry.document import Document
from libs.stylometry.profile import Profile, profile
from libs.stylometry.score import Enrolment, Projection, Scorer, VoiceVector
from libs.stylometry.voice import SampleMeasure, Voice, definitions
from services.analyzer.domain import PersonaId, VoiceState
from services.analyzer.ports import PersonaDirectory, VoiceWork

CACHED_VOICES = 256
"""Some 300 kB each."""

_NO_SAMPLE = 0


@dataclass(frozen=True, slots=True)
class ReadVoice:
    """A voice ready to be described and compared with."""

    persona_id: PersonaId
    state: VoiceState | None
    profile: Profile
    enrolment: Enrolment
    projection: Projection

    @property
    def revision(self) -> int:
        return self.state.revision if self.state else _NO_SAMPLE


class Voices:
    """Measures the voices of texts, and reads those of personas."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self.definitions = f"{definitions()}:{scorer.version}"
        self._cache: OrderedDict[tuple[PersonaId, int], ReadVoice] = OrderedDict()

    def measure(self, document: Document) -> SampleMeasure:
        """What a voice takes in of one text."""
        return SampleMeasure.of(document, self._scorer.embed)

    async def of_persona(self, work: VoiceWork, directory: PersonaDirectory, persona_id: PersonaId) -> ReadVoice:
        """The persona's voice as it is now. Raises PersonaNotFound."""
        async with work.statement() as rows:
            revision = await rows.voice_revision(persona_id)
        if revision is None:
            await directory.expect(persona_id)
            return self._read(persona_id, None)
        key = (persona_id, revision)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        async with work.read() as rows:
            state = await rows.voice(persona_id)
        if state is None or state.erased:
            raise PersonaNotFound(persona_id)
        state.expect_current()
        return self._remembered(self._read(persona_id, state))

    def _remembered(self, voice: ReadVoice) -> ReadVoice:
        self._cache[voice.persona_id, voice.revision] = voice
        if len(self._cache) > CACHED_VOICES:
            self._cache.popitem(last=False)
        return voice

    def _read(self, persona_id: PersonaId, state: VoiceState | None) -> ReadVoice:
        stored = state.voice if state else b""
        voice = Voice.from_bytes(stored) if stored else Voice.empty(self._scorer.dimensions)
        style = voice.style_mean * voice.samples
        squares = (voice.style_variance + voice.style_mean**2) * voice.samples
        vector = VoiceVector(style, squares, voice.samples, voice.words)
        enrolment = self._scorer.enrol(vector)
        return ReadVoice(persona_id, state, profile(voice), enrolment, self._scorer.project(enrolment))
