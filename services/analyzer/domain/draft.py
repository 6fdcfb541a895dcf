"""Messages of a stream that scores a draft while it is written."""

from dataclasses import dataclass

from libs.stylometry.text.spans import Span
from services.analyzer.domain.sample import PersonaId


@dataclass(frozen=True, slots=True)
class DraftTarget:
    """First message of a stream: the persona, and whether answers carry details."""

    persona_id: PersonaId
    with_details: bool


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """Replacement of a part of the draft."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class DraftUpdate:
    """Next state of the draft: its whole text, or an edit of the text before."""

    revision: int
    change: str | DraftEdit


DraftMessage = DraftTarget | DraftUpdate
