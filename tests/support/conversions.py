"""Fields of contract messages that a service's code reads and writes, found in its source.

Follows messages through annotations, attributes, loops and constructors of the converters and servicers. A field that
code reads by a computed name is not seen.
"""

import ast
import importlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from google.protobuf.descriptor import Descriptor, FieldDescriptor, ServiceDescriptor

FIELDS_OF_HELPERS = {"page_of": ("page_size", "page_token"), "once": ("request_id",)}
"""Fields that functions of servicekit read of a request that they are given."""
_WRITERS = {"extend", "CopyFrom", "append", "add"}


@dataclass(frozen=True)
class Known:
    """Type of an expression: one message, or an iterable of them."""

    message: Descriptor
    is_many: bool = False


@dataclass
class Usage:
    """Names of fields by full name of their message."""

    reads: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    writes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def usage_of(package: str) -> Usage:
    """Usage in the converters and servicers of a service's package."""
    usage = Usage()
    root = Path(importlib.import_module(package).__path__[0])
    paths = [root / "convert.py", *root.glob("convert/*.py"), *root.glob("*servicer.py"), root / "subscriber.py"]
    for path in filter(Path.exists, paths):
        name = ".".join((package, *path.relative_to(root).with_suffix("").parts))
        add_usage(usage, importlib.import_module(name), path.read_text())
    return usage


def add_usage(usage: Usage, module: ModuleType, source: str) -> None:
    """Adds what a source reads and writes, whose names are those of a module."""
    _Module(module, usage).visit(ast.parse(source))


def reachable(start: Descriptor) -> Iterator[Descriptor]:
    """A message of ours and every one of ours inside of it."""
    seen: dict[str, Descriptor] = {}
    waiting = [start]
    while waiting:
        message = waiting.pop()
        if message.full_name in seen or not message.full_name.startswith("persona."):
            continue
        seen[message.full_name] = message
        waiting.extend(inner.message_type for inner in message.fields if inner.message_type is not None)
    yield from seen.values()


def messages(service: ServiceDescriptor, *, requests: bool) -> Mapping[str, Descriptor]:
    """Messages of all requests, or of all responses, by full name."""
    roots = [method.input_type if requests else method.output_type for method in service.methods]
    return {message.full_name: message for root in roots for message in reachable(root)}


