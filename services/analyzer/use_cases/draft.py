"""A draft that is being written: its text, and whether something is new."""

import asyncio
from collections.abc import AsyncIterator

from services.analyzer.domain.draft import DraftEdit, DraftMessage, DraftUpdate
from services.analyzer.errors import DraftTooLong, EditOutside, StreamProtocol

MAX_CHARACTERS = 200_000


class LiveDraft:
    """The newest state of a draft; earlier ones are not kept, however many updates wait to be answered."""

    def __init__(self) -> None:
        self._text = ""
        self._revision = 0
        self._is_new = False
        self._ended = False
        self._news = asyncio.Event()

    async def follow(self, messages: AsyncIterator[DraftMessage]) -> None:
        """Applies all updates as they come, until there are no more. Raises StreamProtocol, InvalidArgument."""
        try:
            async for message in messages:
                if not isinstance(message, DraftUpdate):
                    raise StreamProtocol("only the first message may hold a 'target'")
                self._apply(message)
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

    def _apply(self, update: DraftUpdate) -> None:
        self._text = update.change if isinstance(update.change, str) else edited(self._text, update.change)
        self._revision = update.revision
        self._is_new = True
        self._news.set()


def edited(text: str, edit: DraftEdit) -> str:
    """The text after an edit. Raises EditOutside, DraftTooLong."""
    start, end = edit.span.start, edit.span.end
    if not start <= end <= len(text):
        raise EditOutside(start, end, len(text))
    if len(text) - (end - start) + len(edit.replacement) > MAX_CHARACTERS:
        raise DraftTooLong(MAX_CHARACTERS)
    return text[:start] + edit.replacement + text[end:]
