"""Structured logs: JSON lines for machines, colours in a terminal. Never texts, keys or tokens."""

import atexit
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO, cast

import structlog
from structlog.typing import Processor

from libs.servicekit.serving.line_writer import LineWriter

# Longest wait for the log's reader at the end of the process.
FLUSH_SECONDS = 1.0


def configure(service: str, level: str = "info") -> None:
    """Sets structlog up for the process. Lines carry time, level, service and the ids of the call.

    Libraries that use the standard library's logging write the same lines, from WARNING on: what they report below may
    hold values of statements. Logging never waits and never fails: lines that cannot be written are dropped, and their
    number is logged later.
    """
    lowest = logging.getLevelNamesMapping()[level.upper()]
    terminal = sys.stderr.isatty()
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([] if terminal else [structlog.processors.format_exc_info]),
        structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(lowest),
        logger_factory=structlog.WriteLoggerFactory(_output(service, processors)),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    logging.basicConfig(handlers=[_ToStructlog()], level=max(lowest, logging.WARNING), force=True)


class _ToStructlog(logging.Handler):
    """Passes records of the standard library's logging on to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        level = min(max(record.levelno // 10 * 10, logging.DEBUG), logging.CRITICAL)
        structlog.get_logger().log(level, record.getMessage(), logger=record.name, exc_info=record.exc_info or None)


def _output(service: str, processors: Sequence[Processor]) -> TextIO:
    """Stream for lines, which never blocks: written by a thread, to standard error as it is now."""
    try:
        # A descriptor of its own: the thread may outlive sys.stderr, whose number would then be another file's.
        descriptor = os.dup(sys.stderr.fileno())
    except OSError:  # a stream in memory, which cannot block either
        return sys.stderr

    def describe(count: int) -> str:
        line: Any = {"event": f"{count} log lines were dropped", "dropped": count, "service": service}
        for process in processors:
            line = process(None, "warning", line)
        return f"{line}\n"

    writer = LineWriter(descriptor, describe)
    atexit.register(writer.flush, FLUSH_SECONDS)
    return cast("TextIO", writer)
