"""Logs keep the last lines at hand and their files within bounds."""

import asyncio
import errno
import json
import os
from pathlib import Path

import pytest

from deploy.local import logs
from deploy.local.logs import FILES_KEPT, TAIL_LINES, ProcessLog
from deploy.local.pipes import copy_output


def test_lines_cut_in_pieces_are_put_together(tmp_path: Path) -> None:
    shown: list[str] = []
    log = ProcessLog(tmp_path / "a.log", shown.append)
    for piece in (b"fir", b"st\nsec", b"ond\nrest"):
        log.write(piece)
    assert shown == ["first", "second"]
    assert log.tail() == ["first", "second", "rest"]
    log.close()


def test_the_tail_is_the_last_lines_of_this_run(tmp_path: Path) -> None:
    log = ProcessLog(tmp_path / "a.log")
    log.write(b"of the former run\n")
    log.forget()
    log.write(b"".join(b"%d\n" % number for number in range(100)))
    assert log.tail() == [str(number) for number in range(100 - TAIL_LINES, 100)]
    log.close()


def test_files_stay_within_bounds(tmp_path: Path) -> None:
    log = ProcessLog(tmp_path / "a.log")
    for number in range(10 * logs.FILE_BYTES // 2**20):
        log.write(bytes([65 + number % 26]) * 2**20)
    log.close()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["a.log", *(f"a.log.{number}" for number in range(1, FILES_KEPT))]
    assert all(file.stat().st_size <= logs.FILE_BYTES + 2**20 for file in files)
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    log = ProcessLog(tmp_path / "a.log")
    log.write(b"caf\xe9\n")
    assert log.tail() == ["caf\N{REPLACEMENT CHARACTER}"]
    log.close()


class FullDisk:
    """Stands in for os.write: takes `room` bytes in all, then refuses."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._write = os.write

    def __call__(self, descriptor: int, data: bytes) -> int:
        if self.room == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        count = self._write(descriptor, data[: self.room])
        self.room -= count
        return count


def test_a_full_disk_costs_lines_which_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = FullDisk(room=8)
    monkeypatch.setattr(os, "write", disk)
    log = ProcessLog(tmp_path / "a.log")
    for piece in (b"first\nsec", b"ond\nthird\nfou"):
        log.write(piece)
    assert log.tail() == ["first", "second", "third", "fou"]
    disk.room = 30
    log.write(b"rth\nfifth\n")  # the report does not fit either
    disk.room = 10_000
    log.write(b"sixth\nseventh\n")
    log.close()
    first, second, report_cut, report, *rest = (tmp_path / "a.log").read_text().splitlines()
    assert (first, second, rest) == ("first", "se", ["sixth", "seventh"])
    assert report_cut.startswith('{"event": ')
    assert json.loads(report).items() >= {"dropped": 4, "reason": "No space left on device"}.items()


def test_a_log_that_cannot_be_opened_is_opened_later(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    log = ProcessLog(folder / "a.log")
    log.write(b"one\ntwo\n")
    folder.mkdir()
    log.write(b"three\n")
    log.close()
    report, last = (folder / "a.log").read_text().splitlines()
    assert (json.loads(report)["event"], last) == ("2 log lines were dropped", "three")


async def test_a_pipe_is_drained_while_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = ProcessLog(tmp_path / "a.log")
    read, write = os.pipe()
    disk = FullDisk(room=1000)
    lines = b"".join(b"line %d\n" % number for number in range(50_000))
    output = os.fdopen(write, "wb", buffering=0)
    copying = asyncio.create_task(copy_output(read, log))
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", disk)
        async with asyncio.timeout(10):
            await asyncio.to_thread(output.write, lines)
            await asyncio.sleep(0.1)
    output.write(b"free again\n")
    output.close()
    await copying
    log.close()
    *_, report, last = (tmp_path / "a.log").read_text().splitlines()
    assert last == "free again"
    assert json.loads(report)["dropped"] > 49_000
