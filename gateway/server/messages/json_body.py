"""Parses JSON bodies; reports the position of a syntax error."""

import json
from itertools import islice

import orjson
from protobuf import DescMessage

from gateway.server.messages.json_faults import Json, message_faults
from gateway.server.problems.problem import ProblemError, Violation, malformed

MAX_FAULTS = 10


def parse_json(message: DescMessage, body: bytes) -> Json:
    """Returns the value of a body that should be the JSON of `message`. ProblemError: it is not JSON; names the place.

    orjson and not protobuf's own JSON reader: that one follows any depth of nesting until the stack
    of the process is gone, where orjson stops at about a thousand levels.
    """
    try:
        value: Json = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _explained(message, body, error) from None
    return value


def _explained(message: DescMessage, body: bytes, error: orjson.JSONDecodeError) -> ProblemError:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as encoding_error:
        where = f"The body is not valid UTF-8 at byte {encoding_error.start}; send the text as UTF-8."
        return malformed(where, *_faults(message, body.decode("utf-8", "surrogateescape")))
    faults = _faults(message, text)
    if faults:
        return malformed(f"{faults[0].field}: {faults[0].description}", *faults)
    return malformed(f"The body is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}.")


def _faults(message: DescMessage, text: str) -> tuple[Violation, ...]:
    """Returns the faults of the value that the lenient parser of the standard library reads from the text."""
    try:
        return tuple(islice(message_faults(message, json.loads(text)), MAX_FAULTS))
    except (ValueError, RecursionError):
        return ()
