"""Log lines, in a process of their own."""

import json
import os
import subprocess
import sys

LOG_TWICE = """
import structlog
from libs.servicekit.serving.logging import configure

configure("registry")
log = structlog.stdlib.get_logger("call")
log.info("first", method="GetPersona")
log.info("second")
print("went on", flush=True)
"""


LOG_BY_THE_STANDARD_LIBRARY = """
import logging
from libs.servicekit.serving.logging import configure

configure("registry")
log = logging.getLogger("pgqueuer")
log.info("below the threshold of libraries")
log.warning("the queue is %s", "slow")
try:
    raise ValueError("no such job")
except ValueError:
    log.exception("a job failed")
"""


def run(stderr: int, program: str = LOG_TWICE) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=stderr, text=True, timeout=30, check=False
    )


def test_lines_are_json_with_the_service() -> None:
    lines = [json.loads(line) for line in run(subprocess.PIPE).stderr.splitlines()]
    assert [line["event"] for line in lines] == ["first", "second"]
    assert lines[0].items() >= {"service": "registry", "level": "info", "method": "GetPersona"}.items()


def test_work_goes_on_when_nobody_reads_the_log_any_more() -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        assert run(write).stdout == "went on\n"
    finally:
        os.close(write)


def test_libraries_that_log_by_the_standard_library_write_the_same_lines() -> None:
    lines = [json.loads(line) for line in run(subprocess.PIPE, LOG_BY_THE_STANDARD_LIBRARY).stderr.splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [
        ("the queue is slow", "warning"),
        ("a job failed", "error"),
    ]
    assert all(line["service"] == "registry" and line["logger"] == "pgqueuer" for line in lines)
    assert "ValueError: no such job" in lines[1]["exception"]
