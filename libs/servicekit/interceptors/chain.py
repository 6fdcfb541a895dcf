"""One gRPC interceptor that runs a list of interceptors around every call, whatever its streaming kind."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, Protocol, cast

import grpc
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from libs.servicekit.calls.access import method_descriptor
from libs.servicekit.calls.call_context import ServedCall, current
from libs.servicekit.interceptors.decoding import malformed
from libs.servicekit.interceptors.limits import request_limits
from libs.servicekit.interceptors.wire import BrokenWireError

OPEN_SERVICES = ("/grpc.health.v1.", "/grpc.reflection.")
"""Health and reflection answer anybody and hold no data; they pass without interceptors."""

Context = grpc.aio.ServicerContext[Any, Any]  # a driver's edge: one wrapper serves every message type


class Behaviours(Protocol):
    """Fields of gRPC's handler in an asyncio server; its own type describes the blocking server."""

    request_streaming: bool
    response_streaming: bool
    response_serializer: Callable[[object], bytes]
    unary_unary: Callable[[Message, Context], Awaitable[object]]
    unary_stream: Callable[[Message, Context], AsyncIterator[object]]
    stream_unary: Callable[[AsyncIterator[Message], Context], Awaitable[object]]
    stream_stream: Callable[[AsyncIterator[Message], Context], AsyncIterator[object]]


class Interceptor(Protocol):
    """Something that surrounds a call. It refuses by raising a ServiceError."""

    def around(self, call: ServedCall) -> AbstractAsyncContextManager[None]:
        """Entered before the first message is read, left after the last answer was given."""
        ...

    def check(self, call: ServedCall, message: Message) -> None:
        """Sees each request message before the use case does."""
        ...


class InterceptorChain(grpc.aio.ServerInterceptor):
    """Runs `interceptors`, the first one outermost. Handlers are wrapped once and reused."""

    def __init__(self, interceptors: Sequence[Interceptor]) -> None:
        self._interceptors = tuple(interceptors)
        self._wrapped: dict[str, object] = {}

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        path = handler_call_details.method
        if path not in self._wrapped:
            handler = await continuation(handler_call_details)
            if handler is None or path.startswith(OPEN_SERVICES):
                return handler
            self._wrapped[path] = _InterceptedMethod(path, cast("Behaviours", handler), self._interceptors).handler()
        return self._wrapped[path]


class RequestReader:
    """Reads the requests of one type: limits on the bytes, then the message, then the checks of the interceptors."""

    def __init__(self, request: Descriptor, interceptors: Sequence[Interceptor]) -> None:
        self._type = GetMessageClass(request)
        self._limits = request_limits(request)
        self._interceptors = tuple(interceptors)

    def read(self, call: ServedCall, raw: bytes) -> Message:
        """Returns the message. Raises a ServiceError that states why it is refused."""
        try:
            self._limits.check(raw)
            message = self._type.FromString(raw)
        except (BrokenWireError, DecodeError) as error:
            raise malformed(raw, self._type) from error
        for interceptor in self._interceptors:
            interceptor.check(call, message)
        return message


class _InterceptedMethod:
    """The behaviour of one method, within its interceptors."""

    def __init__(self, path: str, handler: Behaviours, interceptors: tuple[Interceptor, ...]) -> None:
        descriptor = method_descriptor(path)
        if descriptor is None:
            raise LookupError(f"{path} is served but is in no contract")
        self._path = path
        self._inner = handler
        self._interceptors = interceptors
        self._reader = RequestReader(descriptor.input_type, interceptors)

    def handler(self) -> Any:
        """The same kind of handler, which gets bytes and reads them itself: so it can say what is wrong with them."""
        inner = self._inner
        make: Callable[..., Any]
        match inner.request_streaming, inner.response_streaming:
            case False, False:
                make, behaviour = grpc.unary_unary_rpc_method_handler, self._unary_unary
            case False, True:
                make, behaviour = grpc.unary_stream_rpc_method_handler, self._unary_stream
            case True, False:
                make, behaviour = grpc.stream_unary_rpc_method_handler, self._stream_unary
            case _:
                make, behaviour = grpc.stream_stream_rpc_method_handler, self._stream_stream
        return make(behaviour, None, inner.response_serializer)

    async def _unary_unary(self, raw: bytes, context: Context) -> object:
        async with self._around(context) as call:
            return await self._inner.unary_unary(self._reader.read(call, raw), context)

    async def _unary_stream(self, raw: bytes, context: Context) -> AsyncIterator[object]:
        async with self._around(context) as call:
            async for answer in self._inner.unary_stream(self._reader.read(call, raw), context):
                yield answer

    async def _stream_unary(self, raws: AsyncIterator[bytes], context: Context) -> object:
        async with self._around(context) as call:
            return await self._inner.stream_unary(self._read_all(call, raws), context)

    async def _stream_stream(self, raws: AsyncIterator[bytes], context: Context) -> AsyncIterator[object]:
        async with self._around(context) as call:
            async for answer in self._inner.stream_stream(self._read_all(call, raws), context):
                yield answer

    @asynccontextmanager
    async def _around(self, context: Context) -> AsyncGenerator[ServedCall]:
        metadata = {key: value for key, value in context.invocation_metadata() or () if isinstance(value, str)}
        streaming = self._inner.request_streaming or self._inner.response_streaming
        call = ServedCall(method=self._path, context=context, streaming=streaming, metadata=metadata)
        current.set(call)
        async with AsyncExitStack() as stack:
            for interceptor in self._interceptors:
                await stack.enter_async_context(interceptor.around(call))
            yield call

    async def _read_all(self, call: ServedCall, raws: AsyncIterator[bytes]) -> AsyncIterator[Message]:
        async for raw in raws:
            yield self._reader.read(call, raw)
