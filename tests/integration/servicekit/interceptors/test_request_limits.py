"""Limits of every request of the contracts, found in their descriptors: an RPC that is added is tested by itself."""

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.events.v1 import subscriber_service_pb2
from persona.events.v1.event_pb2 import Event, PersonaErased

from libs.servicekit.calls.call_context import ServedCall
from libs.servicekit.calls.status import to_status
from libs.servicekit.errors import FieldViolation, InvalidArgument, ServiceError
from libs.servicekit.interceptors import limits as module
from libs.servicekit.interceptors.chain import RequestReader
from libs.servicekit.interceptors.limits import FieldLimits, MessageLimits, RequestTooLarge, request_limits
from libs.servicekit.interceptors.validation import MAX_VIOLATIONS, Validation

CONTRACTS = Path(pb.__file__).parents[2]
MANY = 1_000_000
STATUS_BYTES = 8 * 1024
SECONDS = 0.05
"""Process time of a refusal, as often as measured at best. Typical: 0.1 ms."""
ATTEMPTS = 3


def methods() -> list[MethodDescriptor]:
    """Every method that a service of the contracts has."""
    found: list[MethodDescriptor] = []
    for path in sorted(CONTRACTS.glob("*/v1/*_service_pb2.py")):
        contract = import_module(f"persona.{path.parent.parent.name}.v1.{path.stem}").DESCRIPTOR
        found += [method for service in contract.services_by_name.values() for method in service.methods]
    return found


@dataclass(frozen=True)
class Place:
    """A field in a request, by the fields that lead to it."""

    request: Descriptor
    way: tuple[FieldDescriptor, ...]
    limits: FieldLimits

    @property
    def field(self) -> FieldDescriptor:
        return self.way[-1]

    def path(self, last: str = "") -> str:
        """The path that an error names, if the request has one element of each repeated field on the way."""
        names = [f"{field.name}[0]" if field.is_repeated else field.name for field in self.way[:-1]]
        return ".".join([*names, self.field.name + last])

    def around(self, content: bytes) -> bytes:
        """The request that has the bytes `content` as its field's message, and nothing else."""
        for field in reversed(self.way[:-1]):
            content = delimited(field.number, content)
        return content

    def __str__(self) -> str:
        return f"{self.request.name}.{self.path()}"


def delimited(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*encoded, number])


def places(request: Descriptor) -> Iterator[Place]:
    def inside(message: Descriptor, way: tuple[FieldDescriptor, ...], limits: MessageLimits) -> Iterator[Place]:
        for field in message.fields:
            of_field = limits.fields.get(field.number)
            if of_field is None or field in way:
                continue
            yield Place(request, (*way, field), of_field)
            if of_field.message is not None and field.message_type is not None:
                yield from inside(field.message_type, (*way, field), of_field.message)

    return inside(request, (), request_limits(request).message)


REQUESTS = sorted({method.input_type.full_name for method in methods()})
PLACES = [place for name in REQUESTS for place in places(descriptor_pool.Default().FindMessageTypeByName(name))]
REPEATED = [place for place in PLACES if place.field.is_repeated]
TEXTS = [place for place in PLACES if place.limits.max_characters is not None]


def read(request: Descriptor, raw: bytes) -> Message:
    call = ServedCall(metadata={}, method="", context=None, streaming=False)  # pyright: ignore[reportArgumentType]
    return RequestReader(request, [Validation()]).read(call, raw)


def refusal(request: Descriptor, raw: bytes) -> ServiceError:
    """The error that a request is refused with, which takes little time and has a short status."""
    request_limits(request)
    taken: list[float] = []
    caught: ServiceError | None = None
    for _ in range(ATTEMPTS):
        started = time.process_time()
        with pytest.raises(ServiceError) as refused:
            read(request, raw)
        size = to_status(refused.value).ByteSize()
        taken.append(time.process_time() - started)
        assert size < STATUS_BYTES
        caught = refused.value
        if taken[-1] < SECONDS:
            break
    assert min(taken) < SECONDS
    assert caught is not None
    return caught


def test_every_rpc_is_found() -> None:
    assert len(methods()) >= 31
    assert len(REPEATED) >= 13
    assert len(TEXTS) >= 20


@pytest.mark.parametrize("name", REQUESTS)
def test_every_repeated_field_and_text_of_a_request_has_a_limit(name: str) -> None:
    def check(message: Descriptor, limits: MessageLimits) -> None:
        for field in message.fields:
            of_field = limits.fields.get(field.number)
            if field.is_repeated or field.message_type is not None:
                assert of_field is not None, field.full_name
            if field.is_repeated:
                assert of_field is not None
                assert of_field.max_items is not None
            if field.message_type is not None and of_field is not None and of_field.message is not None:
                check(field.message_type, of_field.message)

    request = descriptor_pool.Default().FindMessageTypeByName(name)
    check(request, request_limits(request).message)
    assert request_limits(request).max_bytes <= module.MAX_REQUEST_BYTES


@pytest.mark.parametrize("place", REPEATED, ids=str)
def test_a_million_empty_elements_are_refused_and_the_field_is_named(place: Place) -> None:
    empty = varint(place.field.number << 3) + b"\0" if place.limits.width == 0 else delimited(place.field.number, b"")
    fits = request_limits(place.request).max_bytes // len(empty) - 10
    error = refusal(place.request, place.around(empty * min(MANY, fits)))
    assert isinstance(error, InvalidArgument)
    assert [violation.field for violation in error.violations] == [place.path()]
    error = refusal(place.request, place.around(empty * MANY))
    assert isinstance(error, InvalidArgument | RequestTooLarge)


