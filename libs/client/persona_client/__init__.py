"""Python client of Persona Services.

    from persona_client import PersonaClient, errors

    with PersonaClient() as client:
        for persona in client.personas():
            print(persona.id, persona.display_name)

Addresses and the key come from the environment (`ClientSettings`). Names are loaded when they are first used, so that
the `persona` command can answer `--help` without loading gRPC.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from persona_client.client import PersonaClient, pages
    from persona_client.errors import PersonaError
    from persona_client.retry import NEVER, RetryPolicy
    from persona_client.settings import ClientSettings

__all__ = ["NEVER", "ClientSettings", "PersonaClient", "PersonaError", "RetryPolicy", "pages"]

_HOMES = {
    "PersonaClient": "client",
    "pages": "client",
    "PersonaError": "errors",
    "NEVER": "retry",
    "RetryPolicy": "retry",
    "ClientSettings": "settings",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
