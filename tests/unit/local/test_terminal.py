"""Output for the person who started the stack: never waited for, and free of what a terminal would obey."""

import os
import time

from deploy.local.terminal import Terminal, printable


def test_a_reader_that_pauses_or_ends_is_not_waited_for() -> None:
    read, write = os.pipe()
    with os.fdopen(write, "w") as stream:
        terminal = Terminal(stream)
        began = time.monotonic()
        for number in range(5_000):
            terminal.log_line("registry", f"line {number} {'x' * 100}")
        assert time.monotonic() - began < 2
        assert os.read(read, 1000).startswith(b"registry  | line 0 x")
        os.close(read)
        terminal.say("no reader any more")


def test_control_characters_of_a_log_are_shown_as_escapes() -> None:
    assert printable("\x1b[2Jwiped\r\u202ecaf\u00e9") == "\\x1b[2Jwiped\\r\\u202ecaf\u00e9"
