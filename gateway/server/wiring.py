"""Composition root: builds the ASGI application from settings."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route as PageRoute
from starlette.types import ASGIApp

from gateway.server.docs.pages import docs_routes
from gateway.server.http.health_pages import health_routes
from gateway.server.http.hosts import HostsMiddleware, allowed_names
from gateway.server.http.outer_middleware import OuterMiddleware
from gateway.server.http.response_writer import page_problem
from gateway.server.openapi.document import openapi_document
from gateway.server.routes.contracts import Contracts
from gateway.server.routes.route import all_routes
from gateway.server.routes.route_tree import RouteTree
from gateway.server.rpc.backends import Backends
from gateway.server.rpc.credentials import Credentials
from gateway.server.rpc.health import Health
from gateway.server.settings import GatewaySettings
from gateway.server.streams.conversation import Conversations
from gateway.server.streams.event_stream import EventStreams
from gateway.server.transcoder import Endpoint, Transcoder

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "If-Match",
    "Last-Event-ID",
    "X-Api-Key",
    "X-Request-Id",
    "X-Stream-Id",
    "X-Timeout-Seconds",
    "traceparent",
    "tracestate",
)
_RESPONSE_HEADERS = ("ETag", "X-Request-Id", "X-Stream-Id", "Retry-After")


@dataclass(frozen=True)
class Gateway:
    """The application, and the event that ends its streams."""

    app: ASGIApp
    closing: asyncio.Event


def build(settings: GatewaySettings, *, contracts: Contracts | None = None) -> Gateway:
    """Builds the gateway. Needs a running event loop, because channels belong to one."""
    contracts = contracts or Contracts.of(settings.descriptors_file)
    routes = tuple(all_routes(contracts))
    backends = Backends(contracts, settings, dict.fromkeys(route.domain for route in routes))
    closing = asyncio.Event()
    endpoints: RouteTree[Endpoint] = RouteTree()
    for route in routes:
        endpoints.add(route.template, route.http_method, Endpoint(route))
    credentials = Credentials(contracts, backends)
    streams = EventStreams(backends, settings, closing)
    conversations = Conversations(backends, streams, settings)
    health = Health(backends, seconds=settings.health_seconds)
    pages = [*health_routes(health), *docs_routes(lambda: openapi_document(contracts, routes))]
    app = _application(settings, pages, backends)
    app.router.default = Transcoder(
        endpoints, backends, credentials, settings, streams=streams, conversations=conversations
    )
    return Gateway(app, closing)


def _application(settings: GatewaySettings, pages: list[PageRoute], backends: Backends) -> Starlette:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await backends.close()

    cors = Middleware(
        CORSMiddleware,
        allow_origin_regex="|".join(origin_pattern(origin) for origin in settings.allowed_origins) or "(?!)",
        allow_methods=_METHODS,
        allow_headers=_REQUEST_HEADERS,
        expose_headers=_RESPONSE_HEADERS,
    )
    app = Starlette(
        routes=pages,
        middleware=[Middleware(OuterMiddleware), Middleware(HostsMiddleware, allowed=allowed_names(settings)), cors],
        exception_handlers={HTTPException: page_problem},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def origin_pattern(origin: str) -> str:
    """Returns a regular expression for an allowed origin; a trailing ":*" matches any port or none."""
    if origin.endswith(":*"):
        return re.escape(origin.removesuffix(":*")) + r"(?::\d+)?"
    return re.escape(origin)
