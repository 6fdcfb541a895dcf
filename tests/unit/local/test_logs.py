"""Logs keep the last lines at hand and their files within bounds."""

from pathlib import Path

from deploy.local import logs
from deploy.local.logs import FILES_KEPT, TAIL_LINES, ProcessLog


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
