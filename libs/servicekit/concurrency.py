"""Work while another waits: one of two coroutines that need nothing of each other asks, the other computes."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Asked = TypeVar("Asked")
Done = TypeVar("Done")


async def run_both(asking: Coroutine[Any, Any, Asked], work: Coroutine[Any, Any, Done]) -> tuple[Asked, Done]:
    """Starts `asking`, which sends its request before it waits, does `work` until the answer arrives, returns both.

    An error of either is raised, that of `work` first; nothing of the other goes on after that.
    """
    question = asyncio.create_task(asking)
    try:
        await asyncio.sleep(0)
        done = await work
    except BaseException:
        work.close()
        question.cancel()
        await asyncio.wait([question])
        raise
    return await question, done
