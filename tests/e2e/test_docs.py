"""The examples of the documents, run against the real stack."""

import re

import pytest

from tests.e2e.documents import CUT, DOCUMENTS, Done, Page, run_python, run_session, substitutions
from tests.support.stack import Stack

PERSONA_NAME = {"Weekly newsletter": "Yearly newsletter"}
"""The shared stack may have the first name already, from another test."""

LEAST_ALIKE = 0.6
"""Share of the shown lines that must be in the output: some depend on the other personas of the stack."""

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}")
_WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def journal(stack: Stack) -> dict[str, list[Done]]:
    """Every session of every document, run; by document."""
    names = {**substitutions(stack), **PERSONA_NAME}
    return {page.name: run_session(page.steps(), stack, names) for page in DOCUMENTS if page.steps()}


def test_every_command_of_a_session_succeeds(journal: dict[str, list[Done]]) -> None:
    failed = [(done.step.command, done.output) for session in journal.values() for done in session if done.code]
    assert failed == []
    assert {name: len(session) for name, session in journal.items()} == {
        page.name: len(page.steps()) for page in DOCUMENTS if page.steps()
    }


def test_outputs_look_as_shown(journal: dict[str, list[Done]]) -> None:
    """After a change that is meant: `python -m tests.e2e.refresh_docs` writes the outputs again."""
    for done in (done for session in journal.values() for done in session):
        expected, printed = worded_lines(done.step.shown.removesuffix(f"{CUT}\n")), set(worded_lines(done.output))
        missing = [line for line in expected if line not in printed]
        assert len(missing) <= (1 - LEAST_ALIKE) * len(expected), (done.step.command, missing, done.output)


def worded_lines(output: str) -> list[str]:
    """The words of each line that has some, without numbers, ids and bars."""
    lines = [" ".join(_WORD.findall(line)) for line in _ID.sub("", output).splitlines()]
    return [line for line in lines if line]


@pytest.mark.parametrize("page", [page for page in DOCUMENTS if page.programs()], ids=lambda page: page.name)
def test_python_blocks_run(page: Page, stack: Stack) -> None:
    for program in page.programs():
        done = run_python(program, stack)
        assert done.returncode == 0, done.stderr
