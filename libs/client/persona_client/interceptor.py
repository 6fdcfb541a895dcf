"""What every call gets on its way out: deadline, request id, token, repetition where it does no harm, typed errors."""

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

import grpc

from persona_client import contract
from persona_client.errors import PersonaError
from persona_client.failures import Failure, error_from
from persona_client.retry import Attempts, RetryPolicy
from persona_client.tokens import TokenSource, is_stale

REQUEST_ID_KEY = "x-request-id"
_AUTHORIZATION = "authorization"
_Response = TypeVar("_Response")
_Continuation = Callable[[grpc.ClientCallDetails, Any], Any]


@dataclass(frozen=True, slots=True)
class CallDetails(grpc.ClientCallDetails):
    """A call as gRPC hands it to interceptors, in a form that can be changed."""

    method: str
    timeout: float | None
    metadata: tuple[tuple[str, str | bytes], ...] | None
    credentials: grpc.CallCredentials | None
    wait_for_ready: bool | None
    compression: grpc.Compression | None

    @classmethod
    def of(cls, details: grpc.ClientCallDetails) -> "CallDetails":
        """The call with a request id of its own, unless the caller gave one."""
        metadata = details.metadata or ()
        if all(key != REQUEST_ID_KEY for key, _ in metadata):
            metadata = (*metadata, (REQUEST_ID_KEY, str(uuid.uuid4())))
        return cls(
            method=details.method,
            timeout=details.timeout,
            metadata=tuple(metadata),
            credentials=details.credentials,
            wait_for_ready=details.wait_for_ready,
            compression=details.compression,
        )

    @property
    def request_id(self) -> str:
        """The id under which the services log the call."""
        return next((str(value) for key, value in self.metadata or () if key == REQUEST_ID_KEY), "")

    def signed(self, token: str) -> "CallDetails":
        """The call with an access token, if there is one and the caller did not bring another."""
        metadata = self.metadata or ()
        if not token or any(key == _AUTHORIZATION for key, _ in metadata):
            return self
        return replace(self, metadata=(*metadata, (_AUTHORIZATION, f"Bearer {token}")))


class Stream(Generic[_Response]):
    """The messages of a streaming call; whatever ends it early is raised as a typed error.

    `cancel` ends the call; what else a gRPC call offers is there too.
    """

    def __init__(self, call: Any, failed: Callable[[Failure], PersonaError]) -> None:
        self._call = call
        self._failed = failed

    def __iter__(self) -> Iterator[_Response]:
        return self

    def __next__(self) -> _Response:
        try:
            return next(self._call)
        except grpc.RpcError as error:
            raise self._failed(cast("Failure", error)) from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._call, name)


class CallInterceptor(
    grpc.UnaryUnaryClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
    grpc.StreamUnaryClientInterceptor,
    grpc.StreamStreamClientInterceptor,
):
    """Carries the client's promises on one channel. `timeout`: seconds for unary calls that name no deadline."""

    def __init__(
        self, target: str, *, tokens: Callable[[], TokenSource], retry: RetryPolicy, timeout: float | None
    ) -> None:
        self._target = target
        self._tokens = tokens
        self._retry = retry
        self._timeout = timeout

    def intercept_unary_unary(
        self, continuation: _Continuation, client_call_details: grpc.ClientCallDetails, request: Any
    ) -> Any:
        """Repeats the call while the contract and the deadline allow it, and once with a new token."""
        details = CallDetails.of(client_call_details)
        method = contract.method(details.method)
        attempts = Attempts(
            self._retry,
            repeatable=method.is_repeatable(request),
            timeout=self._timeout if details.timeout is None else details.timeout,
        )
        renewed = False
        while True:
            token = "" if method.public else self._tokens().token()
            outcome = continuation(replace(details.signed(token), timeout=attempts.remaining()), request)
            failure = outcome.exception()
            if failure is None:
                return outcome
            error = self._typed(failure, details)
            if is_stale(error) and token and not renewed:
                self._tokens().discard(token)
                renewed = True
                continue
            wait = attempts.wait_after(error)
            if wait is None:
                raise error from failure
            time.sleep(wait)

    def intercept_unary_stream(
        self, continuation: _Continuation, client_call_details: grpc.ClientCallDetails, request: Any
    ) -> Any:
        """Streams are not repeated: what was read of them is with the caller. No deadline unless one is given."""
        return self._stream(continuation, client_call_details, request)

    def intercept_stream_unary(
        self, continuation: _Continuation, client_call_details: grpc.ClientCallDetails, request_iterator: Any
    ) -> Any:
        """What was sent is gone with the iterator, so the call is not repeated."""
        details = self._signed(client_call_details)
        outcome = continuation(details, request_iterator)
        failure = outcome.exception()
        if failure is not None:
            raise self._typed(failure, details) from failure
        return outcome

    def intercept_stream_stream(
        self, continuation: _Continuation, client_call_details: grpc.ClientCallDetails, request_iterator: Any
    ) -> Any:
        """As for the other streams."""
        return self._stream(continuation, client_call_details, request_iterator)

    def _stream(self, continuation: _Continuation, given: grpc.ClientCallDetails, requests: Any) -> Stream[Any]:
        details = self._signed(given)
        return Stream(continuation(details, requests), lambda failure: self._typed(failure, details))

    def _signed(self, given: grpc.ClientCallDetails) -> CallDetails:
        details = CallDetails.of(given)
        public = contract.method(details.method).public
        return details.signed("" if public else self._tokens().token())

    def _typed(self, failure: Any, details: CallDetails) -> PersonaError:
        """The typed error; what is no failure of the call, such as a request of the wrong type, is raised as it is."""
        if not isinstance(failure, grpc.RpcError):
            raise failure
        return error_from(cast("Failure", failure), target=self._target, request_id=details.request_id)
