"""Size limits of requests, which follow from their contract and are checked before anything is parsed.

    limits = request_limits(method.input_type)
    limits.check(raw)               # raises; costs at most what the largest valid request costs

The `buf.validate` rules state the elements of a repeated field and the characters of a text; the bytes of the whole
request are derived from them. A field whose rules state no maximum gets a default, so that every request is limited.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from buf.validate import validate_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from persona.errors.v1 import error_reason_pb2 as reasons
from persona.style.v1 import rules_pb2

from libs.servicekit.errors import FieldViolation, InvalidArgument, ServiceError
from libs.servicekit.interceptors.wire import LENGTH_DELIMITED, MAX_DEPTH, BrokenWireError, packed_count, read_field

MAX_REQUEST_BYTES: Final = 16 * 2**20
"""Ceiling of every request, and gRPC's own limit of a message."""
SPARE_BYTES: Final = 64 * 2**10
"""Bytes that a request may have beyond those of its contract: fields of a newer one."""
UNSTATED_ITEMS: Final = 1_000
"""Elements of a repeated field or map whose rules state no maximum."""
UNSTATED_LENGTH: Final = 200_000
"""Characters of a text, or bytes of a bytes field, whose rules state no maximum."""
UNSTATED_BYTES: Final = 2**20
"""Bytes that a field whose rules state no maximum adds to the size of its request, all elements together."""
SPARE_FIELDS: Final = 1_000
"""Fields and elements that a request may have beyond those of its contract: those of a newer one."""

_UTF8_BYTES: Final = 4
_PREFIX_BYTES: Final = 10
"""Most bytes of a field's tag and length, and of a number."""
_UUID_LENGTH: Final = 36
_TEXT: Final = (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES)
_WIDTHS: Final = {
    FieldDescriptor.TYPE_DOUBLE: 8,
    FieldDescriptor.TYPE_FIXED64: 8,
    FieldDescriptor.TYPE_SFIXED64: 8,
    FieldDescriptor.TYPE_FLOAT: 4,
    FieldDescriptor.TYPE_FIXED32: 4,
    FieldDescriptor.TYPE_SFIXED32: 4,
}


class RequestTooLarge(ServiceError):
    """The request has more bytes than any valid request of its method."""

    reason = reasons.ERROR_REASON_BODY_TOO_LARGE

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(
            f"The request has {size:,} bytes, and this method accepts at most {limit:,}. Send less at once.",
            metadata={"maxBytes": str(limit)},
        )


class TooManyFields(InvalidArgument):
    """The request repeats fields, or has fields of no contract, more often than any client does."""

    reason = reasons.ERROR_REASON_MALFORMED_REQUEST

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The request has more than {limit:,} fields and elements. Encode it with the published contract."
        )


class _OverLimitError(Exception):
    """A field is over its limit; its path grows on the way out of the nested messages."""

    def __init__(self, path: str, description: str) -> None:
        super().__init__(path)
        self.path = path
        self.description = description


@dataclass(frozen=True, slots=True)
class FieldLimits:
    """Limits of one field."""

    name: str
    max_items: int | None = None
    """Most elements of a repeated field. None: the field is singular."""
    max_characters: int | None = None
    """Most characters of a text; of each text of a repeated field."""
    max_bytes: int | None = None
    """Most bytes of a text or of bytes; of each element of a repeated field."""
    width: int | None = None
    """Bytes of each number of a repeated field; 0 if they vary. None: not numbers."""
    message: "MessageLimits | None" = None
    """Limits of the message of a field that holds one."""


@dataclass(slots=True)
class MessageLimits:
    """Limits of a message type. The initial values are those of a type that holds itself."""

    fields: dict[int, FieldLimits] = field(default_factory=dict[int, FieldLimits])
    """The fields that have limits, by number."""
    max_bytes: int = UNSTATED_BYTES
    """Most bytes of a message that keeps the rules."""
    max_entries: int = SPARE_FIELDS
    """Most fields and elements of a message that keeps the rules, with those of the messages in it."""


