"""Ctrl-C ends a command even where Python loses it."""

import subprocess
import sys
import time

from persona_client.cli.interrupts import AGAIN_SECONDS

LOSES_ONE = """
import os, signal, time
from persona_client.cli.interrupts import insistent

class Loses:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(1000):
            pass

try:
    with insistent():
        Loses()  # what a destructor raises is printed and dropped
        print("goes on", flush=True)
        time.sleep(30)
except KeyboardInterrupt:
    time.sleep({rest})
    print("ended")
"""


def test_an_interrupt_that_was_lost_comes_again_and_then_no_more() -> None:
    began = time.monotonic()
    script = LOSES_ONE.replace("{rest}", str(2 * AGAIN_SECONDS))
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == "goes on\nended\n"
    assert time.monotonic() - began < 10


TURNS_IT_INTO_ANOTHER = """
import os, signal, sys, threading
import persona_client.cli as cli

def watch(*arguments, **options):
    condition = threading.Condition()
    with condition:
        condition.release()  # as where the interrupt comes before the wait has noted what it let go
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(1000):
            pass

cli.persona.main = watch
cli.main()
"""


def test_an_interrupt_that_comes_out_as_another_error_still_ends_with_130() -> None:
    run = subprocess.run(
        [sys.executable, "-c", TURNS_IT_INTO_ANOTHER], capture_output=True, text=True, timeout=20, check=False
    )
    assert (run.returncode, run.stderr) == (130, "")
