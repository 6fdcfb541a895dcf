"""Holds every request message against the rules that its contract states."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import protovalidate
from google.protobuf.message import Message

from libs.servicekit.calls.call_context import ServedCall
from libs.servicekit.errors import FieldViolation, InvalidArgument

_SHOWN = 3


class Validation:
    """The innermost interceptor: use cases see valid messages only."""

    @asynccontextmanager
    async def around(self, call: ServedCall) -> AsyncGenerator[None]:
        yield

    def check(self, call: ServedCall, message: Message) -> None:
        """Raises InvalidArgument that names every field that breaks its rule."""
        violations = [_to_field_violation(each) for each in protovalidate.collect_violations(message)]
        if violations:
            raise InvalidArgument(_summary(violations), violations=violations)


def _to_field_violation(violation: protovalidate.Violation) -> FieldViolation:
    path = ""
    for element in violation.proto.field.elements if violation.proto.field else ():
        path += f".{element.field_name}" if path else element.field_name
        if element.subscript is not None and element.subscript.field == "index":
            path += f"[{element.subscript.value}]"
    return FieldViolation(path, violation.proto.message or violation.proto.rule_id)


def _summary(violations: list[FieldViolation]) -> str:
    shown = "; ".join(f"{each.field or 'the request'} {each.description}" for each in violations[:_SHOWN])
    more = len(violations) - _SHOWN
    return f"{shown}; and {more} more." if more > 0 else f"{shown}."
