"""Converts query parameters to JSON: `a.b=1&c=x&c=y` is {"a": {"b": "1"}, "c": ["x", "y"]}."""

from collections.abc import Iterable
from itertools import islice
from urllib.parse import parse_qsl

from protobuf import (
    DescEnum,
    DescField,
    DescFieldValueEnum,
    DescFieldValueList,
    DescFieldValueMessage,
    DescFieldValueScalar,
    DescMessage,
    ScalarType,
)

from gateway.server.messages.json_body import MAX_FAULTS
from gateway.server.messages.json_faults import Json
from gateway.server.messages.suggestions import suggestion
from gateway.server.problems.names import cut
from gateway.server.problems.problem import Violation, invalid_field, malformed
from gateway.server.routes.fields import field_named, is_field_mask

_MAX_PARAMETERS = 1000
_MAX_ENUM_DIGITS = 9
_BOOLEANS = {"true": True, "false": False}

Tree = dict[str, Json]


def parse_query(raw: bytes) -> list[tuple[str, str]]:
    """Returns the parameters in order. ProblemError: they are not UTF-8, or too many."""
    if not raw:
        return []
    try:
        return parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS)
    except UnicodeDecodeError:
        raise malformed("The query is not valid UTF-8; percent-encode the UTF-8 bytes of each value.") from None
    except ValueError:
        raise malformed(f"The query has more than {_MAX_PARAMETERS} parameters; send fewer.") from None


def add_parameters(tree: Tree, message: DescMessage, pairs: Iterable[tuple[str, str]], taken: frozenset[str]) -> None:
    """Adds parameters of `message` to `tree`. ProblemError: some are unknown, repeated, or `taken` by path or body."""
    faults = (fault for name, text in pairs if (fault := _add(tree, message, name, text, taken)))
    if faults := tuple(islice(faults, MAX_FAULTS)):
        raise invalid_field(*faults)


def set_text(tree: Tree, message: DescMessage, path: str, text: str) -> None:
    """Sets the field at a dotted path, replacing any value. KeyError: the message has no such field."""
    name, _, rest = path.partition(".")
    field = field_named(message, name)
    if field is None:
        raise KeyError(path)
    if not rest:
        tree.pop(field.json_name, None)
        tree[field.name] = _scalar(field.value, text)
    elif isinstance(field.value, DescFieldValueMessage):
        set_text(_branch(tree, field), field.value.message, rest, text)


def _add(tree: Tree, message: DescMessage, name: str, text: str, taken: frozenset[str]) -> Violation | None:
    *parents, leaf = name.split(".")
    for parent in parents:
        field = field_named(message, parent)
        if field is None or not isinstance(field.value, DescFieldValueMessage):
            return _unknown(message, name)
        tree, message = _branch(tree, field), field.value.message
    field = field_named(message, leaf)
    if field is None:
        return _unknown(message, name)
    if not parents and field.name in taken:
        return Violation(field.name, "is set by the path or body; leave it out of the query")
    return _add_leaf(tree, field, text)


def _add_leaf(tree: Tree, field: DescField, text: str) -> Violation | None:
    present = tree.get(field.name)
    if isinstance(field.value, DescFieldValueList):
        values = present if isinstance(present, list) else []
        tree[field.name] = [*values, _element(field.value.element, text)]
    elif is_field_mask(field) and isinstance(present, str):
        tree[field.name] = f"{present},{text}"
    elif field.name in tree:
        return Violation(field.name, "is given more than once; give it once")
    else:
        tree[field.name] = _scalar(field.value, text)
    return None


def _branch(tree: Tree, field: DescField) -> Tree:
    branch = tree.setdefault(field.name, {})
    if not isinstance(branch, dict):
        raise invalid_field(Violation(field.name, "is given both as a whole and by its fields; choose one"))
    return branch


def _scalar(value: object, text: str) -> Json:
    match value:
        case DescFieldValueScalar(scalar=ScalarType.BOOL):
            return _BOOLEANS.get(text, text)
        case DescFieldValueEnum():
            return _enum_value(text)
        case _:
            return text


def _element(element: DescMessage | DescEnum | ScalarType, text: str) -> Json:
    if element is ScalarType.BOOL:
        return _BOOLEANS.get(text, text)
    return _enum_value(text) if isinstance(element, DescEnum) else text


def _enum_value(text: str) -> Json:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_ENUM_DIGITS else text


def _unknown(message: DescMessage, name: str) -> Violation:
    return Violation(cut(name), f"is not a query parameter of this route{suggestion(message, name)}")
