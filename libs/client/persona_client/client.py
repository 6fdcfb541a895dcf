"""Client of the registry and the analyzer, for Python programs."""

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Protocol, TypeVar

import grpc
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.analyzer.v1 import sample_pb2
from persona.analyzer.v1.analyzer_service_pb2_grpc import AnalyzerServiceStub
from persona.registry.v1 import api_key_pb2, persona_pb2, persona_version_pb2
from persona.registry.v1 import identity_service_pb2 as identity_pb
from persona.registry.v1 import registry_service_pb2 as registry_pb
from persona.registry.v1.identity_service_pb2_grpc import IdentityServiceStub
from persona.registry.v1.registry_service_pb2_grpc import RegistryServiceStub

from persona_client.channels import open_channel
from persona_client.drafts import draft_requests
from persona_client.errors import PersonaError
from persona_client.imports import ImportProgress, import_samples
from persona_client.interceptor import CallInterceptor
from persona_client.retry import RetryPolicy
from persona_client.settings import ClientSettings
from persona_client.tokens import ApiKeyTokens, TokenSource, is_stale

DEFAULT_TIMEOUT = 30.0
"""Seconds that a unary call may take with all its attempts, unless the call names its own `timeout`."""
_PAGE_SIZE = 200


class PageRequest(Protocol):
    """The request of a List method."""

    page_size: int
    page_token: str


class Page(Protocol):
    """The response of a List method."""

    @property
    def next_page_token(self) -> str:
        """Empty on the last page."""
        ...


_Request = TypeVar("_Request", bound=PageRequest)
_Page = TypeVar("_Page", bound=Page)


def pages(call: Callable[[_Request], _Page], request: _Request) -> Iterator[_Page]:
    """Yields every page of a List method, from the one that the request names; each is fetched on demand."""
    request.page_size = request.page_size or _PAGE_SIZE
    while True:
        page = call(request)
        yield page
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


class PersonaClient:
    """Registry, identity and analyzer behind one key; can be shared by threads.

        with PersonaClient() as client:
            answer = client.analyzer.ScoreText(ScoreTextRequest(persona_id=persona, text=draft), timeout=5)
            print(answer.score.match)

    `registry`, `identity` and `analyzer` are the generated stubs, with every method of the contract and its types.
    Through this client their calls have a deadline, carry an access token for the API key, are retried where the
    contract says that this is safe, and raise `errors.PersonaError`. Waiting happens in the calling thread, also for
    `.future`.

    No second client exists for asyncio: gRPC's interceptors differ there, and the code would have to be doubled.
    From a coroutine, `await asyncio.to_thread(client.analyzer.ScoreText, request)`.
    """

    def __init__(
        self,
        settings: ClientSettings | None = None,
        *,
        retry: RetryPolicy | None = None,
        timeout: float | None = DEFAULT_TIMEOUT,
        tokens: TokenSource | None = None,
    ) -> None:
        """Reads settings from the environment unless given; `tokens` replaces the exchange of the API key."""
        settings = settings or ClientSettings.from_environment()
        self._retry = retry or RetryPolicy()
        self._timeout = timeout
        self._channels: list[grpc.Channel] = []
        registry = self._open(settings.addresses["registry"])
        self.registry = RegistryServiceStub(registry)
        self.identity = IdentityServiceStub(registry)
        self.analyzer = AnalyzerServiceStub(self._open(settings.addresses["analyzer"]))
        self._tokens: TokenSource = tokens or ApiKeyTokens(settings.api_key, self.identity.ExchangeApiKey)

    def _open(self, address: str) -> grpc.Channel:
        channel = open_channel(address)
        self._channels.append(channel)
        interceptor = CallInterceptor(address, tokens=lambda: self._tokens, retry=self._retry, timeout=self._timeout)
        return grpc.intercept_channel(channel, interceptor)

    def personas(self) -> Iterator[persona_pb2.Persona]:
        """Yields every persona, the newest first."""
        for page in pages(self.registry.ListPersonas, registry_pb.ListPersonasRequest()):
            yield from page.personas

    def versions(self, persona_id: str) -> Iterator[persona_version_pb2.PersonaVersion]:
        """Yields every version of a persona, the newest first."""
        request = registry_pb.ListPersonaVersionsRequest(persona_id=persona_id)
        for page in pages(self.registry.ListPersonaVersions, request):
            yield from page.versions

    def api_keys(self) -> Iterator[api_key_pb2.ApiKey]:
        """Yields every API key, the newest first."""
        for page in pages(self.identity.ListApiKeys, identity_pb.ListApiKeysRequest()):
            yield from page.api_keys

    def samples(self, persona_id: str) -> Iterator[sample_pb2.Sample]:
        """Yields every sample of a persona, the newest first, without the texts."""
        for page in pages(self.analyzer.ListSamples, analyzer_pb.ListSamplesRequest(persona_id=persona_id)):
            yield from page.samples

    def import_samples(
        self,
        persona_id: str,
        samples: Iterable[sample_pb2.NewSample],
        *,
        progress: Callable[[ImportProgress], None] | None = None,
        timeout: float | None = None,
    ) -> analyzer_pb.AddSamplesResponse:
        """Adds any number of samples by a stream: every usable one, or none if the call fails.

        `progress` is called once per sample. Not retried after a failure; sending the same samples again is safe,
        since existing ones are skipped. Errors: NotFound, Unavailable.
        """
        return import_samples(self.analyzer, persona_id, samples, progress=progress, timeout=timeout)

    def score_versions(
        self, persona_id: str, versions: Iterable[str], *, include_details: bool = False, timeout: float | None = None
    ) -> Iterator[analyzer_pb.StreamScoreResponse]:
        """Scores the versions of a draft as they come; only the changed parts are read again.

        `draft_revision` counts the versions from 1; if they come faster than responses, only the newest is scored.
        `versions` is read by a thread of gRPC's. Not retried after a failure. Errors: NotFound, Unavailable.
        """
        requests = draft_requests(persona_id, versions, include_details=include_details)
        return iter(self.analyzer.StreamScore(requests, timeout=timeout))

    def watch(self, resume_token: str = "") -> Iterator[registry_pb.WatchPersonasResponse]:
        """Yields changes of personas as they happen, from now or from the `resume_token` of an earlier response.

        Ends with an error only. When the access token expires, it goes on with a new one. To continue after
        Unavailable, watch again with the last `resume_token`.
        """
        return self._watching(self._open_watch(resume_token), resume_token)

    def _open_watch(self, resume_token: str) -> Iterator[registry_pb.WatchPersonasResponse]:
        return iter(self.registry.WatchPersonas(registry_pb.WatchPersonasRequest(resume_token=resume_token)))

    def _watching(
        self, stream: Iterator[registry_pb.WatchPersonasResponse], resume_token: str
    ) -> Iterator[registry_pb.WatchPersonasResponse]:
        while True:
            received = False
            try:
                for response in stream:
                    received, resume_token = True, response.resume_token or resume_token
                    yield response
            except PersonaError as error:
                # A stream that was refused before its first message would be refused again.
                if not (received and is_stale(error)):
                    raise
            else:
                return
            stream = self._open_watch(resume_token)

    def close(self) -> None:
        """Closes the channels; calls that are under way fail."""
        for channel in self._channels:
            channel.close()

    def __enter__(self) -> "PersonaClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
