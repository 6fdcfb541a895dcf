"""Clock: the time as a function that can be passed in."""

from collections.abc import Callable
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

Clock = Callable[[], datetime]
"""Gives the moment, with its zone."""


def utc_now() -> datetime:
    """The clock of every service that is not under test."""
    return datetime.now(UTC)


def time_to_pb(moment: datetime | None) -> Timestamp | None:
    """A moment as messages carry it."""
    if moment is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp
