"""Revoked API keys: every service asks the issuer of tokens for them, refuses their tokens, and ends their streams.

    feed = RevocationFeed.of("analyzer", addresses, key_file, service.revoked)    # `server.serve` keeps it running
    with service.revoked.watched(principal, stop): ...                 # the authentication of a stream

A revocation reaches every service within POLL_SECONDS and the time of a call. While the issuer cannot be reached, the
keys of the last answer count, and a token ends with its lifetime.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol, Self

import grpc
import structlog
from persona.errors.v1 import error_reason_pb2 as reasons
from persona.events.v1 import revocation_service_pb2 as pb
from persona.events.v1.revocation_service_pb2_grpc import RevocationServiceStub

from libs.servicekit.calls.call_context import Metadata, onward_metadata
from libs.servicekit.calls.channels import channel
from libs.servicekit.calls.identity import NO_TENANT, ServiceIdentity
from libs.servicekit.directory import directory
from libs.servicekit.errors import Unauthenticated

POLL_SECONDS: Final = 2.0
CALL_SECONDS: Final = 2.0
_log = structlog.stdlib.get_logger("revocations")


class KeyRevoked(Unauthenticated):
    """The API key of the caller's token was revoked."""

    reason = reasons.ERROR_REASON_API_KEY_INVALID

    def __init__(self) -> None:
        super().__init__("The API key of this access token was revoked. Use another key.")


class RevokedKeys:
    """Principals of revoked keys, in memory, and the streams that end when their key is revoked."""

    def __init__(self) -> None:
        self._principals = frozenset[str]()
        self._stops: defaultdict[str, set[Callable[[], None]]] = defaultdict(set)

    def __contains__(self, principal: str) -> bool:
        return principal in self._principals

    def replace(self, principals: Iterable[str]) -> None:
        """Takes over the keys that are revoked now, and stops the streams of those that are new."""
        before, self._principals = self._principals, frozenset(principals)
        for principal in self._principals - before:
            for stop in tuple(self._stops.get(principal, ())):
                stop()

    @contextlib.contextmanager
    def watched(self, principal: str, stop: Callable[[], None]) -> Generator[None]:
        """Calls `stop` if the principal's key is revoked while inside the block."""
        self._stops[principal].add(stop)
        try:
            yield
        finally:
            self._stops[principal].discard(stop)
            if not self._stops[principal]:
                del self._stops[principal]


class ListRevokedApiKeys(Protocol):
    """The call of RevocationServiceStub."""

    def __call__(
        self, request: pb.ListRevokedApiKeysRequest, *, timeout: float, metadata: Metadata, wait_for_ready: bool
    ) -> Awaitable[pb.ListRevokedApiKeysResponse]: ...


class RevocationFeed:
    """Keeps RevokedKeys up to date, while it is entered."""

    def __init__(self, address: str, identity: ServiceIdentity, revoked: RevokedKeys) -> None:
        self._address = address
        self._identity = identity
        self._revoked = revoked
        self._reached = True

    @classmethod
    def of(
        cls, service: str, addresses: Mapping[str, str], key_file: Path, revoked: RevokedKeys
    ) -> "RevocationFeed | contextlib.nullcontext[None]":
        """The feed of a service from the issuer of the directory; none where no issuer is deployed."""
        issuer = next((row.name for row in directory().services if row.issues_tokens), "")
        address = addresses.get(issuer, "")
        if not address:
            return contextlib.nullcontext()
        return cls(address, ServiceIdentity.of(service, key_file), revoked)

    async def __aenter__(self) -> Self:
        self._channel = channel(self._address, pb.DESCRIPTOR)
        self._task = asyncio.create_task(self._keep_asking(), name="revocations")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        await self._channel.close()

    async def _keep_asking(self) -> None:
        list_revoked: ListRevokedApiKeys = RevocationServiceStub(self._channel).ListRevokedApiKeys
        while True:
            try:
                with self._identity.acting_for(NO_TENANT, seconds=CALL_SECONDS):
                    response = await list_revoked(
                        pb.ListRevokedApiKeysRequest(),
                        timeout=CALL_SECONDS,
                        metadata=onward_metadata(),
                        wait_for_ready=True,
                    )
            except grpc.aio.AioRpcError as error:
                self._report(reached=False, fault=error.code().name)
            except Exception as error:  # noqa: BLE001 -- the feed must not end while the service goes on
                self._report(reached=False, fault=type(error).__name__)
            else:
                self._report(reached=True)
                self._revoked.replace(response.principals)
            await asyncio.sleep(POLL_SECONDS)

    def _report(self, *, reached: bool, **fields: str) -> None:
        """Logs the first failure and the first success after failures."""
        if reached != self._reached:
            self._reached = reached
            (_log.info if reached else _log.warning)("revoked keys", reached=reached, **fields)
