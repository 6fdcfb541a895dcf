"""Every reason that programs can meet is documented, has a code, and carries the metadata that it promises."""

import importlib
import json
import pkgutil
import re
import uuid
from collections.abc import Sequence
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from persona.errors.v1 import error_reason_pb2 as reasons

import libs.servicekit
import services
from libs.servicekit.calls.status import CODES, reason_name, to_status
from libs.servicekit.errors import ServiceError
from tests.support.stack import REPOSITORY

HOUSE = (libs.servicekit, services)
KNOWN = [value for name, value in reasons.ErrorReason.items() if value]


def documented() -> dict[str, dict[str, object]]:
    """The example under each value of the contract."""
    contracts = FileDescriptorSet.FromString((REPOSITORY / "libs/contracts/persona/descriptors.binpb").read_bytes())
    file = next(each for each in contracts.file if each.name == "persona/errors/v1/error_reason.proto")
    found: dict[str, dict[str, object]] = {}
    for location in file.source_code_info.location:
        if list(location.path[:3]) == [5, 0, 2] and len(location.path) == 4 and location.path[3] > 0:
            example = re.search(r"\{.*\}", location.leading_comments.replace("\n", " "))
            assert example, location.leading_comments
            parsed = json.loads(example.group())
            found[str(parsed["reason"])] = parsed["metadata"]
    return found


def errors_of_the_house() -> Sequence[type[ServiceError]]:
    """Every class of error, in the order of the classes that they derive from."""
    for package in HOUSE:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found, waiting = dict[type[ServiceError], None](), [ServiceError]
    while waiting:
        error = waiting.pop()
        found[error] = None
        waiting += _subclasses(error)
    return list(found)


def _subclasses(error: type[ServiceError]) -> list[type[ServiceError]]:
    """Those of the house: tests have some of their own."""
    names = tuple(f"{package.__name__}." for package in HOUSE)
    return [each for each in error.__subclasses__() if each.__module__.startswith(names)]


def example(error: type[ServiceError]) -> ServiceError:
    """An error whose constructor got a value of each parameter's type."""
    hints = get_type_hints(error.__init__)
    hints.pop("return")
    return error(**{name: _value(hint) for name, hint in hints.items()})


def _value(hint: Any) -> object:
    if get_origin(hint) is list:
        return [_value(get_args(hint)[0])]
    if isinstance(hint, type) and issubclass(hint, ServiceError):
        return example(_subclasses(hint)[0] if _subclasses(hint) else hint)
    return {uuid.UUID: uuid.uuid4(), uuid.UUID | None: uuid.uuid4(), str: "something", int: 2}[hint]


ERRORS = errors_of_the_house()
EXAMPLES = [example(error) for error in ERRORS if "__init__" in vars(error) and not _subclasses(error)]


@pytest.mark.parametrize("reason", KNOWN, ids=reason_name)
def test_reason_has_a_code_and_an_example(reason: reasons.ErrorReason.ValueType) -> None:
    assert reason in CODES
    assert reason_name(reason) in documented()


def test_every_error_of_the_house_has_a_reason_with_a_code() -> None:
    assert len(ERRORS) > len(EXAMPLES) > 20
    assert [error for error in ERRORS if error.reason not in CODES] == []


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_error_carries_the_metadata_that_its_reason_documents(error: ServiceError) -> None:
    assert error.metadata.keys() == documented()[reason_name(error.reason)].keys()


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_message_is_a_sentence_and_the_status_repeats_it(error: ServiceError) -> None:
    assert error.message.endswith(".")
    status = to_status(error)
    assert status.message == error.message
    assert status.details[0].TypeName() == "google.rpc.ErrorInfo"
