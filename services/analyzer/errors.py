"""Errors of the analyzer, with their reasons."""

import uuid
from datetime import timedelta

from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.errors import Conflict, FieldViolation, InvalidArgument, NotFound, ServiceError


class SampleNotFound(NotFound):
    """There is no such sample of the persona."""

    reason = reasons.ERROR_REASON_SAMPLE_NOT_FOUND

    def __init__(self, sample_id: uuid.UUID) -> None:
        super().__init__(
            f"The persona has no sample {sample_id}. List the persona's samples to find the right id.",
            metadata={"sampleId": str(sample_id)},
        )


class SampleUnusable(ServiceError):
    """A text that cannot be measured, or not again. `field` is where it stood in the request."""

    def __init__(self, message: str, field: str, metadata: dict[str, str] | None = None) -> None:
        super().__init__(message, metadata=metadata, violations=[FieldViolation(field, message)])
        self.field = field


class LanguageUnsupported(SampleUnusable, InvalidArgument):
    """The text is plainly not English."""

    reason = reasons.ERROR_REASON_LANGUAGE_UNSUPPORTED

    def __init__(self, field: str, language: str) -> None:
        super().__init__(
            f"The text is in another language ({language}). Only English can be measured; send an English text.",
            field,
            {"language": language},
        )


class TextWithoutWords(SampleUnusable, InvalidArgument):
    """There is nothing to measure."""

    reason = reasons.ERROR_REASON_TEXT_WITHOUT_WORDS

    def __init__(self, field: str) -> None:
        super().__init__("The text has no words. Send a text with at least one word.", field)


class SampleDuplicate(SampleUnusable, Conflict):
    """The persona has this text already."""

    reason = reasons.ERROR_REASON_SAMPLE_DUPLICATE

    def __init__(self, field: str, sample_id: uuid.UUID) -> None:
        super().__init__(
            f"The persona already has this text as sample {sample_id}. Leave it out, or delete that sample first.",
            field,
            {"sampleId": str(sample_id)},
        )
        self.sample_id = sample_id


class FingerprintOutdated(ServiceError):
    """The fingerprint was measured under older definitions, and is being measured again."""

    reason = reasons.ERROR_REASON_DEPENDENCY_UNAVAILABLE
    retry_after = timedelta(seconds=2)

    def __init__(self, persona_id: uuid.UUID) -> None:
        super().__init__(
            f"The fingerprint of persona {persona_id} is being measured again after an upgrade. Try again in a moment.",
            metadata={"dependency": "voice"},
        )


class StreamProtocol(InvalidArgument):
    """The messages of a stream came in an order that makes no sense."""

    reason = reasons.ERROR_REASON_STREAM_PROTOCOL

    def __init__(self, expected: str) -> None:
        super().__init__(f"The stream did not follow its protocol: {expected}.")


class EditOutside(InvalidArgument):
    """An edit outside the draft."""

    def __init__(self, start: int, end: int, characters: int) -> None:
        super().__init__(
            f"The edit replaces characters {start} to {end}, but the draft has only {characters:,}. Count the code"
            " points of the draft after all earlier updates, or send the whole text.",
            violations=[FieldViolation("update.edit", f"must lie within the {characters:,} characters of the draft")],
        )


class DraftTooLong(InvalidArgument):
    """An edit would make the draft longer than what can be scored."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The edited draft would have more than {most:,} characters. Split it into several drafts.",
            violations=[
                FieldViolation("update.edit.replacement", f"must leave the draft with at most {most:,} characters")
            ],
        )


class RepairTooLong(InvalidArgument):
    """Replacements of banned terms would make the text longer than what can be scored."""

    def __init__(self, place: int, term: str, characters: int, most: int) -> None:
        super().__init__(
            f"With the banned terms replaced, the text would have {characters:,} characters, and at most {most:,} can"
            f' be scored; "{term}" adds the most. Shorten its replacement, or split the text.',
            violations=[
                FieldViolation(
                    f"banned_terms[{place}].replacement", f"must leave the text with at most {most:,} characters"
                )
            ],
        )


class NoSampleAdded(ServiceError):
    """Every sample was unusable; carries the reason of the first and names each."""

    def __init__(self, causes: list[SampleUnusable]) -> None:
        first = causes[0]
        super().__init__(
            first.message if len(causes) == 1 else f"None of the {len(causes)} samples can be used. {first.message}",
            metadata=first.metadata,
            violations=[violation for cause in causes for violation in cause.violations],
        )
        self.reason = first.reason
