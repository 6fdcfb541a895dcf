"""Health pages: /healthz for readiness (every service is ready), /livez for liveness (the process runs)."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from gateway.server.rpc.health import SERVING, Health


def health_routes(health: Health) -> list[Route]:
    """Returns the routes of the two pages."""

    async def healthz(_: Request) -> JSONResponse:
        services = await health.services()
        ready = all(state == SERVING for state in services.values())
        document = {"status": SERVING if ready else "NOT_SERVING", "services": services}
        return JSONResponse(document, status_code=200 if ready else 503)

    async def livez(_: Request) -> JSONResponse:
        return JSONResponse({"status": SERVING})

    return [Route("/healthz", healthz), Route("/livez", livez)]
