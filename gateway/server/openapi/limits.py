"""Converts buf.validate rules to the equivalent keywords of JSON Schema."""

from collections.abc import Mapping
from typing import Any

from protobuf import DescField

from gateway.server.routes.contracts import Contracts

Schema = dict[str, Any]

_FIELD = "buf.validate.field"
_FORMATS = ("uuid", "email", "hostname", "uri", "ipv4", "ipv6")
_BOUNDS = {"gte": "minimum", "lte": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_COUNTS = {"min_items": "minItems", "max_items": "maxItems"}
_LENGTHS = {"min_len": "minLength", "max_len": "maxLength", "len": "const_length"}
_NUMBERS = frozenset({"int32", "uint32", "sint32", "double", "float"})

# Neither controls nor marks of direction nor separators of lines.
_OF_A_LINE = r"[^\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
# The project's own rules (persona/style/v1/rules.proto), whose CEL no JSON Schema can carry.
_PREDEFINED: Mapping[str, Schema] = {
    "persona.style.v1.prose": {"minLength": 1, "pattern": r"\S"},
    "persona.style.v1.line": {"pattern": rf"^{_OF_A_LINE}*$"},
}
_BOTH_PATTERNS = rf"^{_OF_A_LINE}*\S{_OF_A_LINE}*$"


class Limits:
    """Reads the validation rules of fields."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._predefined = {
            name: extension.type
            for name in _PREDEFINED
            if (extension := contracts.registry.extension(name)) is not None
        }

    def apply(self, field: DescField, schema: Schema) -> Schema:
        """Returns the schema of a field with its limits added."""
        rules = self._contracts.option(field.proto.options, _FIELD)
        if rules is None or rules.type is None:
            return schema
        limited = {**schema, **self._keywords(rules.type.field, rules.type.value, schema)}
        ignored = rules.has_field("ignore") and rules.ignore.name == "IF_ZERO_VALUE"
        return _or_empty(schema, limited) if ignored and "format" in limited else limited

    def required(self, field: DescField) -> bool:
        """Returns True if a request without the field would be refused."""
        rules = self._contracts.option(field.proto.options, _FIELD)
        if rules is None or field.proto.proto3_optional:
            return False
        if rules.required:
            return True
        if rules.type is None or (rules.has_field("ignore") and rules.ignore.name != "UNSPECIFIED"):
            return False
        keywords = self._keywords(rules.type.field, rules.type.value, {})
        return bool(keywords.get("minLength") or keywords.get("minItems") or keywords.get("format"))

    def _keywords(self, kind: str, rules: Any, schema: Schema) -> Schema:
        if kind == "string":
            return self._text(rules)
        if kind == "repeated":
            return self._list(rules, schema)
        return _numeric(rules) if kind in _NUMBERS else {}

    def _text(self, rules: Any) -> Schema:
        keywords = {keyword: getattr(rules, rule) for rule, keyword in _LENGTHS.items() if rules.has_field(rule)}
        if rules.has_field("pattern"):
            keywords["pattern"] = rules.pattern
        if rules.well_known is not None and rules.well_known.field in _FORMATS:
            keywords["format"] = rules.well_known.field
        if rules.in_:
            keywords["enum"] = list(rules.in_)
        names = [name for name, extension in self._predefined.items() if rules[extension]]
        for name in names:
            keywords.update(_PREDEFINED[name])
        return {**keywords, "pattern": _BOTH_PATTERNS} if len(names) == len(_PREDEFINED) else keywords

    def _list(self, rules: Any, schema: Schema) -> Schema:
        keywords: Schema = {keyword: getattr(rules, rule) for rule, keyword in _COUNTS.items() if rules.has_field(rule)}
        if rules.unique:
            keywords["uniqueItems"] = True
        items = rules.items
        if items is not None and items.type is not None:
            inner = self._keywords(items.type.field, items.type.value, {})
            keywords["items"] = {**schema.get("items", {}), **inner}
        return keywords


def _numeric(rules: Any) -> Schema:
    bounds = [bound for bound in (rules.greater_than, rules.less_than) if bound is not None]
    return {_BOUNDS[bound.field]: bound.value for bound in bounds}


def _or_empty(schema: Schema, limited: Schema) -> Schema:
    described = {key: value for key, value in schema.items() if key != "type"}
    return {**described, "anyOf": [limited, {"type": "string", "maxLength": 0}]}
