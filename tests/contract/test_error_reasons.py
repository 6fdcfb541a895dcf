"""Every reason that programs can meet is documented, has a code, and carries the metadata that it promises."""

import importlib
import json
import pkgutil
import re
import uuid
from collections.abc import Iterator

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from persona.errors.v1 import error_reason_pb2 as reasons

import libs.servicekit
import services
from libs.servicekit.calls.status import CODES, reason_name, to_status
from libs.servicekit.database.idempotency import RequestIdReused
from libs.servicekit.errors import PersonaNotFound, ServiceError, Unavailable
from libs.servicekit.interceptors.authentication import ScopeMissing
from libs.servicekit.interceptors.failures import InternalError
from services.analyzer import errors as analyzer
from services.registry import errors as registry
from tests.support.stack import REPOSITORY

KNOWN = [value for name, value in reasons.ErrorReason.items() if value]
AN_ID = uuid.uuid4()
EXAMPLES = [
    PersonaNotFound(AN_ID),
    Unavailable("database"),
    ScopeMissing(2),
    InternalError("trace"),
    RequestIdReused("id"),
    registry.VersionNotFound(AN_ID),
    registry.ApiKeyNotFound(AN_ID),
    registry.ApiKeyInvalid(),
    registry.EtagMismatch("4"),
    registry.VersionConflict(AN_ID),
    analyzer.SampleNotFound(AN_ID),
    analyzer.SampleDuplicate("samples[0].text", AN_ID),
    analyzer.LanguageUnsupported("text", "de"),
    analyzer.TextWithoutWords("text"),
    analyzer.StreamProtocol("name the persona first"),
]


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


def errors_of_the_house() -> Iterator[type[ServiceError]]:
    for package in (libs.servicekit, services):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    waiting = [ServiceError]
    while waiting:
        error = waiting.pop()
        yield error
        waiting += error.__subclasses__()


@pytest.mark.parametrize("reason", KNOWN, ids=reason_name)
def test_reason_has_a_code_and_an_example(reason: reasons.ErrorReason.ValueType) -> None:
    assert reason in CODES
    assert reason_name(reason) in documented()


def test_every_error_of_the_house_has_a_reason_with_a_code() -> None:
    found = list(errors_of_the_house())
    assert len(found) > len(EXAMPLES)
    assert [error for error in found if error.reason not in CODES] == []


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_error_carries_the_metadata_that_its_reason_documents(error: ServiceError) -> None:
    assert error.metadata.keys() == documented()[reason_name(error.reason)].keys()


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_message_is_a_sentence_and_the_status_repeats_it(error: ServiceError) -> None:
    assert error.message.endswith(".")
    status = to_status(error)
    assert status.message == error.message
    assert status.details[0].TypeName() == "google.rpc.ErrorInfo"
