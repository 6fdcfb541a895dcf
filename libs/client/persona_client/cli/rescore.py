"""A draft that is scored again whenever its file changes."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.style.v1 import score_pb2

from persona_client.cli import texts
from persona_client.cli.app import App
from persona_client.cli.json_text import to_json
from persona_client.cli.output import count
from persona_client.cli.render.evidence import level_name
from persona_client.errors import DeadlineExceeded, Unavailable

POLL_SECONDS = 0.2
_PAUSE = 1.0
"""Seconds before a lost stream is taken up again."""


def rescored(app: App, persona_id: str, path: str) -> Iterator[str]:
    """One line a change, for ever. A stream that was answered is taken up where it broke off."""
    last: float | None = None
    began = False
    while True:
        ended = threading.Event()
        try:
            for answer in app.client.score_versions(persona_id, versions(app, path, ended)):
                yield to_json(answer, indent=None) if app.as_json else _line(answer, last)
                began, last = True, answer.score.match if answer.score.HasField("match") else last
        except DeadlineExceeded:
            continue  # the agreed end of every stream
        except Unavailable as lost:
            if not began:
                raise
            if not app.as_json:
                app.notes.print(f"{lost.message} Trying again ...", style="yellow")
        finally:
            ended.set()
        time.sleep(_PAUSE)


def versions(app: App, path: str, ended: threading.Event) -> Iterator[str]:
    """The text of a file, and again whenever it is another, until `ended`. A fault in reading it is reported once."""
    stamp, content, reported = None, None, ""
    while True:
        if (now := _stamp(path)) != stamp:
            stamp = now
            text, fault = _read(path)
            if fault not in ("", reported):
                app.notes.print(f"{path}: {fault}", style="yellow")
            reported = fault
            if text is not None and text != content:
                content = text
                yield text
        if ended.wait(POLL_SECONDS):
            return


def _read(path: str) -> tuple[str | None, str]:
    """The text, or why there is none."""
    try:
        return texts.read(path).content, ""
    except texts.Unusable as unusable:
        return None, unusable.message


def _stamp(path: str) -> tuple[int, int, int]:
    """Stamp that changes with a file; zeros while there is none, as when an editor replaces it."""
    try:
        stat = Path(path).stat()
    except OSError:
        return 0, 0, 0
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _line(answer: analyzer_pb.StreamScoreResponse, last: float | None) -> str:
    now, score = time.strftime("%H:%M:%S"), answer.score
    if not score.HasField("match"):
        return f"{now}    –  {score.evidence_note}"
    words, evidence = count(score.word_count, "word"), level_name(score.evidence).plain
    return f"{now}  {score.match:3.0f}  ({_interval(score)}) {_change(score.match, last)}  {evidence}, {words}"


def _interval(score: score_pb2.Score) -> str:
    return f"{score.interval.low:.0f}-{score.interval.high:.0f}"


def _change(match: float, last: float | None) -> str:
    """The change against the last score that had a number; of the numbers as they are shown."""
    if last is None:
        return ""
    change = round(match) - round(last)
    return f"{'+' if change > 0 else '−' if change < 0 else '±'}{abs(change)}".rjust(4)
