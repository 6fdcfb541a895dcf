"""Calls as a platform makes them; responses are read but not parsed, to time the services and not the client."""

import http.client
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import grpc
from google.protobuf.message import Message
from grpc_health.v1 import health_pb2
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.registry.v1 import identity_service_pb2 as identity_pb
from persona.registry.v1.identity_service_pb2_grpc import IdentityServiceStub
from persona.style.v1 import metric_pb2

from tests.support.stack import Stack

ANALYZER = "/persona.analyzer.v1.AnalyzerService"
IDENTITY = "/persona.registry.v1.IdentityService"
TIMEOUT = 30.0


def _serialized(message: Message) -> bytes:
    return message.SerializeToString()


class Calls:
    """The measured calls, by one signed-in client with one connection to each process."""

    def __init__(self, stack: Stack, registry: grpc.Channel, analyzer: grpc.Channel) -> None:
        exchange = identity_pb.ExchangeApiKeyRequest(api_key=stack.key)
        self._token = IdentityServiceStub(registry).ExchangeApiKey(exchange, timeout=TIMEOUT).access_token
        self._registry, self._analyzer = registry, analyzer
        url = urlsplit(stack.url)
        self._http = http.client.HTTPConnection(url.hostname or "", url.port, timeout=TIMEOUT)
        self._http_headers = {"authorization": f"Bearer {self._token}", "content-type": "application/json"}
        self.persona_id = json.loads(self.http("GET", "/v1/personas"))["personas"][0]["id"]

    def score(self, text: str) -> bytes:
        """ScoreText at the service."""
        request = analyzer_pb.ScoreTextRequest(persona_id=self.persona_id, text=text)
        return self._guarded(self._analyzer, f"{ANALYZER}/ScoreText")(request)

    def score_number(self, text: str) -> bytes:
        """ScoreText at the service, without deviations and sentences."""
        request = analyzer_pb.ScoreTextRequest(persona_id=self.persona_id, text=text, omit_details=True)
        return self._guarded(self._analyzer, f"{ANALYZER}/ScoreText")(request)

    def rank(self, texts: Sequence[str]) -> bytes:
        """ScoreTexts at the service."""
        request = analyzer_pb.ScoreTextsRequest(persona_id=self.persona_id, texts=texts)
        return self._guarded(self._analyzer, f"{ANALYZER}/ScoreTexts")(request)

    def repair(self, text: str) -> bytes:
        """SuggestRepairs at the service, of every kind."""
        request = analyzer_pb.SuggestRepairsRequest(persona_id=self.persona_id, text=text)
        return self._guarded(self._analyzer, f"{ANALYZER}/SuggestRepairs")(request)

    def stream_score(self, requests: Iterator[Message]) -> Iterator[bytes]:
        """StreamScore at the service: a response for each message but the first; several updates may share one."""
        path, metadata = f"{ANALYZER}/StreamScore", (("authorization", f"Bearer {self._token}"),)
        stream = self._analyzer.stream_stream(path, request_serializer=_serialized, response_deserializer=bytes)
        return stream(requests, metadata=metadata)

    def analyze(self, text: str) -> bytes:
        """AnalyzeText at the service: every metric, with tags and a parse."""
        return self._guarded(self._analyzer, f"{ANALYZER}/AnalyzeText")(analyzer_pb.AnalyzeTextRequest(text=text))

    def analyze_tokens(self, text: str) -> bytes:
        """AnalyzeText at the service, with the metrics of tokens and word lists alone."""
        request = analyzer_pb.AnalyzeTextRequest(text=text, deepest_reading=metric_pb2.READING_TOKENS)
        return self._guarded(self._analyzer, f"{ANALYZER}/AnalyzeText")(request)

    def empty(self, _text: str) -> bytes:
        """An empty call, through the interceptors of every service."""
        return self._guarded(self._registry, f"{IDENTITY}/GetCaller")(identity_pb.GetCallerRequest())

    def unintercepted(self, _text: str) -> bytes:
        """An empty call, to a method without interceptors."""
        return self._unary(self._analyzer, "/grpc.health.v1.Health/Check")(
            health_pb2.HealthCheckRequest(), timeout=TIMEOUT
        )

    def score_by_gateway(self, text: str) -> bytes:
        """ScoreText through the gateway."""
        return self.http("POST", f"/v1/personas/{self.persona_id}:scoreText", {"text": text})

    def empty_by_gateway(self, _text: str) -> bytes:
        """An empty call, through the gateway."""
        return self.http("GET", "/v1/caller")

    def http(self, method: str, path: str, body: object = None) -> bytes:
        """A request to the gateway on the kept-alive connection."""
        self._http.request(method, path, None if body is None else json.dumps(body), self._http_headers)
        response = self._http.getresponse()
        content = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{method} {path} returned {response.status}: {content[:400]!r}")
        return content

    def close(self) -> None:
        """Closes the connection to the gateway."""
        self._http.close()

    def _guarded(self, channel: grpc.Channel, path: str) -> Callable[[Message], bytes]:
        call = self._unary(channel, path)
        return lambda request: call(request, timeout=TIMEOUT, metadata=(("authorization", f"Bearer {self._token}"),))

    @staticmethod
    def _unary(channel: grpc.Channel, path: str) -> Callable[..., bytes]:
        return channel.unary_unary(path, request_serializer=_serialized, response_deserializer=bytes)


@contextmanager
def signed_in(stack: Stack) -> Iterator[Calls]:
    """A client of a running stack."""
    registry = grpc.insecure_channel(stack.environment["PERSONA_REGISTRY_ADDRESS"])
    analyzer = grpc.insecure_channel(stack.environment["PERSONA_ANALYZER_ADDRESS"])
    with registry, analyzer:
        calls = Calls(stack, registry, analyzer)
        try:
            yield calls
        finally:
            calls.close()
