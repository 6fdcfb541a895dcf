"""Every field of every message is converted: what requests carry is read, what responses carry is written."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import ModuleType

import pytest
from google.protobuf.descriptor import FileDescriptor, ServiceDescriptor
from persona.registry.v1 import registry_service_pb2

from libs.servicekit.directory import directory
from tests.support.conversions import Usage, add_usage, messages, usage_of

READ_BY_NAME = {
    # IdentityChange takes the fields that were sent, by name: one that is absent differs from one that is empty.
    "persona.registry.v1.UpdatePersonaRequest": {
        "display_name",
        "description",
        "archetype",
        "core_belief",
        "brand_voice",
    }
}


def services_of(name: str) -> Iterator[ServiceDescriptor]:
    """Services of the contracts of a service's package."""
    package = importlib.import_module(f"persona.{name}.v1")
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.endswith("_service_pb2"):
            file: FileDescriptor = importlib.import_module(f"persona.{name}.v1.{module.name}").DESCRIPTOR
            yield from file.services_by_name.values()


@pytest.fixture(scope="module")
def usage() -> Mapping[str, Usage]:
    return {row.name: usage_of(row.module) for row in directory().services}


@pytest.mark.parametrize("name", directory().names)
def test_every_field_of_a_request_is_read(usage: Mapping[str, Usage], name: str) -> None:
    unread = {
        message: sorted(set(descriptor.fields_by_name) - usage[name].reads[message] - READ_BY_NAME.get(message, set()))
        for service in services_of(name)
        for message, descriptor in messages(service, requests=True).items()
    }
    assert {message: fields for message, fields in unread.items() if fields} == {}


@pytest.mark.parametrize("name", directory().names)
def test_every_field_of_a_response_is_written(usage: Mapping[str, Usage], name: str) -> None:
    unwritten = {
        message: sorted(set(descriptor.fields_by_name) - usage[name].writes[message])
        for service in services_of(name)
        for message, descriptor in messages(service, requests=False).items()
    }
    assert {message: fields for message, fields in unwritten.items() if fields} == {}


def test_fields_are_found_where_they_are_read_and_written_and_nowhere_else() -> None:
    source = """
def new_from_pb(request: pb.CreatePersonaRequest) -> str:
    return request.display_name

def answered(request: pb.ListPersonasRequest) -> pb.ListPersonasResponse:
    page_of(request)
    response = pb.ListPersonasResponse(next_page_token="")
    for name in ("a", "b"):
        persona = response.personas.add()
        persona.display_name = name
    return response
"""
    usage = Usage()
    module = ModuleType("converters")
    vars(module)["pb"] = registry_service_pb2
    add_usage(usage, module, source)
    assert usage.reads["persona.registry.v1.CreatePersonaRequest"] == {"display_name"}
    assert usage.reads["persona.registry.v1.ListPersonasRequest"] == {"page_size", "page_token"}
    assert usage.writes["persona.registry.v1.ListPersonasResponse"] == {"next_page_token", "personas"}
    assert usage.writes["persona.registry.v1.Persona"] == {"display_name"}
