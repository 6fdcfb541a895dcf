"""gRPC health of a service: serving after the start, not serving once it drains."""

from collections.abc import Iterable
from typing import Protocol, cast

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc


class Health(Protocol):
    """The part of grpcio-health-checking's asyncio servicer that is used; its stubs leave it out."""

    async def set(self, service: str, status: int) -> None: ...

    async def enter_graceful_shutdown(self) -> None: ...


def add_health(server: grpc.aio.Server) -> Health:
    """Serves grpc.health.v1; every service is UNKNOWN until its state is set."""
    servicer = cast("Health", vars(health)["aio"].HealthServicer())
    register = vars(health_pb2_grpc)["add_HealthServicer_to_server"]
    register(servicer, server)
    return servicer


async def tell_serving(health_servicer: Health, services: Iterable[str]) -> None:
    """Reports the process ("") and each of its services as serving."""
    for name in ("", *services):
        await health_servicer.set(name, health_pb2.HealthCheckResponse.SERVING)
