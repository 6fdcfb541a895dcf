"""Path templates of google.api.http: `/v1/personas/{persona_id}/samples/{sample_id}:verb`.

Grammar: google/api/http.proto. A variable matches one segment unless it has a pattern, as in
`{name=personas/*}` or `{path=**}`; `**` matches the rest of the path and may only be last.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

ONE = "*"
REST = "**"
_PART = re.compile(r"/(?:\{([a-zA-Z_][\w.]*)(?:=([^{}]+))?\}|([^/{}]+))")


@dataclass(frozen=True, slots=True)
class Variable:
    """A field that the path sets: its dotted path and the segments [start, end) that it matches; end None: the rest."""

    field_path: str
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template: literal segments, `*` or `**`; the variables; and the verb after the colon."""

    text: str
    segments: tuple[str, ...]
    variables: tuple[Variable, ...]
    verb: str

    def read(self, segments: list[str]) -> dict[str, str]:
        """Returns the raw (still percent-encoded) value of every variable in a path that matches."""
        return {variable.field_path: "/".join(segments[variable.start : variable.end]) for variable in self.variables}


def parse_template(text: str) -> Template:
    """Parses a template. ValueError: it does not follow the grammar."""
    path, verb = _split_verb(text)
    segments: list[str] = []
    variables: list[Variable] = []
    for name, pattern, literal in _parts(path):
        if literal:
            segments.append(literal)
            continue
        inner = (pattern or ONE).split("/")
        end = None if inner[-1] == REST else len(segments) + len(inner)
        variables.append(Variable(name, len(segments), end))
        segments.extend(inner)
    if not segments:
        raise ValueError("a path template has at least one segment")
    if REST in segments[:-1]:
        raise ValueError(f"{text!r}: ** may only be last")
    return Template(text, tuple(segments), tuple(variables), verb)


def split_path(raw_path: str) -> tuple[list[str], str]:
    """Returns the segments of a request's path and its verb, both still percent-encoded.

    A colon that belongs to a value is percent-encoded, so that it does not start a verb.
    """
    *head, last = raw_path.lstrip("/").split("/")
    last, _, verb = last.partition(":")
    return [*head, last], verb


def decode(raw: str) -> str:
    """Decodes percent-encoding. UnicodeDecodeError: the bytes are not UTF-8."""
    return unquote_to_bytes(raw).decode("utf-8")


def _split_verb(text: str) -> tuple[str, str]:
    colon = text.rfind(":")
    if colon > max(text.rfind("/"), text.rfind("}") - 1):
        return text[:colon], text[colon + 1 :]
    return text, ""


def _parts(path: str) -> list[tuple[str, str, str]]:
    parts: list[tuple[str, str, str]] = []
    position = 0
    while position < len(path):
        match = _PART.match(path, position)
        if match is None:
            raise ValueError(f"{path!r}: cannot be read from character {position}")
        parts.append((match[1] or "", match[2] or "", match[3] or ""))
        position = match.end()
    return parts
