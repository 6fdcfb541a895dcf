"""What calls through the client get: tokens, deadlines, repetition, typed errors."""

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.analyzer.v1 import sample_pb2
from persona.errors.v1 import error_reason_pb2 as reasons
from persona.registry.v1 import registry_service_pb2 as registry_pb
from persona_client import errors
from persona_client.client import PersonaClient, pages
from persona_client.retry import RetryPolicy
from persona_client.settings import ClientSettings

from libs.servicekit.calls.access_tokens import TokenExpired
from libs.servicekit.errors import Conflict, FieldViolation, InvalidArgument, ServiceError, Unavailable
from tests.support.front import Front, new_id
from tests.support.stack import free_port

_UNAVAILABLE = Unavailable("database")


class _ConcurrentChange(Conflict):
    reason = reasons.ERROR_REASON_CONCURRENT_CHANGE
    retry_after = timedelta(milliseconds=5)


class _Defect(ServiceError):
    reason = reasons.ERROR_REASON_INTERNAL


class _SoonBack(Unavailable):
    retry_after = timedelta(milliseconds=300)


def _create(client: PersonaClient, name: str = "Ada", **fields: str) -> str:
    return client.registry.CreatePersona(registry_pb.CreatePersonaRequest(display_name=name, **fields)).persona.id


def _get(client: PersonaClient, persona_id: str, timeout: float | None = None) -> str:
    request = registry_pb.GetPersonaRequest(persona_id=persona_id)
    return client.registry.GetPersona(request, timeout=timeout).persona.display_name


def test_a_read_is_repeated_until_the_service_is_back(client: PersonaClient, server: Front) -> None:
    persona_id = _create(client)
    server.fail("GetPersona", _SoonBack("database"), times=2)
    began = time.monotonic()
    assert _get(client, persona_id) == "Ada"
    assert server.calls("GetPersona") == 3
    assert time.monotonic() - began >= 0.6


def test_a_creation_without_request_id_is_not_repeated(client: PersonaClient, server: Front) -> None:
    server.fail("CreatePersona", _UNAVAILABLE)
    with pytest.raises(errors.Unavailable) as caught:
        _create(client)
    assert server.calls("CreatePersona") == 1
    assert caught.value.reason == "DEPENDENCY_UNAVAILABLE"
    assert caught.value.metadata == {"dependency": "database"}
    assert caught.value.retry_after == timedelta(seconds=1)


def test_a_creation_with_request_id_is_repeated_and_creates_once(client: PersonaClient, server: Front) -> None:
    server.fail("CreatePersona", _ConcurrentChange("Two changes met."))
    _create(client, request_id=new_id())
    assert server.calls("CreatePersona") == 2
    assert len(server.personas()) == 1


def test_a_service_that_is_not_there_is_named() -> None:
    address = f"127.0.0.1:{free_port()}"
    gone = ClientSettings({"registry": address, "analyzer": address}, "psk_any")
    never_there = pytest.raises(errors.Unavailable, match=f"Nothing answers at {address}")
    with PersonaClient(gone, retry=RetryPolicy(attempts=3, first_backoff=0.01)) as client, never_there:
        list(client.personas())


def test_repetition_ends_with_the_deadline(client: PersonaClient, server: Front) -> None:
    persona_id = _create(client)
    server.fail("GetPersona", _UNAVAILABLE, times=9)
    began = time.monotonic()
    with pytest.raises(errors.Unavailable):
        _get(client, persona_id, timeout=0.5)
    assert time.monotonic() - began < 0.5


def test_a_call_that_takes_too_long_ends_at_its_own_deadline(client: PersonaClient, server: Front) -> None:
    persona_id = _create(client)
    server.delay("GetPersona", 2.0)
    began = time.monotonic()
    with pytest.raises(errors.DeadlineExceeded) as caught:
        _get(client, persona_id, timeout=0.2)
    assert time.monotonic() - began < 1.0
    assert caught.value.reason == "DEADLINE_EXCEEDED"
    assert server.calls("GetPersona") == 1


