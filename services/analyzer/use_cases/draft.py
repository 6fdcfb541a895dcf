"""A draft that is being written: its text, and whether something is new."""

import asyncio
from collections.abc import AsyncIterator

from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.style.v1.text_edit_pb2 import TextEdit

from services.analyzer.errors import DraftTooLong, EditOutside, StreamProtocol

MAX_CHARACTERS = 200_000

Update = pb.StreamScoreRequest.DraftUpdate


class LiveDraft:
    """The newest state of a draft; earlier ones are not kept, however many updates wait to be answered."""

    def __init__(self) -> None:
        self._text = ""
        self._revision = 0
        self._is_new = False
        self._ended = False
        self._news = asyncio.Event()

    async def follow(self, messages: AsyncIterator[pb.StreamScoreRequest]) -> None:
        """Applies all updates as they come, until there are no more. Raises StreamProtocol, InvalidArgument."""
        try:
            async for message in messages:
                if message.WhichOneof("message") != "update":
                    raise StreamProtocol("only the first message may hold a 'target'")
                self._apply(message.update)
        finally:
            self._ended = True
            self._news.set()

    async def changed(self) -> bool:
        """Waits until there is a state that was not taken yet; False when there will be none."""
        await self._news.wait()
        return self._is_new

    def take(self) -> tuple[int, str]:
        """The newest revision and its text."""
        self._is_new = False
        if not self._ended:
            self._news.clear()
        return self._revision, self._text

    def _apply(self, update: Update) -> None:
        self._text = update.text if update.WhichOneof("change") == "text" else edited(self._text, update.edit)
        self._revision = update.draft_revision
        self._is_new = True
        self._news.set()


def edited(text: str, edit: TextEdit) -> str:
    """The text after an edit. Raises EditOutside, DraftTooLong."""
    start, end = edit.span.start, edit.span.end
    if not start <= end <= len(text):
        raise EditOutside(start, end, len(text))
    if len(text) - (end - start) + len(edit.replacement) > MAX_CHARACTERS:
        raise DraftTooLong(MAX_CHARACTERS)
    return text[:start] + edit.replacement + text[end:]
