"""Client interceptor: gives every call a deadline, request id, access token, safe retries and typed errors."""

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
    """Details of a call, as gRPC passes them to interceptors, in a form that can be changed."""

    method: str
    timeout: float | None
    metadata: tuple[tuple[str, str | bytes], ...] | None
    credentials: grpc.CallCredentials | None
    wait_for_ready: bool | None
    compression: grpc.Compression | None

    @classmethod
    def of(cls, details: grpc.ClientCallDetails) -> "CallDetails":
        """Returns the call's details with a new request id, unless the caller gave one."""
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
        """The request id, under which the services log the call."""
        return next((str(value) for key, value in self.metadata or () if key == REQUEST_ID_KEY), "")

    def signed(self, token: str) -> "CallDetails":
        """Returns the details with an access token, unless `token` is empty or the caller set another."""
        metadata = self.metadata or ()
        if not token or any(key == _AUTHORIZATION for key, _ in metadata):
            return self
        return replace(self, metadata=(*metadata, (_AUTHORIZATION, f"Bearer {token}")))


class Stream(Generic[_Response]):
    """The messages of a streaming call; a failure is raised as a typed error.

    `cancel` ends the call; the other methods of a gRPC call are available, too.
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
    """Interceptor of one channel. `timeout`: seconds for unary calls without a deadline of their own."""

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
        """Retries the call while the contract and the deadline allow it, and once with a new token."""
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
        """Passes a stream on, without retries: the caller may have read messages. No deadline unless one is given."""
        return self._stream(continuation, client_call_details, request)

    def intercept_stream_unary(
        self, continuation: _Continuation, client_call_details: grpc.ClientCallDetails, request_iterator: Any
    ) -> Any:
        """Passes the call on, without retries: the iterator of its requests is used up."""
        details = self._signed(client_call_details)
        outcome = continuation(details, request_iterator)
        failure = outcome.exception()
        if failure is not None:
            raise self._typed(failure, details) from failure
        return outcome

    def intercept_stream_stream(
        self, continuation: _Continuation, client_call_details: grpc.ClientCallDetails, request_iterator: Any
    ) -> Any:
        """Passes a stream on, without retries, as the other streams."""
        return self._stream(continuation, client_call_details, request_iterator)

    def _stream(
        self, continuation: _Continuation, client_call_details: grpc.ClientCallDetails, requests: Any
    ) -> Stream[Any]:
        details = self._signed(client_call_details)
        return Stream(continuation(details, requests), lambda failure: self._typed(failure, details))

    def _signed(self, client_call_details: grpc.ClientCallDetails) -> CallDetails:
        details = CallDetails.of(client_call_details)
        public = contract.method(details.method).public
        return details.signed("" if public else self._tokens().token())

    def _typed(self, failure: Any, details: CallDetails) -> PersonaError:
        """Returns the typed error; raises any other failure unchanged, such as that of a request of the wrong type."""
        if not isinstance(failure, grpc.RpcError):
            raise failure
        return error_from(cast("Failure", failure), target=self._target, request_id=details.request_id)
