"""Keeping access tokens."""

import pytest
from persona.registry.v1 import identity_service_pb2 as identity_pb
from persona_client.errors import Unauthenticated
from persona_client.tokens import ApiKeyTokens, TokenCache


class _Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class _Exchange:
    """Gives a new token that lives for 300 seconds at each call."""

    def __init__(self, clock: _Clock) -> None:
        self._clock = clock
        self.count = 0

    def __call__(self, request: identity_pb.ExchangeApiKeyRequest) -> identity_pb.ExchangeApiKeyResponse:
        self.count += 1
        answer = identity_pb.ExchangeApiKeyResponse(access_token=f"{request.api_key}-{self.count}")
        answer.expire_time.FromSeconds(int(self._clock.now) + 300)
        return answer


def _tokens(key: str = "key") -> tuple[ApiKeyTokens, _Exchange, _Clock]:
    clock = _Clock()
    exchange = _Exchange(clock)
    return ApiKeyTokens(key, exchange, TokenCache(clock)), exchange, clock


def test_a_key_is_exchanged_once_while_its_token_lives() -> None:
    tokens, exchange, clock = _tokens()
    first = tokens.token()
    clock.now += 200
    assert tokens.token() == first
    assert exchange.count == 1


def test_a_token_is_replaced_before_it_ends() -> None:
    tokens, _, clock = _tokens()
    first = tokens.token()
    clock.now += 290
    assert tokens.token() != first


def test_a_discarded_token_is_not_given_again() -> None:
    tokens, _, _ = _tokens()
    first = tokens.token()
    tokens.discard(first)
    assert tokens.token() != first


def test_discarding_a_token_that_was_replaced_keeps_the_new_one() -> None:
    tokens, exchange, _ = _tokens()
    first = tokens.token()
    tokens.discard(first)
    second = tokens.token()
    tokens.discard(first)
    assert tokens.token() == second
    assert exchange.count == 2


def test_without_a_key_the_error_says_what_to_do() -> None:
    tokens, exchange, _ = _tokens(key="")
    with pytest.raises(Unauthenticated, match="PERSONA_API_KEY") as caught:
        tokens.token()
    assert caught.value.reason == "TOKEN_MISSING"
    assert exchange.count == 0
