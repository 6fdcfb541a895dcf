"""Finds the fields of a JSON document that do not fit its message, and the reasons.

protobuf's JSON reader is fast and stops at the first fault without saying where in the document it
is. Only documents that it refuses come here.
"""

import base64
from collections.abc import Iterator
from typing import TypeAlias

from protobuf import (
    DescEnum,
    DescField,
    DescFieldValueEnum,
    DescFieldValueList,
    DescFieldValueMap,
    DescFieldValueMessage,
    DescFieldValueScalar,
    DescMessage,
    ScalarType,
    message_from_json_value,
)

from gateway.server.messages.enum_names import names_of
from gateway.server.messages.suggestions import suggestion
from gateway.server.problems.names import cut
from gateway.server.problems.problem import Violation
from gateway.server.routes.fields import field_named

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

_URL_SAFE = str.maketrans("-_", "+/")
_SHOWN_CHARACTERS = 40
_WELL_KNOWN = "google.protobuf."
_EXAMPLES = {
    "google.protobuf.Timestamp": 'a time such as "2025-01-31T12:00:00Z"',
    "google.protobuf.Duration": 'a duration in seconds such as "1.5s"',
    "google.protobuf.FieldMask": 'field names separated by commas such as "title,text"',
}
_INTEGERS: dict[ScalarType, tuple[int, int]] = {
    **dict.fromkeys((ScalarType.INT32, ScalarType.SINT32, ScalarType.SFIXED32), (-(2**31), 2**31 - 1)),
    **dict.fromkeys((ScalarType.UINT32, ScalarType.FIXED32), (0, 2**32 - 1)),
    **dict.fromkeys((ScalarType.INT64, ScalarType.SINT64, ScalarType.SFIXED64), (-(2**63), 2**63 - 1)),
    **dict.fromkeys((ScalarType.UINT64, ScalarType.FIXED64), (0, 2**64 - 1)),
}


def message_faults(message: DescMessage, value: Json, path: str = "") -> Iterator[Violation]:
    """Yields every fault of `value` as the JSON of `message`; `path` is its place in the request."""
    if message.type_name.startswith(_WELL_KNOWN):
        yield from _well_known_faults(message, value, path)
    elif not isinstance(value, dict):
        yield Violation(path, f"must be an object, not {_kind(value)}")
    else:
        for name, inner in value.items():
            field = field_named(message, name)
            if field is None:
                yield Violation(_join(path, cut(name)), _unknown(message, name))
            elif inner is not None:
                yield from _field_faults(field, inner, _join(path, field.name))


def _field_faults(field: DescField, value: Json, path: str) -> Iterator[Violation]:
    match field.value:
        case DescFieldValueList(element=element):
            if not isinstance(value, list):
                yield Violation(path, f"must be a list, not {_kind(value)}")
                return
            for index, item in enumerate(value):
                yield from _element_faults(element, item, f"{path}[{index}]")
        case DescFieldValueMap(value=element):
            if not isinstance(value, dict):
                yield Violation(path, f"must be an object, not {_kind(value)}")
                return
            for key, item in value.items():
                yield from _element_faults(element, item, f'{path}["{cut(key)}"]')
        case DescFieldValueMessage(message=message):
            yield from message_faults(message, value, path)
        case DescFieldValueEnum(enum=enum):
            yield from _enum_faults(enum, value, path)
        case DescFieldValueScalar(scalar=scalar):
            yield from _scalar_faults(scalar, value, path)


def _element_faults(element: DescMessage | DescEnum | ScalarType, value: Json, path: str) -> Iterator[Violation]:
    if value is None:
        yield Violation(path, "must not be null")
    elif isinstance(element, DescMessage):
        yield from message_faults(element, value, path)
    elif isinstance(element, DescEnum):
        yield from _enum_faults(element, value, path)
    else:
        yield from _scalar_faults(element, value, path)


def _well_known_faults(message: DescMessage, value: Json, path: str) -> Iterator[Violation]:
    try:
        message_from_json_value(message.type, value)
    except (ValueError, TypeError):
        yield Violation(path, f"must be {_EXAMPLES.get(message.type_name, f'a {message.name}')}")


def _enum_faults(enum: DescEnum, value: Json, path: str) -> Iterator[Violation]:
    spellings = {spelling for enum_value in enum.values for spelling in (enum_value.name, enum_value.number)}
    if isinstance(value, bool | dict | list) or value not in spellings:
        yield Violation(path, f"must be one of {names_of(enum)}; not {_shown(value)}")


def _scalar_faults(scalar: ScalarType, value: Json, path: str) -> Iterator[Violation]:
    if scalar is ScalarType.STRING:
        yield from _text_faults(value, path)
    elif scalar is ScalarType.BOOL:
        if not isinstance(value, bool):
            yield Violation(path, f"must be true or false, not {_shown(value)}")
    elif scalar is ScalarType.BYTES:
        if not isinstance(value, str) or not _is_base64(value):
            yield Violation(path, "must be text in base64")
    elif scalar in _INTEGERS:
        low, high = _INTEGERS[scalar]
        number = _number(value)
        if number is None or not number.is_integer() or not low <= number <= high:
            yield Violation(path, f"must be a whole number from {low} to {high}, not {_shown(value)}")
    elif _number(value) is None and value not in ("NaN", "Infinity", "-Infinity"):
        yield Violation(path, f"must be a number, not {_shown(value)}")


def _text_faults(value: Json, path: str) -> Iterator[Violation]:
    if not isinstance(value, str):
        yield Violation(path, f"must be text, not {_kind(value)}")
        return
    surrogate = next((index for index, character in enumerate(value) if "\ud800" <= character <= "\udfff"), None)
    if surrogate is not None:
        yield Violation(
            path, f"is not valid UTF-8: character {surrogate} is half of a surrogate pair; send the text as UTF-8"
        )


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _is_base64(value: str) -> bool:
    padded = value.translate(_URL_SAFE) + "=" * (-len(value) % 4)
    try:
        base64.b64decode(padded, validate=True)
    except ValueError:
        return False
    return True


def _unknown(message: DescMessage, name: str) -> str:
    return f"is not a field of {message.name}{suggestion(message, name)}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(value: Json) -> str:
    if isinstance(value, str) and len(value) <= _SHOWN_CHARACTERS:
        return f'"{value}"'
    if isinstance(value, int | float) and not isinstance(value, bool) and len(str(value)) <= _SHOWN_CHARACTERS:
        return str(value)
    return _kind(value)


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "an object"
