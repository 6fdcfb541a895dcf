"""Simulates typing of a draft: a stream in which every update adds one word, at the end or in the middle."""

import queue
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from google.protobuf.message import Message
from persona.analyzer.v1 import analyzer_service_pb2 as pb

from tests.load.calls import Calls


class Drafting:
    """One stream; every update waits for its response, which is read but not parsed."""

    def __init__(self, calls: Calls, *, include_details: bool) -> None:
        self._sending: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._text, self._typed = "", 0
        target = {"persona_id": calls.persona_id, "include_details": include_details}
        self._sending.put(pb.StreamScoreRequest(target=target))
        self._answers = calls.stream_score(self._requests())

    def begin(self, text: str) -> bytes:
        """Sends a new draft."""
        self._text, self._typed = text, 0
        return self._update(text=text)

    def add(self, word: str) -> bytes:
        """Adds a word: alternately at the end and in the middle, where typing then continues."""
        self._typed += 1
        at = len(self._text) if self._typed % 2 else self._text.index(" ", len(self._text) // 2)
        self._text = f"{self._text[:at]} {word}{self._text[at:]}"
        return self._update(edit={"span": {"start": at, "end": at}, "replacement": f" {word}"})

    def _update(self, **change: object) -> bytes:
        self._sending.put(pb.StreamScoreRequest(update={"draft_revision": self._typed, **change}))  # type: ignore[arg-type]
        return next(self._answers)

    def _requests(self) -> Iterator[Message]:
        while (message := self._sending.get()) is not None:
            yield message

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sending.put(None)