class RequestLimits:
    """Limits of the requests of one type."""

    def __init__(self, message: MessageLimits) -> None:
        self.message = message
        self.max_bytes = min(message.max_bytes + SPARE_BYTES, MAX_REQUEST_BYTES)
        """Most bytes of a request."""
        self.max_entries = message.max_entries + SPARE_FIELDS
        """Most fields and elements of a request, with unknown and repeated ones."""

    def check(self, raw: bytes) -> None:
        """Checks the bytes of a request.

        Raises RequestTooLarge; InvalidArgument, which names the first field over its limit; TooManyFields; and
        BrokenWireError for bytes that are not a message.
        """
        if len(raw) > self.max_bytes:
            raise RequestTooLarge(len(raw), self.max_bytes)
        try:
            _Walk(raw, self.max_entries).message(_Seen(self.message), 0, len(raw))
        except _OverLimitError as error:
            violation = FieldViolation(error.path, error.description)
            raise InvalidArgument(f"{error.path} {error.description}.", violations=[violation]) from None


@dataclass(slots=True)
class _Seen:
    """Contents of one message so far. Occurrences of a singular message are merged, so they are counted together."""

    limits: MessageLimits
    depth: int = 0
    items: dict[str, int] = field(default_factory=dict[str, int])
    messages: "dict[str, _Seen]" = field(default_factory=dict[str, "_Seen"])


class _Walk:
    """A walk over the fields of one request, which ends at the first one over its limit."""

    def __init__(self, raw: bytes, max_entries: int) -> None:
        self._raw = raw
        self._max_entries = max_entries
        self._entries = 0

    def message(self, seen: _Seen, position: int, end: int) -> None:
        """Walks the message at `position`..`end`."""
        if seen.depth > MAX_DEPTH:
            raise BrokenWireError
        fields = seen.limits.fields
        while position < end:
            self._entries += 1
            if self._entries > self._max_entries:
                raise TooManyFields(self._max_entries)
            number, wire_type, start, position = read_field(self._raw, position, end)
            of_field = fields.get(number)
            if of_field is None:
                continue
            if of_field.max_items is not None:
                self._count(seen, of_field, wire_type, start, position)
            if wire_type != LENGTH_DELIMITED:
                continue
            if of_field.message is not None:
                self._nested(seen, of_field, of_field.message, start, position)
            elif of_field.max_bytes is not None:
                self._measure(seen, of_field, start, position)

    def _count(self, seen: _Seen, of_field: FieldLimits, wire_type: int, start: int, stop: int) -> None:
        most, added = of_field.max_items or 0, 1
        if of_field.width is not None and wire_type == LENGTH_DELIMITED:
            if of_field.width:
                added = (stop - start) // of_field.width
            elif stop - start <= most * _PREFIX_BYTES:
                added = packed_count(self._raw, start, stop)
            else:
                added = most + 1
        count = seen.items[of_field.name] = seen.items.get(of_field.name, 0) + added
        if count > most:
            raise _OverLimitError(of_field.name, f"must have at most {most:,} elements; send fewer")

    def _measure(self, seen: _Seen, of_field: FieldLimits, start: int, stop: int) -> None:
        length, most, most_bytes = stop - start, of_field.max_characters, of_field.max_bytes or 0
        if most is None:
            if length > most_bytes:
                raise _OverLimitError(_path(of_field, seen), f"must have at most {most_bytes:,} bytes; shorten it")
        # Only between the two bounds does the number of characters depend on which they are.
        elif length > most and (length > most_bytes or len(self._raw[start:stop].decode(errors="replace")) > most):
            raise _OverLimitError(_path(of_field, seen), f"must have at most {most:,} characters; shorten it")

    def _nested(self, seen: _Seen, of_field: FieldLimits, message: MessageLimits, start: int, stop: int) -> None:
        if of_field.max_items is not None:
            inside = _Seen(message, seen.depth + 1)
        else:
            inside = seen.messages.setdefault(of_field.name, _Seen(message, seen.depth + 1))
        try:
            self.message(inside, start, stop)
        except _OverLimitError as error:
            raise _OverLimitError(f"{_path(of_field, seen)}.{error.path}", error.description) from None


def _path(of_field: FieldLimits, seen: _Seen) -> str:
    return of_field.name if of_field.max_items is None else f"{of_field.name}[{seen.items[of_field.name] - 1}]"


@cache
def request_limits(request: Descriptor) -> RequestLimits:
    """Returns the limits of a request type."""
    return RequestLimits(_message_limits(request, {}))


def _message_limits(message: Descriptor, known: dict[str, MessageLimits]) -> MessageLimits:
    if message.full_name in known:
        return known[message.full_name]
    limits = known[message.full_name] = MessageLimits()
    sizes = {each.number: _add_field(each, _rules(each), limits, known) for each in message.fields}
    return _summed(message, limits, sizes)