@pytest.mark.parametrize("place", [place for place in REPEATED if place.limits.width is not None], ids=str)
def test_a_million_packed_elements_are_refused_and_the_field_is_named(place: Place) -> None:
    fits = request_limits(place.request).max_bytes - 100
    error = refusal(place.request, place.around(delimited(place.field.number, b"\x01" * min(MANY, fits))))
    assert [violation.field for violation in error.violations] == [place.path()]


@pytest.mark.parametrize("place", REPEATED, ids=str)
def test_the_most_elements_are_not_too_many(place: Place) -> None:
    count = place.limits.max_items or 0
    one = varint(place.field.number << 3) + b"\1" if place.limits.width is not None else None
    request_limits(place.request).check(place.around((one or delimited(place.field.number, b"")) * count))


@pytest.mark.parametrize("place", TEXTS, ids=str)
@pytest.mark.parametrize("letter", ["x", "é"])
def test_a_text_of_one_character_more_is_refused_and_named(place: Place, letter: str) -> None:
    most = place.limits.max_characters or 0
    last = "[0]" if place.field.is_repeated else ""
    request_limits(place.request).check(place.around(delimited(place.field.number, letter.encode() * most)))
    error = refusal(place.request, place.around(delimited(place.field.number, letter.encode() * (most + 1))))
    assert [violation.field for violation in error.violations] == [place.path(last)]
    assert f"{most:,} characters" in error.message


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_with_too_many_bytes_is_refused_unread(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    request = descriptor_pool.Default().FindMessageTypeByName(name)
    limit = request_limits(request).max_bytes

    def unread(*_: object) -> None:
        raise AssertionError("the bytes were read")

    monkeypatch.setattr(module, "read_field", unread)
    monkeypatch.setattr(GetMessageClass(request), "FromString", unread, raising=False)
    error = refusal(request, b"\0" * (limit + 1))
    assert isinstance(error, RequestTooLarge)
    assert error.metadata == {"maxBytes": str(limit)}
    assert f"{limit:,}" in error.message


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize(
    "content",
    [b"\xf8\x7f\x00", b"\xfa\x7f\x00", b"\x80", b"\xff", b"\x0b", b"\x00"],
    ids=["unknown numbers", "unknown texts", "endless number", "endless tag", "groups", "zeros"],
)
def test_bytes_that_fill_a_request_with_other_things_are_refused_quickly(name: str, content: bytes) -> None:
    request = descriptor_pool.Default().FindMessageTypeByName(name)
    raw = content * (request_limits(request).max_bytes // len(content))
    assert isinstance(refusal(request, raw), InvalidArgument)


def test_a_message_that_comes_in_parts_is_counted_as_a_whole() -> None:
    place = next(place for place in REPEATED if str(place) == "PublishPersonaVersionRequest.content.terms")
    half = place.around(delimited(place.field.number, b"") * ((place.limits.max_items or 0) // 2 + 1))
    assert [violation.field for violation in refusal(place.request, half + half).violations] == ["content.terms"]


def test_fields_of_a_newer_contract_are_accepted() -> None:
    request = pb.ScoreTextRequest(persona_id=str(uuid.uuid4()), text="\U0001f40e" * 200_000)
    newer = delimited(900, b"x" * 50_000) + b"\xf8\x7f\x01" * 500
    assert read(request.DESCRIPTOR, request.SerializeToString() + newer)


def every_field_wrong() -> dict[str, Message]:
    term = {"text": "\n", "note": "\n"}
    return {
        "terms": built("persona.registry.v1.PublishPersonaVersionRequest", content={"terms": [term] * 500}),
        "samples": pb.AddSamplesRequest(samples=[{"title": "\n", "source": "\n", "provenance": 9}] * 100),  # pyright: ignore[reportArgumentType]
        "texts": pb.ScoreTextsRequest(texts=[""] * 50),
    }


def built(name: str, **fields: Any) -> Message:
    make: Callable[..., Message] = GetMessageClass(descriptor_pool.Default().FindMessageTypeByName(name))
    return make(**fields)


@pytest.mark.parametrize("which", ["terms", "samples", "texts"])
def test_ten_violations_are_named_and_the_others_counted(which: str) -> None:
    message = every_field_wrong()[which]
    error = refusal(message.DESCRIPTOR, message.SerializeToString())
    assert len(error.violations) == MAX_VIOLATIONS
    assert error.message.endswith(" more.")


def test_a_status_is_short_whatever_the_error_says() -> None:
    violations = [FieldViolation("x" * 1000, "ü" * 5000) for _ in range(100)]
    error = InvalidArgument("é" * 100_000, metadata={"key": "ß" * 100_000}, violations=violations)
    status = to_status(error)
    assert status.ByteSize() < STATUS_BYTES * 3 // 4
    assert b"more)" in status.SerializeToString()


def test_an_event_without_ids_is_refused_and_names_them() -> None:
    message = subscriber_service_pb2.DeliverEventsRequest(events=[Event(persona_erased=PersonaErased())])
    error = refusal(message.DESCRIPTOR, message.SerializeToString())
    assert isinstance(error, InvalidArgument)
    named = {violation.field for violation in error.violations}
    assert named == {"events[0].id", "events[0].tenant_id", "events[0].persona_erased.persona_id"}
