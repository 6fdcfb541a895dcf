"""Protobuf's wire format, read with a bound on the work."""

from typing import Final

VARINT: Final = 0
FIXED64: Final = 1
LENGTH_DELIMITED: Final = 2
FIXED32: Final = 5
MAX_DEPTH: Final = 32
"""Most messages inside one another that are walked."""
_WIDTHS: Final = {FIXED64: 8, FIXED32: 4}
_MAX_VARINT_BYTES: Final = 10
_LAST: Final = 0x80
"""A byte below this is the last one of its number."""


class BrokenWireError(ValueError):
    """The bytes are not in the wire format, or use groups, which proto3 does not have."""


def read_field(raw: bytes, position: int, end: int) -> tuple[int, int, int, int]:
    """Reads one field. Returns its number and wire type, and start and end of its value. Raises BrokenWireError."""
    tag, start = read_varint(raw, position, end)
    wire_type = tag & 7
    if wire_type == LENGTH_DELIMITED:
        length, start = read_varint(raw, start, end)
        stop = start + length
    elif wire_type == VARINT:
        stop = read_varint(raw, start, end)[1]
    elif wire_type in _WIDTHS:
        stop = start + _WIDTHS[wire_type]
    else:
        raise BrokenWireError
    if stop > end:
        raise BrokenWireError
    return tag >> 3, wire_type, start, stop


def read_varint(raw: bytes, position: int, end: int) -> tuple[int, int]:
    """Returns the number at `position` and the position after it. Raises BrokenWireError."""
    if position < end and (number := raw[position]) < _LAST:
        return number, position + 1
    number = shift = 0
    for byte in raw[position : min(end, position + _MAX_VARINT_BYTES)]:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < _LAST:
            return number, position + shift // 7
    raise BrokenWireError


def packed_count(raw: bytes, start: int, stop: int) -> int:
    """Returns how many numbers of varying width are packed in the value at `start`..`stop`."""
    return sum(byte < _LAST for byte in raw[start:stop])
