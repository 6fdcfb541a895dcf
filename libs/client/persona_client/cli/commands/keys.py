"""API keys: list, create, revoke."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import click
from persona.access.v1 import access_pb2
from persona.registry.v1 import api_key_pb2
from persona.registry.v1 import identity_service_pb2 as identity_pb

from persona_client.cli.app import App, pass_app
from persona_client.cli.group import Group
from persona_client.cli.numbers import FiniteRange
from persona_client.cli.output import day, label, show_list
from persona_client.cli.printing import echo

_SCOPE_PREFIX = "SCOPE_"
_SCOPES = ("read", "write", "admin")
_USUAL_SCOPES = ("read", "write")
_MAX_DAYS = 36_500


def scope_names(scopes: Iterable[access_pb2.Scope.ValueType]) -> str:
    """Scopes for people: "read, write"."""
    return ", ".join(label(access_pb2.Scope.Name(scope), _SCOPE_PREFIX) for scope in scopes)


@click.group(cls=Group)
def keys() -> None:
    """Keys that programs prove themselves with."""


@keys.command("list")
@pass_app
def list_keys(app: App) -> None:
    """List the keys, the newest first, revoked ones included."""
    found = list(app.client.api_keys())
    rows = [
        (
            each.id,
            each.display_name,
            f"{each.prefix}…",
            scope_names(each.scopes),
            day(each.create_time),
            day(each.last_use_time) if each.HasField("last_use_time") else "never",
            _state(each),
        )
        for each in found
    ]
    show_list(
        app,
        identity_pb.ListApiKeysResponse(api_keys=found),
        header=("Id", "Name", "Begins", "May", "Created", "Last used", "State"),
        rows=rows,
        nothing="There are no keys.",
    )


@keys.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(_SCOPES), default=_USUAL_SCOPES, show_default=True)
@click.option("--days", type=FiniteRange(0, _MAX_DAYS, min_open=True), help="How long it lives. Default: for ever.")
@pass_app
def create(app: App, name: str, scopes: tuple[str, ...], days: float | None) -> None:
    """Create a key called NAME and print its secret, which is shown this once."""
    values = [access_pb2.Scope.Value(f"{_SCOPE_PREFIX}{scope.upper()}") for scope in dict.fromkeys(scopes)]
    request = identity_pb.CreateApiKeyRequest(display_name=name, scopes=values)
    if days is not None:
        request.expire_time.FromDatetime(datetime.now(UTC) + timedelta(days=days))
    answer = app.client.identity.CreateApiKey(request)
    app.show(answer, lambda: echo(answer.secret))
    if not app.as_json:
        app.notes.print(f"Key {answer.api_key.id}. Keep the secret: it is not shown again.")


@keys.command()
@click.argument("key_id")
@pass_app
def revoke(app: App, key_id: str) -> None:
    """Revoke the key with this id. Its access tokens and open streams end within seconds."""
    revoked = app.client.identity.RevokeApiKey(identity_pb.RevokeApiKeyRequest(api_key_id=key_id)).api_key
    app.show(revoked, lambda: app.notes.print(f"Revoked “{revoked.display_name}”."))


def _state(key: api_key_pb2.ApiKey) -> str:
    if key.HasField("revoke_time"):
        return f"revoked {day(key.revoke_time)}"
    if not key.HasField("expire_time"):
        return "in force"
    ended = key.expire_time.ToDatetime(UTC) <= datetime.now(UTC)
    return f"ended {day(key.expire_time)}" if ended else f"until {day(key.expire_time)}"