def _entry_limits(entry: Descriptor, rules: validate_pb2.MapRules, known: dict[str, MessageLimits]) -> MessageLimits:
    """The limits of a map's entry, whose rules are those of the map."""
    limits = MessageLimits()
    key, value = entry.fields_by_name["key"], entry.fields_by_name["value"]
    sizes = {
        key.number: _add_field(key, rules.keys, limits, known),
        value.number: _add_field(value, rules.values, limits, known),
    }
    return _summed(entry, limits, sizes)


def _rules(each: FieldDescriptor) -> validate_pb2.FieldRules:
    return each.GetOptions().Extensions[validate_pb2.field]


def _summed(message: Descriptor, limits: MessageLimits, sizes: Mapping[int, tuple[int, int]]) -> MessageLimits:
    alone = [sizes[each.number][0] for each in message.fields if each.containing_oneof is None]
    largest = [max(sizes[each.number][0] for each in oneof.fields) for oneof in message.oneofs]
    limits.max_bytes = sum(alone) + sum(largest)
    limits.max_entries = sum(entries for _, entries in sizes.values())
    return limits


def _add_field(
    each: FieldDescriptor, rules: validate_pb2.FieldRules, limits: MessageLimits, known: dict[str, MessageLimits]
) -> tuple[int, int]:
    """Adds the limits of a field to those of its message. Returns the most bytes and the most entries of the field."""
    stated, max_items = _max_items(each, rules)
    nested, text = _nested(each, rules, known), None
    size, entries = _PREFIX_BYTES, 1
    if nested is not None:
        size, entries = nested.max_bytes, 1 + nested.max_entries
    elif each.type in _TEXT:
        text = _text_limits(rules.repeated.items if each.is_repeated else rules)
        size, stated = text.size, stated and text.stated
    if nested is not None or text is not None or max_items is not None:
        limits.fields[each.number] = FieldLimits(
            each.name,
            max_items,
            max_characters=text.max_characters if text else None,
            max_bytes=text.max_bytes if text else None,
            width=None if nested or text else _WIDTHS.get(each.type, 0),
            message=nested,
        )
    count = 1 if max_items is None else max_items
    most = count * (size + _PREFIX_BYTES) if stated else UNSTATED_BYTES
    if rules.repeated.HasExtension(rules_pb2.total_len):
        most = min(most, rules.repeated.Extensions[rules_pb2.total_len] * _UTF8_BYTES + count * _PREFIX_BYTES)
    return most, count * entries


def _max_items(each: FieldDescriptor, rules: validate_pb2.FieldRules) -> tuple[bool, int | None]:
    """Returns if the rules state the most elements of a field, and that number; None for a singular field."""
    if not each.is_repeated:
        return True, None
    if rules.repeated.HasField("max_items"):
        return True, rules.repeated.max_items
    if rules.map.HasField("max_pairs"):
        return True, rules.map.max_pairs
    return False, UNSTATED_ITEMS


def _nested(
    each: FieldDescriptor, rules: validate_pb2.FieldRules, known: dict[str, MessageLimits]
) -> MessageLimits | None:
    if each.message_type is None:
        return None
    if each.message_type.GetOptions().map_entry:
        return _entry_limits(each.message_type, rules.map, known)
    return _message_limits(each.message_type, known)


@dataclass(frozen=True, slots=True)
class _TextLimits:
    size: int
    """Most bytes of a valid value."""
    max_characters: int | None
    max_bytes: int | None
    stated: bool = True


def _text_limits(rules: validate_pb2.FieldRules) -> _TextLimits:
    """The limits of a text or of bytes. The rule for UUIDs and lists of values limit it too, but report it better."""
    text, binary = rules.string, rules.bytes
    for length in (text.max_len, text.len):
        if length:
            return _TextLimits(length * _UTF8_BYTES, length, length * _UTF8_BYTES)
    for length in (text.max_bytes, text.len_bytes, binary.max_len, binary.len):
        if length:
            return _TextLimits(length, None, length)
    values = [value.encode() for value in (*getattr(text, "in"), text.const) if value]
    values += [value for value in (*getattr(binary, "in"), binary.const) if value]
    if values:
        return _TextLimits(max(map(len, values)), None, None)
    if text.uuid:
        return _TextLimits(_UUID_LENGTH, None, None)
    if rules.WhichOneof("type") == "bytes":
        return _TextLimits(UNSTATED_LENGTH, None, UNSTATED_LENGTH, stated=False)
    return _TextLimits(UNSTATED_BYTES, UNSTATED_LENGTH, UNSTATED_LENGTH * _UTF8_BYTES, stated=False)
