"""The `whoami` and `health` commands."""

import click
import grpc
from grpc_health.v1 import health_pb2
from persona.registry.v1 import identity_service_pb2 as identity_pb

from persona_client.channels import open_channel
from persona_client.cli.app import App, pass_app
from persona_client.cli.commands.keys import scope_names
from persona_client.cli.exits import Exit
from persona_client.cli.group import JsonCommand
from persona_client.cli.printing import dumps, echo
from persona_client.settings import ClientSettings

_TIMEOUT = 3.0
"""Seconds after which a service that does not report its health counts as unreachable."""
_Request = health_pb2.HealthCheckRequest
_Answer = health_pb2.HealthCheckResponse
_SERVING = _Answer.ServingStatus.Name(_Answer.SERVING)
_UNREACHABLE = "UNREACHABLE"


@click.command(cls=JsonCommand)
@pass_app
def whoami(app: App) -> None:
    """Show whose key is in use and what it may do."""
    caller = app.client.identity.GetCaller(identity_pb.GetCallerRequest())
    text = f"{caller.principal}\n  tenant  {caller.tenant_id}\n  may     {scope_names(caller.scopes)}"
    app.show(caller, lambda: echo(text))


@click.command(cls=JsonCommand)
@pass_app
def health(app: App) -> None:
    """Show whether the services are ready; exit code 7 if one is not. Needs no key."""
    settings = ClientSettings.from_environment()
    states = {name: _state(address) for name, address in settings.addresses.items()}
    if app.as_json:
        echo(dumps({name: {"status": state} for name, state in states.items()}, indent=2))
    else:
        for name, state in states.items():
            echo(f"{name}  {state.replace('_', ' ').lower().ljust(12)} {settings.addresses[name]}")
    if any(state != _SERVING for state in states.values()):
        if not app.as_json:
            echo("persona: Not everything is ready. Start the stack with `make run`.", err=True)
        click.get_current_context().exit(Exit.UNAVAILABLE)


def _state(address: str) -> str:
    with open_channel(address) as channel:
        try:
            answer = _check(channel)(_Request(), timeout=_TIMEOUT)
        except grpc.RpcError:
            return _UNREACHABLE
    return _Answer.ServingStatus.Name(answer.status)


def _check(channel: grpc.Channel) -> "grpc.UnaryUnaryMultiCallable[_Request, _Answer]":
    """grpc.health.v1.Health/Check. The published type stubs do not know the methods of HealthStub."""
    return channel.unary_unary(
        "/grpc.health.v1.Health/Check",
        request_serializer=_Request.SerializeToString,
        response_deserializer=_Answer.FromString,
    )
