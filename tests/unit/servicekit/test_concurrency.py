"""Work is done while an answer is waited for."""

import asyncio

import pytest

from libs.servicekit.concurrency import run_both


class Question:
    """Sends, waits for `answer`, and keeps what happened to it."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def ask(self) -> str:
        self.events.append("sent")
        try:
            return await self.answer
        except asyncio.CancelledError:
            self.events.append("cancelled")
            raise


async def test_question_is_sent_before_the_work_and_answered_after_it() -> None:
    question = Question()

    async def work() -> int:
        assert question.events == ["sent"]
        question.answer.set_result("yes")
        return 3

    assert await run_both(question.ask(), work()) == ("yes", 3)


async def test_error_of_the_work_ends_the_question() -> None:
    question = Question()

    async def work() -> int:
        raise ValueError("no text")

    with pytest.raises(ValueError, match="no text"):
        await run_both(question.ask(), work())
    assert question.events == ["sent", "cancelled"]


async def test_error_of_the_question_is_raised_when_the_work_is_done() -> None:
    question, worked = Question(), asyncio.Event()

    async def work() -> int:
        question.answer.set_exception(LookupError("nobody"))
        await asyncio.sleep(0)
        worked.set()
        return 3

    with pytest.raises(LookupError, match="nobody"):
        await run_both(question.ask(), work())
    assert worked.is_set()


async def test_giving_up_ends_both() -> None:
    question, started, ended = Question(), asyncio.Event(), asyncio.Event()

    async def work() -> int:
        started.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return 3

    call = asyncio.create_task(run_both(question.ask(), work()))
    await started.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert ended.is_set()
    assert question.events == ["sent", "cancelled"]


async def test_giving_up_while_waiting_for_the_answer_ends_the_question() -> None:
    question = Question()

    async def work() -> int:
        return 3

    call = asyncio.create_task(run_both(question.ask(), work()))
    await asyncio.sleep(0.01)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert question.events == ["sent", "cancelled"]
