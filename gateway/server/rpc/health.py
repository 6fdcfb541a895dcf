"""Health of the services, by the gRPC health checking protocol."""

import asyncio
import time

import grpc
from grpc_health.v1 import health_pb2

from gateway.server.rpc.backends import Backends

_CHECK = "/grpc.health.v1.Health/Check"
_CHECK_SECONDS = 1.0

SERVING = "SERVING"
UNREACHABLE = "UNREACHABLE"


class Health:
    """Health of every deployed service. A result is reused for `seconds`."""

    def __init__(self, backends: Backends, *, seconds: float) -> None:
        self._backends = backends
        self._seconds = seconds
        self._lock = asyncio.Lock()
        self._services: dict[str, str] = {}
        self._asked_at = float("-inf")

    async def services(self) -> dict[str, str]:
        """Returns SERVING, NOT_SERVING, UNKNOWN or UNREACHABLE for each service."""
        async with self._lock:
            if time.monotonic() - self._asked_at >= self._seconds:
                domains = self._backends.deployed
                states = await asyncio.gather(*(self._ask(domain) for domain in domains))
                self._services = dict(zip(domains, states, strict=True))
                self._asked_at = time.monotonic()
            return dict(self._services)

    async def _ask(self, domain: str) -> str:
        try:
            raw = await self._backends.unary(domain, _CHECK)(b"", timeout=_CHECK_SECONDS)
        except grpc.aio.AioRpcError:
            return UNREACHABLE
        response = health_pb2.HealthCheckResponse.FromString(raw)
        return health_pb2.HealthCheckResponse.ServingStatus.Name(response.status)
