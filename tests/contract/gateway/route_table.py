"""The golden table of routes in routes.txt: `python -m tests.contract.gateway.route_table` writes it."""

from pathlib import Path

from gateway.server.routes.contracts import Contracts
from gateway.server.routes.route import all_routes

GOLDEN = Path(__file__).with_name("routes.txt")


def table(contracts: Contracts) -> str:
    """One line for each route: verb, path, method; sorted by path."""
    routes = sorted(all_routes(contracts), key=lambda route: (route.template.text, route.http_method))
    return "".join(
        f"{route.http_method:6} {route.template.text}  {route.rpc.parent.name}.{route.rpc.name}"
        f"{'  (stream)' if route.streams else ''}\n"
        for route in routes
    )


if __name__ == "__main__":
    GOLDEN.write_text(table(Contracts.installed()))
