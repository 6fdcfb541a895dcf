"""Comments of the contracts by the full name of the declaration that they describe."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from protobuf import DescFile

Path = tuple[int, ...]

# Field numbers of descriptor.proto, which make up the path of a declaration inside its parent.
_FILE_MESSAGE, _FILE_ENUM, _FILE_SERVICE = 4, 5, 6
_MESSAGE_FIELD, _MESSAGE_NESTED, _MESSAGE_ENUM = 2, 3, 4
_ENUM_VALUE = 2
_SERVICE_METHOD = 2


def comments(files: Iterable[DescFile]) -> dict[str, str]:
    """Returns the comment of every message, field, enum, value, service and method that has one."""
    by_name: dict[str, str] = {}
    for file in files:
        info = file.proto.source_code_info
        texts = {tuple(location.path): _text(location) for location in info.location} if info else {}
        by_name.update((name, texts[path]) for path, name in _named(file.proto) if texts.get(path))
    return by_name


def first_sentence(comment: str) -> str:
    """Returns the first sentence of a comment, without its full stop."""
    paragraph = " ".join(comment.split("\n\n", maxsplit=1)[0].split())
    return paragraph.split(". ")[0].rstrip(".")


def _text(location: object) -> str:
    leading = str(getattr(location, "leading_comments", ""))
    text = leading or str(getattr(location, "trailing_comments", ""))
    return "\n".join(line.removeprefix(" ") for line in text.rstrip().splitlines()).strip()


def _named(file: object) -> Iterator[tuple[Path, str]]:
    package = str(getattr(file, "package", ""))
    for path, child, name in _children(file, "message_type", (_FILE_MESSAGE,), package):
        yield from _of_message(path, child, name)
    for path, child, name in _children(file, "enum_type", (_FILE_ENUM,), package):
        yield from _of_enum(path, child, name)
    for path, child, name in _children(file, "service", (_FILE_SERVICE,), package):
        yield path, name
        yield from ((p, n) for p, _, n in _children(child, "method", (*path, _SERVICE_METHOD), name))


def _of_message(path: Path, message: object, name: str) -> Iterator[tuple[Path, str]]:
    yield path, name
    yield from ((p, n) for p, _, n in _children(message, "field", (*path, _MESSAGE_FIELD), name))
    for inner_path, child, inner_name in _children(message, "nested_type", (*path, _MESSAGE_NESTED), name):
        yield from _of_message(inner_path, child, inner_name)
    for inner_path, child, inner_name in _children(message, "enum_type", (*path, _MESSAGE_ENUM), name):
        yield from _of_enum(inner_path, child, inner_name)


def _of_enum(path: Path, enum: object, name: str) -> Iterator[tuple[Path, str]]:
    yield path, name
    yield from ((p, n) for p, _, n in _children(enum, "value", (*path, _ENUM_VALUE), name))


def _children(parent: object, attribute: str, path: Path, prefix: str) -> Iterator[tuple[Path, object, str]]:
    children: Sequence[object] = getattr(parent, attribute)
    for index, child in enumerate(children):
        yield (*path, index), child, f"{prefix}.{getattr(child, 'name', '')}"


Comments = Mapping[str, str]
