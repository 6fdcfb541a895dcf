"""Laws of the identifiers of rows."""

import threading
import time
from unittest.mock import patch
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from libs.servicekit.database import identifiers
from libs.servicekit.database.identifiers import uuid7

MODULE = identifiers.__name__

MILLISECONDS = st.integers(min_value=0, max_value=2**47)


@given(st.lists(MILLISECONDS, min_size=2, max_size=20))
def test_identifiers_grow_whatever_the_clock_does(times: list[int]) -> None:
    made: list[UUID] = []
    with patch(f"{MODULE}._clock", identifiers._Clock()), patch(f"{MODULE}.time.time_ns") as clock:
        for each in times:
            clock.return_value = each * 1_000_000
            made.append(uuid7())
    assert made == sorted(set(made))


def test_an_identifier_tells_its_version_and_its_millisecond() -> None:
    with patch(f"{MODULE}._clock", FixedClock(2**48 - 1)):
        made = uuid7()
    assert (made.version, made.variant, made.int >> 80) == (7, RFC_4122, 2**48 - 1)


class FixedClock:
    """A clock that stands."""

    def __init__(self, millisecond: int) -> None:
        self._millisecond = millisecond

    def tick(self) -> tuple[int, int]:
        return self._millisecond, 2**42 - 1


def test_threads_never_make_the_same_identifier() -> None:
    made: list[UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(uuid7() for _ in range(500))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4000


def test_identifiers_sort_by_the_time_they_were_made() -> None:
    first = uuid7()
    time.sleep(0.003)
    assert first < uuid7()
