"""What every call of every service goes through, over a real socket."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from persona.access.v1 import access_pb2
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.analyzer.v1 import analyzer_service_pb2_grpc

from deploy.local.layout import Layout
from libs.servicekit.calls.access_tokens import SigningKey, TokenSigner
from libs.servicekit.calls.call_context import caller, current
from libs.servicekit.errors import Unavailable
from libs.servicekit.serving.server import Service, Servicer, start
from libs.servicekit.serving.settings import ServiceSettings
from tests.support.identity import Token

PERSONA = str(uuid.uuid4())
TENANT = uuid.uuid4()
METHOD = "/persona.analyzer.v1.AnalyzerService/"


class Probe(analyzer_service_pb2_grpc.AnalyzerServiceServicer):
    """Answers by what the text asks for."""

    async def ScoreText(self, request: pb.ScoreTextRequest, context: Any) -> pb.ScoreTextResponse:
        match request.text:
            case "break":
                raise RuntimeError("the secret of the database is 12345")
            case "database":
                raise Unavailable("database")
            case "sleep":
                await asyncio.sleep(30)
            case _:
                pass
        score = pb.ScoreTextResponse()
        score.score.persona_id = str(caller().tenant_id)
        score.score.population = current.get().request_id
        return score

    async def ImportSamples(
        self, request_iterator: AsyncIterator[pb.ImportSamplesRequest], context: Any
    ) -> AsyncIterator[pb.ImportSamplesResponse]:
        async for message in request_iterator:
            yield pb.ImportSamplesResponse(
                progress=pb.ImportSamplesResponse.ImportProgress(word_count=len(message.sample.text))
            )


@dataclass
class Served:
    stub: "analyzer_service_pb2_grpc.AnalyzerServiceAsyncStub"
    channel: grpc.aio.Channel


class ProbeSettings(ServiceSettings):
    database_url: str = "unused"
    port: int = 0
    unary_seconds: float = 0.5


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def served(jwks_file: Path, layout: Layout) -> AsyncIterator[Served]:
    settings = ProbeSettings(
        PERSONA_IDENTITY_JWKS_FILE=str(jwks_file), identity_key_file=layout.service_key("registry")
    )  # pyright: ignore[reportCallIssue]
    contract = pb.DESCRIPTOR.services_by_name["AnalyzerService"]

    def register(server: grpc.aio.Server) -> None:
        analyzer_service_pb2_grpc.add_AnalyzerServiceServicer_to_server(Probe(), server)  # pyright: ignore[reportAbstractUsage]

    server, _, port = await start(Service("probe", [Servicer(contract, register)]), settings)
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield Served(analyzer_service_pb2_grpc.AnalyzerServiceStub(channel), channel)
    await server.stop(0)


@pytest.fixture
def signed_in(token: Token) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {token(TENANT)}"),)


async def refusal(call: Any) -> tuple[grpc.StatusCode, str, dict[str, Any]]:
    """Code, message and details by type name of a call that must fail."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    metadata = dict(caught.value.trailing_metadata() or ())
    details: dict[str, Any] = {"request_id": metadata.get("x-request-id")}
    status = status_pb2.Status.FromString(metadata.get("grpc-status-details-bin", b""))
    for packed in status.details:
        for kind in (error_details_pb2.ErrorInfo, error_details_pb2.BadRequest, error_details_pb2.RetryInfo):
            message = kind()
            if packed.Unpack(message):
                details[kind.DESCRIPTOR.name] = message
    return caught.value.code(), caught.value.details() or "", details


async def test_use_case_sees_the_verified_tenant(served: Served, signed_in: Any) -> None:
    answer = await served.stub.ScoreText(pb.ScoreTextRequest(persona_id=PERSONA, text="a"), metadata=signed_in)
    assert answer.score.persona_id == str(TENANT)


async def test_request_id_of_the_client_is_kept_and_returned(served: Served, signed_in: Any) -> None:
    metadata = (*signed_in, ("x-request-id", "req-17"))
    call = served.stub.ScoreText(pb.ScoreTextRequest(persona_id=PERSONA, text="a"), metadata=metadata)
    assert (await call).score.population == "req-17"
    assert dict(await call.trailing_metadata())["x-request-id"] == "req-17"


