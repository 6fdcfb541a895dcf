"""A service is added to the stack by one row of the table and its own folder; nothing else knows it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from libs.servicekit.directory import TABLE, TABLE_VARIABLE
from tests.support.stack import REPOSITORY, Stack, free_port, free_ports, start, stop

PROBE = REPOSITORY / "tests/support/probe_service"
CONTRACT = "persona/probe/v1/probe_service.proto"


def compile_contracts(folder: Path) -> Path:
    """Stubs of the probe in `folder`, and the descriptors of all contracts, as `make generate` makes them."""
    protos = REPOSITORY / "protos"
    roots = (protos, protos / "third_party", PROBE / "protos")
    protoc = [sys.executable, "-m", "grpc_tools.protoc", *(f"-I{root}" for root in roots)]
    descriptors = folder / "descriptors.binpb"
    contracts = [str(path.relative_to(protos)) for path in sorted((protos / "persona").rglob("*.proto"))]
    subprocess.run([*protoc, f"--python_out={folder}", f"--grpc_python_out={folder}", CONTRACT], check=True)
    whole = ["--include_imports", "--include_source_info", f"--descriptor_set_out={descriptors}"]
    subprocess.run([*protoc, *whole, *contracts, CONTRACT], check=True)
    return descriptors


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("probe")
    table = folder / "services.toml"
    table.write_text(TABLE.read_text() + "\n" + (PROBE / "row.toml").read_text())
    variables = {
        TABLE_VARIABLE: str(table),
        "PERSONA_GATEWAY_DESCRIPTORS_FILE": str(compile_contracts(folder)),
        "PYTHONPATH": str(folder),
    }
    running = start(folder / "var", {**free_ports(), "PROBE": free_port()}, variables)
    yield running
    stop(running)


def eventually(counts: Callable[[], dict[str, int]], expected: dict[str, int]) -> None:
    deadline = time.monotonic() + 20
    while (seen := counts()) != expected:
        assert time.monotonic() < deadline, seen
        time.sleep(0.2)


def test_an_added_service_is_called_subscribes_publishes_and_runs_jobs(stack: Stack) -> None:
    with stack.http() as http:

        def counts() -> dict[str, int]:
            answer = http.get("/v1/probe/counts")
            assert answer.status_code == 200, answer.text
            return answer.json()

        assert counts() == {"erased_count": 0, "job_count": 0, "published_count": 0, "persona_count": 0}
        personas = len(http.get("/v1/personas", params={"page_size": 200}).json()["personas"])
        for name in ("one", "two"):
            created = http.post("/v1/personas", json={"display_name": name}).json()
            assert http.delete(f"/v1/personas/{created['id']}").status_code == 200
        # The registry published both erasures to a subscriber that it does not know by name; each queued a job, which
        # published an event that came back; and the schedule asked the registry on behalf of the tenant.
        eventually(counts, {"erased_count": 2, "job_count": 2, "published_count": 2, "persona_count": personas})


def test_the_health_page_and_the_reference_show_the_added_service(stack: Stack) -> None:
    with stack.http() as http:
        assert "probe" in http.get("/healthz").text
        assert "/v1/probe/counts" in http.get("/openapi.json").json()["paths"]
