"""Programs in other languages use the contracts: here Node, with a client loaded from protos/."""

import pytest

from tests.support.front import Front
from tests.support.node import run_node_client


@pytest.mark.timeout(400)
def test_a_node_client_creates_measures_scores_and_reads_reasons(server: Front) -> None:
    told = run_node_client(server.environment)
    assert not server.personas()
    assert told["persona"]["display_name"] == "Written from Node"
    assert len(told["added"]["samples"]) == told["fingerprint"]["sample_count"] == 8
    assert 0 <= told["score"]["match"] <= 100
    assert told["score"]["interval"]["low"] <= told["score"]["match"] <= told["score"]["interval"]["high"]
    assert told["score"]["evidence"].startswith("EVIDENCE_LEVEL_")
    assert told["error"]["code"] == "NOT_FOUND"
    assert told["error"]["info"]["reason"] == "PERSONA_NOT_FOUND"
    assert told["error"]["info"]["metadata"] == {"personaId": "00000000-0000-7000-8000-000000000000"}
    assert told["unsigned"]["info"]["reason"] == "TOKEN_MISSING"


def test_a_key_that_is_wrong_stops_a_node_client(server: Front) -> None:
    with pytest.raises(AssertionError, match="API key is unknown"):
        run_node_client({**server.environment, "PERSONA_API_KEY": f"{server.api_key}x"})
