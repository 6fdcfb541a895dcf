"""Serves /openapi.json, and /docs: a page that shows the document and needs nothing but the gateway."""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as PageRoute

from gateway.server.openapi.limits import Schema

_MEDIA_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_PAGE = "docs.html"
_FILES = ("docs.css", "docs.js", "dom.js", "schema.js", "operation.js", "request.js", "icon.svg")
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def docs_routes(document: Callable[[], Schema]) -> list[PageRoute]:
    """Returns the routes of the pages. `document` makes the OpenAPI document and is called once, on demand."""

    @cache
    def openapi_bytes() -> bytes:
        return orjson.dumps(document())

    async def openapi(request: Request) -> Response:
        return _reply(request, openapi_bytes(), "application/json")

    async def page(request: Request) -> Response:
        return _static(request, _PAGE)

    async def file(request: Request) -> Response:
        return _static(request, request.url.path.rpartition("/")[2])

    return [
        PageRoute("/openapi.json", openapi),
        PageRoute("/docs", page),
        *(PageRoute(f"/docs/{name}", file) for name in _FILES),
    ]


def _static(request: Request, name: str) -> Response:
    content = files("gateway.server.docs").joinpath("static", name).read_bytes()
    response = _reply(request, content, _MEDIA_TYPES[name.rpartition(".")[2]])
    response.headers["content-security-policy"] = _CONTENT_SECURITY_POLICY
    return response


def _reply(request: Request, content: bytes, media_type: str) -> Response:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