async def test_missing_token_is_refused(served: Served) -> None:
    code, _, details = await refusal(served.stub.ScoreText(pb.ScoreTextRequest(persona_id=PERSONA, text="a")))
    assert (code, details["ErrorInfo"].reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_MISSING")


async def test_expired_token_is_told_from_a_wrong_one(served: Served, token: Token) -> None:
    stale = token(TENANT, lifetime=timedelta(seconds=-1))
    request = pb.ScoreTextRequest(persona_id=PERSONA, text="a")
    _, _, details = await refusal(served.stub.ScoreText(request, metadata=(("authorization", f"Bearer {stale}"),)))
    assert details["ErrorInfo"].reason == "TOKEN_EXPIRED"


async def test_token_that_ends_while_it_is_remembered_is_refused(served: Served, token: Token) -> None:
    brief = (("authorization", f"Bearer {token(TENANT, lifetime=timedelta(seconds=1.2))}"),)
    request = pb.ScoreTextRequest(persona_id=PERSONA, text="a")
    await served.stub.ScoreText(request, metadata=brief)
    await asyncio.sleep(1.3)
    _, _, details = await refusal(served.stub.ScoreText(request, metadata=brief))
    assert details["ErrorInfo"].reason == "TOKEN_EXPIRED"


async def test_token_signed_by_somebody_else_is_refused(served: Served) -> None:
    unknown = SigningKey.of(Ed25519PrivateKey.generate())
    forger = TokenSigner(lambda: unknown, timedelta(minutes=5))
    forged = forger.sign(TENANT, "key:forged", [access_pb2.SCOPE_READ]).text
    request = pb.ScoreTextRequest(persona_id=PERSONA, text="a")
    code, _, details = await refusal(served.stub.ScoreText(request, metadata=(("authorization", f"Bearer {forged}"),)))
    assert (code, details["ErrorInfo"].reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_INVALID")


async def test_token_with_changed_claims_is_refused(served: Served, token: Token) -> None:
    header, claims, signature = token(TENANT).split(".")
    other = token(uuid.uuid4()).split(".")[1]
    assert claims != other
    request = pb.ScoreTextRequest(persona_id=PERSONA, text="a")
    metadata = (("authorization", f"Bearer {header}.{other}.{signature}"),)
    _, _, details = await refusal(served.stub.ScoreText(request, metadata=metadata))
    assert details["ErrorInfo"].reason == "TOKEN_INVALID"


async def test_token_without_the_scope_is_refused_and_names_it(served: Served, token: Token) -> None:
    writer = (("authorization", f"Bearer {token(TENANT, (access_pb2.SCOPE_WRITE,))}"),)
    request = pb.ScoreTextRequest(persona_id=PERSONA, text="a")
    code, _, details = await refusal(served.stub.ScoreText(request, metadata=writer))
    assert code == grpc.StatusCode.PERMISSION_DENIED
    assert (details["ErrorInfo"].reason, dict(details["ErrorInfo"].metadata)) == ("SCOPE_MISSING", {"scope": "read"})


async def test_every_broken_field_is_named(served: Served, signed_in: Any) -> None:
    request = pb.ScoreTextRequest(persona_id="x", text=" \n ")
    code, _, details = await refusal(served.stub.ScoreText(request, metadata=signed_in))
    assert code == grpc.StatusCode.INVALID_ARGUMENT
    assert details["ErrorInfo"].reason == "INVALID_FIELD"
    assert {violation.field for violation in details["BadRequest"].field_violations} == {"persona_id", "text"}


@pytest.mark.parametrize("text", ["nul \0 inside", "x" * 200_001])
async def test_text_that_cannot_be_measured_is_named(served: Served, signed_in: Any, text: str) -> None:
    request = pb.ScoreTextRequest(persona_id=PERSONA, text=text)
    _, message, details = await refusal(served.stub.ScoreText(request, metadata=signed_in))
    assert [violation.field for violation in details["BadRequest"].field_violations] == ["text"]
    assert message.startswith("text must")


async def test_index_of_a_broken_item_is_named(served: Served, signed_in: Any) -> None:
    request = pb.ScoreTextsRequest(persona_id=PERSONA, texts=["good", "", "good"])
    _, _, details = await refusal(served.stub.ScoreTexts(request, metadata=signed_in))
    assert [violation.field for violation in details["BadRequest"].field_violations] == ["texts[1]"]


async def test_request_larger_than_its_method_accepts_is_refused_with_the_limit(served: Served, signed_in: Any) -> None:
    send = served.channel.unary_unary(METHOD + "ListMetrics")
    code, message, details = await refusal(send(b"\0" * 100_000, metadata=signed_in))
    assert (code, details["ErrorInfo"].reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "BODY_TOO_LARGE")
    assert int(details["ErrorInfo"].metadata["maxBytes"]) < 100_000
    assert "100,000 bytes" in message


async def test_million_empty_texts_are_refused_at_once(served: Served, signed_in: Any) -> None:
    send = served.channel.unary_unary(METHOD + "ScoreTexts")
    _, message, details = await refusal(send(b"\x12\0" * 1_000_000, metadata=signed_in))
    assert [violation.field for violation in details["BadRequest"].field_violations] == ["texts"]
    assert "at most 50" in message


async def test_invalid_utf8_is_refused_and_its_field_named(served: Served, signed_in: Any) -> None:
    good = pb.AddSamplesRequest(persona_id=PERSONA, samples=[pb.AddSamplesRequest().samples.add(text="MARK")])
    raw = good.SerializeToString().replace(b"MARK", b"M\xff\xfeK")
    send = served.channel.unary_unary(METHOD + "AddSamples")
    code, _, details = await refusal(send(raw, metadata=signed_in))
    assert (code, details["ErrorInfo"].reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST")
    assert [violation.field for violation in details["BadRequest"].field_violations] == ["samples[0].text"]


@pytest.mark.parametrize("raw", [b"\xff", b"\x0a\xff\xff\xff\xff\x0f", b"\x12\x05ab", b"\x0b" * 100])
async def test_bytes_that_are_no_message_are_refused(served: Served, signed_in: Any, raw: bytes) -> None:
    code, _, details = await refusal(served.channel.unary_unary(METHOD + "ScoreText")(raw, metadata=signed_in))
    assert (code, details["ErrorInfo"].reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST")


async def test_defect_says_nothing_of_its_cause(served: Served, signed_in: Any) -> None:
    request = pb.ScoreTextRequest(persona_id=PERSONA, text="break")
    code, message, details = await refusal(served.stub.ScoreText(request, metadata=signed_in))
    assert (code, details["ErrorInfo"].reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    assert "12345" not in message
    assert details["ErrorInfo"].metadata["traceId"] == details["request_id"]


async def test_missing_dependency_says_when_to_come_back(served: Served, signed_in: Any) -> None:
    request = pb.ScoreTextRequest(persona_id=PERSONA, text="database")
    code, _, details = await refusal(served.stub.ScoreText(request, metadata=signed_in))
    assert (code, details["ErrorInfo"].metadata["dependency"]) == (grpc.StatusCode.UNAVAILABLE, "database")
    assert details["RetryInfo"].retry_delay.seconds == 1


async def test_call_without_deadline_ends_when_the_service_allows_no_more(served: Served, signed_in: Any) -> None:
    request = pb.ScoreTextRequest(persona_id=PERSONA, text="sleep")
    code, _, details = await refusal(served.stub.ScoreText(request, metadata=signed_in))
    assert (code, details["ErrorInfo"].reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED")


async def test_messages_of_a_stream_are_checked_one_by_one(served: Served, signed_in: Any) -> None:
    async def messages() -> AsyncIterator[pb.ImportSamplesRequest]:
        yield pb.ImportSamplesRequest(sample={"text": "four"})
        yield pb.ImportSamplesRequest(sample={"text": ""})

    call = served.stub.ImportSamples(messages(), metadata=signed_in)
    assert (await call.read()).progress.word_count == 4
    _, _, details = await refusal(call.read())
    assert [violation.field for violation in details["BadRequest"].field_violations] == ["sample.text"]


async def test_health_and_reflection_need_no_token(served: Served) -> None:
    health = health_pb2_grpc.HealthStub(served.channel)
    asked = health_pb2.HealthCheckRequest(service="persona.analyzer.v1.AnalyzerService")
    assert (await health.Check(asked)).status == health_pb2.HealthCheckResponse.SERVING
    reflection = reflection_pb2_grpc.ServerReflectionStub(served.channel)
    asked_list = iter([reflection_pb2.ServerReflectionRequest(list_services="")])
    answers = [answer async for answer in reflection.ServerReflectionInfo(asked_list)]
    names = {service.name for service in answers[0].list_services_response.service}
    assert "persona.analyzer.v1.AnalyzerService" in names


async def test_stream_ends_with_its_token_and_says_so(served: Served, token: Token) -> None:
    brief = (("authorization", f"Bearer {token(TENANT, lifetime=timedelta(seconds=2.5))}"),)

    async def messages() -> AsyncIterator[pb.ImportSamplesRequest]:
        yield pb.ImportSamplesRequest(sample={"text": "four"})
        await asyncio.sleep(30)

    started = time.monotonic()
    call = served.stub.ImportSamples(messages(), metadata=brief)
    assert (await call.read()).progress.word_count == 4
    code, _, details = await refusal(call.read())
    assert (code, details["ErrorInfo"].reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_EXPIRED")
    assert 1 < time.monotonic() - started < 3


async def test_stream_that_ends_before_its_token_ends_well(served: Served, token: Token) -> None:
    async def messages() -> AsyncIterator[pb.ImportSamplesRequest]:
        yield pb.ImportSamplesRequest(sample={"text": "four"})

    metadata = (("authorization", f"Bearer {token(TENANT)}"),)
    answers = [answer async for answer in served.stub.ImportSamples(messages(), metadata=metadata)]
    assert [answer.progress.word_count for answer in answers] == [4]