def test_a_client_has_a_deadline_for_calls_that_name_none(settings: ClientSettings, server: Front) -> None:
    server.delay("ListPersonas", 2.0)
    with PersonaClient(settings, timeout=0.2) as client, pytest.raises(errors.DeadlineExceeded):
        list(client.personas())


def test_a_key_is_exchanged_once_for_many_calls_and_threads(client: PersonaClient, server: Front) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: list(client.personas()), range(24)))
    assert server.calls("ExchangeApiKey") == 1
    assert server.calls("ListPersonas") == 24


def test_an_expired_token_is_replaced_once_even_for_a_creation(client: PersonaClient, server: Front) -> None:
    _create(client, "first")
    server.fail("CreatePersona", TokenExpired())
    _create(client, "second")
    assert server.calls("ExchangeApiKey") == 2
    assert [each.display_name for each in server.personas()] == ["second", "first"]


def test_a_token_that_stays_refused_is_an_error(client: PersonaClient, server: Front) -> None:
    server.fail("ListPersonas", TokenExpired(), times=9)
    with pytest.raises(errors.Unauthenticated) as caught:
        list(client.personas())
    assert caught.value.reason == "TOKEN_EXPIRED"
    assert server.calls("ListPersonas") == 2
    assert server.calls("ExchangeApiKey") == 2


def test_a_wrong_key_is_not_signed_in(server: Front) -> None:
    wrong = ClientSettings({name: server.address(name) for name in ("registry", "analyzer")}, "psk_wrong")
    with PersonaClient(wrong) as client, pytest.raises(errors.Unauthenticated) as caught:
        list(client.personas())
    assert caught.value.reason == "API_KEY_INVALID"
    assert server.calls("ListPersonas") == 0


def test_an_error_says_what_the_service_said(client: PersonaClient, server: Front) -> None:
    with pytest.raises(errors.NotFound) as caught:
        _get(client, "0197a000-0000-7000-8000-000000000001")
    error = caught.value
    assert error.reason == "PERSONA_NOT_FOUND"
    assert error.metadata == {"personaId": "0197a000-0000-7000-8000-000000000001"}
    assert error.request_id == server.metadata("GetPersona")[0]["x-request-id"]
    assert uuid.UUID(error.request_id)


def test_violations_name_fields(client: PersonaClient, server: Front) -> None:
    violation = FieldViolation("samples[0].text", "must not be empty")
    server.fail("AddSamples", InvalidArgument("A sample is empty.", violations=[violation]))
    with pytest.raises(errors.InvalidRequest) as caught:
        client.analyzer.AddSamples(analyzer_pb.AddSamplesRequest(persona_id=new_id()))
    assert caught.value.violations == (errors.Violation("samples[0].text", "must not be empty"),)


def test_a_defect_of_a_service_is_not_repeated(client: PersonaClient, server: Front) -> None:
    server.fail("ListPersonas", _Defect("Something went wrong on our side."))
    with pytest.raises(errors.Defect, match="on our side"):
        list(client.personas())
    assert server.calls("ListPersonas") == 1


def test_the_attempts_of_a_call_share_a_request_id(client: PersonaClient, server: Front) -> None:
    server.fail("ListPersonas", _ConcurrentChange("Two changes met."))
    list(client.personas())
    first, second = (each["x-request-id"] for each in server.metadata("ListPersonas"))
    assert first == second


def test_the_callers_own_request_id_is_kept(client: PersonaClient, server: Front) -> None:
    client.registry.ListPersonas(registry_pb.ListPersonasRequest(), metadata=(("x-request-id", "mine"),))
    assert server.metadata("ListPersonas")[0]["x-request-id"] == "mine"


def test_iteration_goes_through_all_pages(client: PersonaClient, server: Front) -> None:
    names = [f"p{i}" for i in range(7)]
    for name in names:
        _create(client, name)
    server.change("ListPersonas", registry_pb.ListPersonasRequest(page_size=3))
    assert [each.display_name for each in client.personas()] == names[::-1]
    assert server.calls("ListPersonas") == 3


