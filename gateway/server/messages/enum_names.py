"""Sentences about enum values, which name the values that are accepted."""

import re
from collections.abc import Iterator
from dataclasses import replace

from protobuf import (
    DescEnum,
    DescField,
    DescFieldValueEnum,
    DescFieldValueList,
    DescFieldValueMap,
    DescFieldValueMessage,
    DescMessage,
)

from gateway.server.problems.problem import Problem, Violation
from gateway.server.routes.fields import field_named

# Sentences of protovalidate that name numbers, or that name nothing.
_BY_NUMBER = re.compile(r"in list \[|defined enum values|must equal|must not equal")
_NOT_UNIQUE = "must contain unique items"
_PART = re.compile(r"([A-Za-z_]\w*)((?:\[[^\]]*\])?)(?:\.|$)")


def names_of(enum: DescEnum) -> str:
    """Returns the names of the values that a request may set; the one of zero says that nothing is set."""
    return ", ".join(value.name for value in enum.values if value.number)


def with_enum_names(message: DescMessage, problem: Problem) -> Problem:
    """Returns a service's problem with sentences that name the values of an enum in place of numbers of a rule."""
    detail, violations = problem.detail, list[Violation]()
    for violation in problem.violations:
        description = _described(message, violation)
        detail = detail.replace(violation.description, description) if violation.description else detail
        violations.append(replace(violation, description=description))
    return replace(problem, detail=detail, violations=tuple(violations))


def _described(message: DescMessage, violation: Violation) -> str:
    if _BY_NUMBER.search(violation.description):
        enum = _enum_at(message, violation.field)
        return f"must be one of {names_of(enum)}" if enum is not None else violation.description
    if _NOT_UNIQUE in violation.description:
        return "must not name the same value twice"
    return violation.description


def _enum_at(message: DescMessage, path: str) -> DescEnum | None:
    element: object = message
    for name in _names(path):
        field = field_named(element, name) if isinstance(element, DescMessage) else None
        if field is None:
            return None
        element = _element(field)
    return element if isinstance(element, DescEnum) else None


def _names(path: str) -> Iterator[str]:
    for part in _PART.finditer(path):
        yield part[1]


def _element(field: DescField) -> object:
    match field.value:
        case DescFieldValueList(element=element) | DescFieldValueMap(value=element):
            return element
        case DescFieldValueMessage(message=message):
            return message
        case DescFieldValueEnum(enum=enum):
            return enum
        case _:
            return None
