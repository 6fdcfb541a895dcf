"""Route lookup in a prefix tree: time grows with the length of the path, not with the number of routes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from gateway.server.routes.path_template import ONE, REST, Template

R = TypeVar("R")


@dataclass(slots=True)
class _Node(Generic[R]):
    literals: "dict[str, _Node[R]]" = field(default_factory=dict)
    one: "_Node[R] | None" = None
    rest: "_Node[R] | None" = None
    ends: dict[str, dict[str, R]] = field(default_factory=dict)


class RouteTree(Generic[R]):
    """Routes by template, verb and HTTP method. A literal segment takes precedence over a variable one."""

    def __init__(self) -> None:
        self._root: _Node[R] = _Node()

    def add(self, template: Template, method: str, route: R) -> None:
        """Adds a route. ValueError: the method and template have one already."""
        node = self._root
        for segment in template.segments:
            node = _grow(node, segment)
        methods = node.ends.setdefault(template.verb, {})
        if method in methods:
            raise ValueError(f"{method} {template.text} is bound twice")
        methods[method] = route

    def find(self, segments: list[str], verb: str, method: str) -> tuple[R | None, frozenset[str]]:
        """Returns the route, and the HTTP methods that the path allows; no methods: no such path."""
        allowed: set[str] = set()
        for methods in _ends(self._root, segments, 0, verb):
            if method in methods:
                return methods[method], frozenset(methods)
            allowed.update(methods)
        return None, frozenset(allowed)


def _grow(node: _Node[R], segment: str) -> _Node[R]:
    if segment == ONE:
        node.one = node.one or _Node()
        return node.one
    if segment == REST:
        node.rest = node.rest or _Node()
        return node.rest
    return node.literals.setdefault(segment, _Node())


def _ends(node: _Node[R], segments: list[str], index: int, verb: str) -> Iterator[dict[str, R]]:
    if index == len(segments):
        if verb in node.ends:
            yield node.ends[verb]
        return
    segment = segments[index]
    if segment in node.literals:
        yield from _ends(node.literals[segment], segments, index + 1, verb)
    if node.one is not None and segment:
        yield from _ends(node.one, segments, index + 1, verb)
    if node.rest is not None and verb in node.rest.ends:
        yield node.rest.ends[verb]
