"""The feed of revoked keys, from an issuer that is away at times."""

import asyncio
from collections.abc import Callable
from typing import Any

import grpc
import pytest
from persona.events.v1 import revocation_service_pb2 as pb
from persona.events.v1 import revocation_service_pb2_grpc as rpc

from libs.servicekit.calls import revocations
from libs.servicekit.calls.identity import ServiceIdentity
from libs.servicekit.calls.revocations import RevocationFeed, RevokedKeys


class Issuer(rpc.RevocationServiceServicer):
    """Answers with some keys, or fails; counts its calls."""

    def __init__(self) -> None:
        self.principals: list[str] = []
        self.away = False
        self.calls = 0

    async def ListRevokedApiKeys(
        self, request: pb.ListRevokedApiKeysRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> pb.ListRevokedApiKeysResponse:
        self.calls += 1
        if self.away:
            await context.abort(grpc.StatusCode.INTERNAL, "away")
        return pb.ListRevokedApiKeysResponse(principals=self.principals)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 -- the condition is of another task
            await asyncio.sleep(0.01)


async def test_the_last_answer_counts_while_the_issuer_is_away(
    registry_identity: ServiceIdentity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revocations, "POLL_SECONDS", 0.01)
    issuer, revoked, server = Issuer(), RevokedKeys(), grpc.aio.server()
    rpc.add_RevocationServiceServicer_to_server(issuer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    issuer.principals = ["key:a"]
    async with RevocationFeed(f"127.0.0.1:{port}", registry_identity, revoked):
        await until(lambda: "key:a" in revoked)
        issuer.away, calls = True, issuer.calls
        await until(lambda: issuer.calls >= calls + 3)
        assert "key:a" in revoked
        issuer.away, issuer.principals = False, ["key:b"]
        await until(lambda: "key:b" in revoked)
        assert "key:a" not in revoked
    await server.stop(0)


def test_a_service_without_an_issuer_has_no_feed(tmp_path: Any) -> None:
    feed = RevocationFeed.of("analyzer", {"registry": ""}, tmp_path / "none.pem", RevokedKeys())
    assert not isinstance(feed, RevocationFeed)
