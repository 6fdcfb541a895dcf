"""What the client reads from the contract about a method."""

import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.registry.v1 import identity_service_pb2, registry_service_pb2
from persona_client import contract

_REGISTRY = "/persona.registry.v1.RegistryService/"
_ANALYZER = "/persona.analyzer.v1.AnalyzerService/"
_IDENTITY = "/persona.registry.v1.IdentityService/"


@pytest.mark.parametrize("path", [f"{_REGISTRY}GetPersona", f"{_ANALYZER}ScoreText", f"{_ANALYZER}DeleteSample"])
def test_reads_and_idempotent_changes_are_repeatable(path: str) -> None:
    assert contract.method(path).is_repeatable(object())


def test_a_creation_is_repeatable_with_a_request_id_only() -> None:
    create = contract.method(f"{_REGISTRY}CreatePersona")
    assert not create.is_repeatable(registry_service_pb2.CreatePersonaRequest(display_name="A"))
    assert create.is_repeatable(registry_service_pb2.CreatePersonaRequest(display_name="A", request_id="7d4c"))


def test_adding_samples_is_repeatable_with_a_request_id_only() -> None:
    add = contract.method(f"{_ANALYZER}AddSamples")
    assert not add.is_repeatable(analyzer_pb.AddSamplesRequest())
    assert add.is_repeatable(analyzer_pb.AddSamplesRequest(request_id="7d4c"))


def test_a_method_that_neither_is_idempotent_nor_takes_a_request_id_is_never_repeated() -> None:
    create = contract.method(f"{_IDENTITY}CreateApiKey")
    assert not create.is_repeatable(identity_service_pb2.CreateApiKeyRequest(display_name="A"))


def test_only_the_exchange_of_a_key_goes_without_a_token() -> None:
    services = (registry_service_pb2, identity_service_pb2, analyzer_pb)
    methods = [
        f"/{service.full_name}/{name}"
        for module in services
        for service in module.DESCRIPTOR.services_by_name.values()
        for name in service.methods_by_name
    ]
    assert [path for path in methods if contract.method(path).public] == [f"{_IDENTITY}ExchangeApiKey"]


def test_a_method_of_somebody_else_is_never_repeated_and_gets_no_token() -> None:
    other = contract.method("/grpc.health.v1.Health/Check")
    assert other.public
    assert not other.is_repeatable(object())
