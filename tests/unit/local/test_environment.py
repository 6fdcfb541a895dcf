"""Each process gets the variables that it needs and no more."""

import pytest

from deploy.local.environment import Environment
from deploy.local.layout import Layout
from deploy.local.services import GATEWAY, SERVICES
from deploy.local.settings import LocalSettings, SettingsError


def environment(**variables: str) -> Environment:
    settings = LocalSettings.from_environment({"PERSONA_VAR": "/somewhere/var", **variables})
    admin = "postgresql://admin:x@/persona?host=/run/pg&port=5432"
    return Environment(settings, Layout(settings.var), SERVICES, admin, "secret")


def named(name: str) -> dict[str, str]:
    (service,) = (each for each in (*SERVICES, GATEWAY) if each.name == name)
    return dict(environment().of(service))


def test_ports_are_those_of_the_directory() -> None:
    ports = LocalSettings.from_environment({}).ports
    assert dict(ports) == {"registry": 50051, "analyzer": 50052, "gateway": 8080}


def test_a_service_connects_as_its_own_application_role() -> None:
    url = named("analyzer")["PERSONA_ANALYZER_DATABASE_URL"]
    assert url.startswith("postgresql+asyncpg://persona_analyzer_app:")
    assert url.endswith("@/persona?host=/run/pg&port=5432")


def test_passwords_differ_by_role_and_never_are_the_secret() -> None:
    registry, analyzer = (named(name)[f"PERSONA_{name.upper()}_DATABASE_URL"] for name in ("registry", "analyzer"))
    passwords = [url.split(":")[2].split("@")[0] for url in (registry, analyzer)]
    assert len(set(passwords)) == 2
    assert "secret" not in passwords


def test_only_the_registry_gets_the_signing_key() -> None:
    assert named("registry")["PERSONA_REGISTRY_SIGNING_KEY_FILE"] == "/somewhere/var/identity/signing.pem"
    for name in ("analyzer", "gateway"):
        assert not any("SIGNING" in variable for variable in named(name))


def test_the_gateway_has_no_database_and_knows_every_address() -> None:
    told = named("gateway")
    assert not any("DATABASE" in variable for variable in told)
    assert (told["PERSONA_REGISTRY_ADDRESS"], told["PERSONA_ANALYZER_ADDRESS"]) == (
        "127.0.0.1:50051",
        "127.0.0.1:50052",
    )
    assert told["PERSONA_GATEWAY_PORT"] == "8080"


def test_each_service_gets_its_own_identity_and_no_other() -> None:
    for name in ("registry", "analyzer"):
        keys = {variable: value for variable, value in named(name).items() if variable.endswith("_IDENTITY_KEY_FILE")}
        assert keys == {f"PERSONA_{name.upper()}_IDENTITY_KEY_FILE": f"/somewhere/var/identity/services/{name}.pem"}
    assert not any(variable.endswith("KEY_FILE") for variable in named("gateway"))


@pytest.mark.parametrize("value", ["0", "65536", "http", "-1", "80.5", "²"])
def test_a_port_that_is_none_is_refused_by_its_variable(value: str) -> None:
    with pytest.raises(SettingsError, match="PERSONA_GATEWAY_PORT"):
        LocalSettings.from_environment({"PERSONA_GATEWAY_PORT": value})
