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


def run(stderr: int) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", LOG_TWICE], stdout=subprocess.PIPE, stderr=stderr, text=True, timeout=30, check=False
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