def test_pages_of_a_chosen_size(client: PersonaClient) -> None:
    for i in range(5):
        _create(client, str(i))
    found = pages(client.registry.ListPersonas, registry_pb.ListPersonasRequest(page_size=2))
    assert [len(page.personas) for page in found] == [2, 2, 1]


def _posts(*texts: str) -> list[sample_pb2.NewSample]:
    return [sample_pb2.NewSample(text=text, title=f"{index}.md") for index, text in enumerate(texts)]


def test_an_import_tells_its_progress_and_what_was_skipped(client: PersonaClient) -> None:
    persona_id = _create(client)
    reported: list[tuple[int, int]] = []
    answer = client.import_samples(
        persona_id,
        _posts("One two.", "Three.", "One two."),
        progress=lambda p: reported.append((p.measured_count, p.sample_count)),
    )
    assert reported == [(1, 3), (2, 3), (3, 3)]
    assert [each.title for each in answer.samples] == ["0.md", "1.md"]
    assert [(each.index, each.reason) for each in answer.skipped] == [(2, reasons.ERROR_REASON_SAMPLE_DUPLICATE)]
    assert [each.title for each in client.samples(persona_id)] == ["1.md", "0.md"]


def test_an_import_from_an_iterator_does_not_announce_a_number(client: PersonaClient) -> None:
    persona_id = _create(client)
    expected: list[int] = []

    def texts() -> Iterator[sample_pb2.NewSample]:
        yield from _posts("One.", "Two.")

    client.import_samples(persona_id, texts(), progress=lambda p: expected.append(p.sample_count))
    assert expected == [0, 0]


def test_an_import_that_fails_raises_a_typed_error_and_is_not_repeated(client: PersonaClient, server: Front) -> None:
    with pytest.raises(errors.NotFound):
        client.import_samples(new_id(), _posts("One."))
    server.fail("ImportSamples", _UNAVAILABLE)
    with pytest.raises(errors.Unavailable):
        client.import_samples(_create(client), _posts("One."))
    assert server.calls("ImportSamples") == 2


def test_a_watch_goes_on_from_its_resume_token(client: PersonaClient) -> None:
    watch = client.watch()
    begin = next(watch)
    assert begin.HasField("checkpoint")
    _create(client, "seen")
    assert next(watch).change.persona.display_name == "seen"
    again = client.watch(begin.resume_token)
    assert next(again).change.persona.display_name == "seen"


def test_a_watch_goes_on_with_a_new_token_when_its_token_expires(client: PersonaClient, server: Front) -> None:
    server.break_off("WatchPersonas", TokenExpired())
    watch = client.watch()
    assert next(watch).HasField("checkpoint")
    _create(client, "seen")
    assert next(watch).change.persona.display_name == "seen"
    assert server.calls("WatchPersonas") == 2


def test_a_watch_that_is_refused_at_once_is_not_repeated(client: PersonaClient, server: Front) -> None:
    server.fail("WatchPersonas", TokenExpired())
    with pytest.raises(errors.Unauthenticated):
        next(client.watch())
    assert server.calls("WatchPersonas") == 1


def test_the_largest_request_of_the_contract_passes(client: PersonaClient, server: Front) -> None:
    ranked = [analyzer_pb.ScoreTextsResponse.RankedText(index=index) for index in range(5)]
    server.answer("ScoreTexts", analyzer_pb.ScoreTextsResponse(ranking=ranked))
    text = ("🚀" * 18 + "a.") * 10_000
    answer = client.analyzer.ScoreTexts(analyzer_pb.ScoreTextsRequest(persona_id=new_id(), texts=[text] * 5))
    assert len(answer.ranking) == 5


def test_versions_of_a_draft_are_scored_one_after_the_other(client: PersonaClient) -> None:
    persona_id = _create(client)
    client.import_samples(persona_id, _posts("One."))
    texts = ["Few words.", "many more words " * 10]
    answers = list(client.score_versions(persona_id, texts))
    assert [answer.draft_revision for answer in answers] == [1, 2]
    assert [answer.score.HasField("match") for answer in answers] == [False, True]
    with pytest.raises(errors.NotFound):
        list(client.score_versions(new_id(), texts))
