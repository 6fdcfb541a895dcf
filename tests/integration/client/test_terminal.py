"""The persona command in a terminal: colours, width, questions."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sysconfig
import termios
from pathlib import Path

import pytest

from tests.support.front import Front

_PERSONA = str(Path(sysconfig.get_path("scripts")) / "persona")
_POSTS = sorted(map(str, (Path(__file__).resolve().parents[3] / "demo/marlo-growth/posts").glob("*.md")))
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def _run(server: Front, *arguments: str, columns: int = 100, typed: bytes = b"", **env: str) -> str:
    """Everything that the command shows in a terminal of this width, escapes included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    environment = {**kept, **server.environment, **env}
    process = subprocess.Popen([_PERSONA, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    os.write(ours, typed)
    shown = bytearray()
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says EIO when the other side is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    process.wait(timeout=20)
    return shown.decode()


def _plain(shown: str) -> str:
    return _ESCAPE.sub("", shown).replace("\r\n", "\n")


def test_adding_samples_shows_a_bar_with_words_that_goes_away(server: Front) -> None:
    _run(server, "create", "Marlo")
    shown = _run(server, "samples", "add", "Marlo", *_POSTS)
    assert "8/8" in shown
    assert "━" in shown
    assert "words" in shown
    assert _plain(shown).strip().splitlines()[-1].startswith("Added 8 samples,")


def test_a_score_is_big_and_coloured(server: Front, marlo: str) -> None:
    shown = _run(server, "score", marlo, _POSTS[0])
    assert "\x1b[" in shown
    assert "▀" in shown
    assert "Match of 100, higher is closer" in shown


def test_no_color_means_no_colour(server: Front, marlo: str) -> None:
    shown = _run(server, "score", marlo, _POSTS[0], NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown)
    assert "»" in shown


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_nothing_is_wider_than_the_terminal(server: Front, marlo: str, columns: int) -> None:
    commands = (
        ("list",),
        ("profile", marlo),
        ("score", marlo, _POSTS[0]),
        ("analyze", _POSTS[0]),
        ("samples", "list", marlo),
        ("metrics",),
    )
    for command in commands:
        lines = _plain(_run(server, *command, columns=columns)).splitlines()
        assert lines
        assert max(map(len, lines)) <= columns, command


def test_ids_are_never_cut(server: Front, marlo: str) -> None:
    (persona,) = server.personas()
    assert persona.id in _plain(_run(server, "list", columns=40))


def test_deleting_asks_and_takes_no_for_an_answer(server: Front, marlo: str) -> None:
    assert "Delete “Marlo Quist”" in _run(server, "delete", marlo, typed=b"n\n")
    assert server.personas()
    _run(server, "delete", marlo, typed=b"y\n")
    assert not server.personas()
