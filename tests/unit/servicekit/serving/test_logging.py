"""Log lines, in a process of their own."""

import json
import os
import subprocess
import sys
import time

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


LOG_MUCH = """
import structlog, sys, time
from libs.servicekit.serving import line_writer
from libs.servicekit.serving.logging import configure

line_writer.MAX_LINES = 1000
configure("registry")
log = structlog.stdlib.get_logger("call")
slowest = 0.0
for number in range(10_000):
    began = time.perf_counter()
    log.info("call", number=number)
    slowest = max(slowest, time.perf_counter() - began)
print(slowest, flush=True)
sys.stdin.readline()
log.info("afterwards")
"""


def test_a_reader_that_pauses_stops_nothing_and_learns_how_many_lines_it_missed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LOG_MUCH],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        # The 10,000 lines are logged before any of them is read, and are many times what the pipe holds.
        assert float(process.stdout.readline()) < 0.5
        process.stdin.write("go on\n")
        process.stdin.flush()
        lines = [json.loads(line) for line in process.stderr]
    numbers = [line["number"] for line in lines if line["event"] == "call"]
    assert numbers == sorted(set(numbers))
    reports = [line for line in lines if "dropped" in line]
    assert reports
    for report in reports:
        assert report["event"] == f"{report['dropped']} log lines were dropped"
        assert (report["level"], report["service"]) == ("warning", "registry")
    assert len(lines) - len(reports) + sum(report["dropped"] for report in reports) == 10_001


LOG_ON_A_FULL_DISK = """
import os, structlog, sys, time
from libs.servicekit.serving.logging import configure

configure("registry")
log = structlog.stdlib.get_logger("call")
write = os.write
full = True

def refuse(descriptor, data):
    if not full:
        return write(descriptor, data)
    if len(data) > 10:
        return write(descriptor, data[:10])
    raise OSError(28, "No space left on device")

os.write = refuse
log.info("lost")
time.sleep(0.2)
full = False
log.info("kept")
"""


def test_a_disk_that_was_full_costs_lines_and_no_more() -> None:
    torn, *whole = run(subprocess.PIPE, LOG_ON_A_FULL_DISK).stderr.splitlines()
    assert torn
    assert [json.loads(line)["event"] for line in whole] == ["kept", "1 log lines were dropped"]


LOG_IN_A_FORK = """
import os, structlog
from libs.servicekit.serving.logging import configure

configure("registry")
log = structlog.stdlib.get_logger("call")
log.info("parent")
child = os.fork()
log.info("child" if child == 0 else "parent again")
if child:
    os.waitpid(child, 0)
"""


def test_a_fork_of_the_process_logs_too() -> None:
    events = [json.loads(line)["event"] for line in run(subprocess.PIPE, LOG_IN_A_FORK).stderr.splitlines()]
    assert sorted(events) == ["child", "parent", "parent again"]


def test_an_end_waits_for_a_reader_that_pauses_only_shortly() -> None:
    read, write = os.pipe()
    try:
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", LOG_MUCH], stdin=subprocess.DEVNULL, stderr=write, check=True, timeout=30)
        assert time.monotonic() - began < 10
    finally:
        os.close(read)
        os.close(write)
