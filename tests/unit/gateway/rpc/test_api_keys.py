"""What is remembered of an exchange, and for how long."""

import asyncio

import pytest

from gateway.server.problems.problem import Problem, ProblemError
from gateway.server.rpc.api_keys import ApiKeys, Token


class Registry:
    """Counts exchanges; gives tokens that live 300 seconds on a clock of its own."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.exchanges: list[str] = []
        self.refusal: Problem | None = None

    def clock(self) -> float:
        return self.now

    async def exchange(self, key: str) -> Token:
        self.exchanges.append(key)
        await asyncio.sleep(0)
        if self.refusal:
            raise ProblemError(self.refusal)
        return Token(f"token-{len(self.exchanges)}", self.now + 300)


@pytest.fixture
def registry() -> Registry:
    return Registry()


@pytest.fixture
def keys(registry: Registry) -> ApiKeys:
    return ApiKeys(registry.exchange, clock=registry.clock)


async def test_a_token_is_kept_until_shortly_before_it_ends(registry: Registry, keys: ApiKeys) -> None:
    assert await keys.token("k") == "token-1"
    registry.now += 269
    assert await keys.token("k") == "token-1"
    registry.now += 2
    assert await keys.token("k") == "token-2"


async def test_a_forgotten_token_is_fetched_again(registry: Registry, keys: ApiKeys) -> None:
    await keys.token("k")
    keys.forget("k")
    assert await keys.token("k") == "token-2"


async def test_a_client_that_leaves_does_not_fail_the_others(registry: Registry, keys: ApiKeys) -> None:
    leaves, stays = asyncio.ensure_future(keys.token("k")), asyncio.ensure_future(keys.token("k"))
    await asyncio.sleep(0)
    leaves.cancel()
    assert await stays == "token-1"
    assert registry.exchanges == ["k"]


async def test_a_refusal_is_remembered_for_two_seconds(registry: Registry, keys: ApiKeys) -> None:
    registry.refusal = Problem("UNAUTHENTICATED", "API_KEY_INVALID", "No.")
    for _ in range(2):
        with pytest.raises(ProblemError):
            await keys.token("k")
    assert len(registry.exchanges) == 1
    registry.refusal, registry.now = None, registry.now + 2.1
    assert await keys.token("k") == "token-2"


async def test_only_so_many_keys_are_remembered(registry: Registry, keys: ApiKeys) -> None:
    for number in range(1025):
        await keys.token(f"k{number}")
    await keys.token("k1024")
    assert len(registry.exchanges) == 1025
    await keys.token("k0")
    assert len(registry.exchanges) == 1026
