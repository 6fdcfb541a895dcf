"""Exit codes and their meanings, and reports of failures."""

import io
import os
import traceback
from enum import IntEnum

import click

from persona_client.cli.printing import dumps, echo
from persona_client.cli.streams import Unwritable
from persona_client.errors import (
    Conflict,
    Defect,
    InvalidRequest,
    NotAllowed,
    NotFound,
    PersonaError,
    Unavailable,
)


class Exit(IntEnum):
    """Exit codes of the command. Scripts rely on them."""

    OK = 0
    NOTHING = 1
    USAGE = 2
    INVALID = 3
    NOT_FOUND = 4
    CONFLICT = 5
    NOT_ALLOWED = 6
    UNAVAILABLE = 7
    INSUFFICIENT = 8
    DEFECT = 70
    UNWRITABLE = 74
    INTERRUPTED = 130
    READER_LEFT = 141


MEANINGS = {
    Exit.OK: "done",
    Exit.NOTHING: "nothing was found or added, or a score is below --min",
    Exit.USAGE: "the command was called wrongly",
    Exit.INVALID: "the input is invalid; the message says what to correct",
    Exit.NOT_FOUND: "no such persona, version, sample or key",
    Exit.CONFLICT: "someone else changed it first, or it already exists",
    Exit.NOT_ALLOWED: "no valid key, or one that may not do this",
    Exit.UNAVAILABLE: "a service cannot be reached or did not answer in time",
    Exit.INSUFFICIENT: "too little text or too few samples for a score",
    Exit.DEFECT: "an internal error",
    Exit.UNWRITABLE: "standard output cannot be written, e.g. since the disk is full",
    Exit.INTERRUPTED: "interrupted with Ctrl-C",
    Exit.READER_LEFT: "the program that reads the output ended first, e.g. head",
}

_CODES: tuple[tuple[type[PersonaError], Exit], ...] = (
    (InvalidRequest, Exit.INVALID),
    (NotFound, Exit.NOT_FOUND),
    (Conflict, Exit.CONFLICT),
    (NotAllowed, Exit.NOT_ALLOWED),
    (Unavailable, Exit.UNAVAILABLE),
    (Defect, Exit.DEFECT),
)


def code_for(error: PersonaError) -> Exit:
    """The exit code for a failed call."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), Exit.DEFECT)


def report(error: PersonaError, *, as_json: bool) -> Exit:
    """Reports a failed call on stderr and returns its exit code."""
    echo(dumps(_document(error)) if as_json else _sentences(error), err=True)
    return code_for(error)


def report_usage(error: click.ClickException, *, as_json: bool) -> Exit:
    """Reports that the command was called wrongly, or that a file cannot be read."""
    if as_json:
        echo(dumps({"reason": "USAGE", "message": error.format_message(), "violations": []}), err=True)
    else:
        shown = io.StringIO()
        error.show(shown)
        echo(shown.getvalue().rstrip("\n"), err=True)
    return Exit.USAGE


def report_unwritable(error: Unwritable, *, as_json: bool) -> Exit:
    """Reports that standard output cannot be written; a reader of a pipe that has what it needs is no failure."""
    if error.reader_left:
        return Exit.READER_LEFT
    message = f"Standard output cannot be written: {error.error.strerror or error.error}."
    echo(dumps({"reason": "OUTPUT", "message": message}) if as_json else f"persona: {message}", err=True)
    return Exit.UNWRITABLE


def report_defect(error: Exception, *, as_json: bool) -> Exit:
    """Reports an unexpected error in one line; with PERSONA_DEBUG=1, with its traceback."""
    if os.environ.get("PERSONA_DEBUG"):
        echo("".join(traceback.format_exception(error)), err=True)
    message = f"A defect of the persona command: {type(error).__name__}: {error}. PERSONA_DEBUG=1 shows where."
    echo(dumps({"reason": "INTERNAL", "message": message}) if as_json else f"persona: {message}", err=True)
    return Exit.DEFECT


def _document(error: PersonaError) -> dict[str, object]:
    document: dict[str, object] = {
        "reason": error.reason,
        "message": error.message,
        "violations": [{"field": each.field, "description": each.description} for each in error.violations],
        "metadata": error.metadata,
        "request_id": error.request_id,
    }
    if error.retry_after is not None:
        document["retry_after"] = f"{error.retry_after.total_seconds():g}s"
    return document


def _sentences(error: PersonaError) -> str:
    lines = [f"persona: {error.message}"]
    violations = [violation for violation in error.violations if violation.description not in error.message]
    lines += [f"  {violation.field}: {violation.description}" for violation in violations]
    if isinstance(error, Unavailable) and not error.metadata:
        lines[0] += " Is the stack running? Start it with `make run`."
    if isinstance(error, Defect) and error.request_id:
        lines.append(f"  request id {error.request_id}")
    return "\n".join(lines)