class _Module(ast.NodeVisitor):
    """Visits one module; `scope` has the types of the names of the function at hand."""

    def __init__(self, module: ModuleType, usage: Usage) -> None:
        self._names = vars(module)
        self._usage = usage
        self._scope: dict[str, Known] = {}

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer, self._scope = self._scope, dict(self._scope)
        for argument in (*node.args.args, *node.args.kwonlyargs):
            self._bind(argument.arg, self._annotated(argument.annotation))
        self.generic_visit(node)
        self._scope = outer

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self._bind_items(node.target, self._typed(node.iter))
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self.visit_For(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self._bind_items(node.target, self._typed(node.iter))
        for condition in node.ifs:
            self.visit(condition)

    def visit_ListComp(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> None:
        for generator in node.generators:
            self.visit(generator)
        self.visit(node.elt)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self.visit_ListComp(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self.visit_ListComp(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        pairs = [(target, node.value) for target in node.targets]
        if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(node.targets[0].elts, node.value.elts, strict=True))
        for target, value in pairs:
            known = self._typed(value)
            if isinstance(target, ast.Name):
                self._bind(target.id, known)
            self._write(target)

    def visit_Call(self, node: ast.Call) -> None:
        self._typed(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._typed(node)

    def _bind(self, name: str, known: Known | None) -> None:
        self._scope.pop(name, None)
        if known is not None:
            self._scope[name] = known

    def _bind_items(self, target: ast.expr, items: Known | None) -> None:
        if isinstance(target, ast.Tuple):  # enumerate
            target = target.elts[-1]
        if isinstance(target, ast.Name):
            self._bind(target.id, Known(items.message) if items else None)

    def _typed(self, node: ast.expr) -> Known | None:
        match node:
            case ast.Name():
                return self._scope.get(node.id)
            case ast.Attribute():
                return self._field(node)
            case ast.Call(func=ast.Name(id="enumerate" | "sorted" | "list" | "tuple"), args=[inner, *_]):
                return self._typed(inner)
            case ast.Call():
                return self._called(node)
            case ast.Subscript():
                inner = self._typed(node.value)
                return Known(inner.message) if inner else None
            case _:
                self.visit(node)
                return None

    def _field(self, node: ast.Attribute) -> Known | None:
        owner = self._typed(node.value)
        if owner is None or owner.is_many or node.attr not in owner.message.fields_by_name:
            return None
        self._usage.reads[owner.message.full_name].add(node.attr)
        return _type_of(owner.message.fields_by_name[node.attr])

    def _called(self, node: ast.Call) -> Known | None:
        built = self._message(node.func)
        if built is not None:
            self._usage.writes[built.full_name] |= {word.arg for word in node.keywords if word.arg}
        self._read_by_helper(node)
        if isinstance(node.func, ast.Attribute):
            return self._method(node, node.func, built)
        self._visit_arguments(node)
        return Known(built) if built else None

    def _method(self, node: ast.Call, function: ast.Attribute, built: Descriptor | None) -> Known | None:
        if function.attr in _WRITERS:
            self._write(function.value)
        owner = self._typed(function.value)
        if owner and function.attr in ("HasField", "WhichOneof"):
            self._read_named(owner.message, node.args[0])
        self._visit_arguments(node)
        if built is not None:
            return Known(built)
        return Known(owner.message) if owner and function.attr == "add" else None

    def _visit_arguments(self, node: ast.Call) -> None:
        for argument in (*node.args, *(word.value for word in node.keywords)):
            self._typed(argument)

    def _read_named(self, message: Descriptor, name: ast.expr) -> None:
        if not isinstance(name, ast.Constant):
            return
        oneof = message.oneofs_by_name.get(name.value)
        self._usage.reads[message.full_name] |= {each.name for each in oneof.fields} if oneof else {name.value}

    def _read_by_helper(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for argument in node.args[:1]:
            known = self._scope.get(argument.id) if isinstance(argument, ast.Name) else None
            if known is not None:
                self._usage.reads[known.message.full_name] |= set(FIELDS_OF_HELPERS.get(name, ()))

    def _write(self, target: ast.expr) -> None:
        if isinstance(target, ast.Tuple):
            for each in target.elts:
                self._write(each)
        if isinstance(target, ast.Attribute):
            self._write(target.value)
            owner = self._typed(target.value)
            if owner is not None:
                self._usage.writes[owner.message.full_name].add(target.attr)

    def _annotated(self, annotation: ast.expr | None) -> Known | None:
        match annotation:
            case ast.Subscript(slice=inner):
                known = self._annotated(inner)
                return Known(known.message, is_many=True) if known else None
            case ast.BinOp(left=left):
                return self._annotated(left)
            case ast.expr():
                message = self._message(annotation)
                return Known(message) if message else None
            case None:
                return None

    def _message(self, node: ast.expr) -> Descriptor | None:
        """The message that a dotted name of the module stands for."""
        value: object = None
        if isinstance(node, ast.Name):
            value = self._names.get(node.id)
        elif isinstance(node, ast.Attribute):
            value = self._value(node)
        descriptor = getattr(value, "DESCRIPTOR", None)
        return descriptor if isinstance(descriptor, Descriptor) and isinstance(value, type) else None

    def _value(self, node: ast.expr) -> object:
        if isinstance(node, ast.Name):
            return self._names.get(node.id)
        return getattr(self._value(node.value), node.attr, None) if isinstance(node, ast.Attribute) else None


def _type_of(inner: FieldDescriptor) -> Known | None:
    if inner.message_type is None or not inner.message_type.full_name.startswith("persona."):
        return None
    return Known(inner.message_type, inner.is_repeated)
