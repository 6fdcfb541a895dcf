"""Writes the outputs shown in the documents again: `python -m tests.e2e.refresh_docs`.

Starts a stack of its own, runs the sessions of every document there, and replaces the output below each command. An
output that ends with "..." keeps its number of lines.
"""

import sys

from tests.e2e.documents import CUT, DOCUMENTS, PROMPT, Done, Page, run_session, substitutions
from tests.support.postgres import reachable_directory
from tests.support.stack import Stack, start, stop


def refreshed(page: Page, stack: Stack) -> str:
    """The text of the document with the outputs of today."""
    done = iter(run_session(page.steps(), stack, substitutions(stack)))
    parts: list[str] = []
    last = 0
    for block in page.blocks():
        if block.is_session:
            count = sum(line.startswith(PROMPT) for line in block.text.splitlines())
            outcomes = [next(done) for _ in range(count)]
            parts += [page.text[last : block.start], "\n".join(map(shown, outcomes))]
            last = block.end
    return "".join([*parts, page.text[last:]])


def shown(outcome: Done) -> str:
    """The command and its output as the document shows them."""
    if outcome.code:
        sys.exit(f"{outcome.step.command}\nended with {outcome.code}:\n{outcome.output}")
    lines = outcome.output.rstrip().splitlines()
    if outcome.step.is_cut:
        lines = [*lines[: len(outcome.step.shown.rstrip().splitlines()) - 1], CUT]
    return "\n".join([PROMPT + outcome.step.command, *map(str.rstrip, lines)]) + "\n"


def main() -> None:
    """Entry point."""
    with reachable_directory() as folder:
        stack = start(folder / "var")
        try:
            for page in DOCUMENTS:
                page.path.write_text(refreshed(page, stack), encoding="utf-8")
        finally:
            stop(stack)


if __name__ == "__main__":
    main()
