"""Programs in other languages use the contracts: here Node, with a client loaded from protos/."""

import pytest

from tests.support.front import Front
from tests.support.node import run_node_client


@pytest.mark.timeout(400)
def test_a_node_client_creates_measures_scores_and_reads_reasons(server: Front) -> None:
    answers = run_node_client(server.environment)
    assert not server.personas()
    assert answers["persona"]["display_name"] == "Written from Node"
    assert len(answers["added"]["samples"]) == answers["fingerprint"]["sample_count"] == 8
    assert 0 <= answers["score"]["match"] <= 100
    assert answers["score"]["interval"]["low"] <= answers["score"]["match"] <= answers["score"]["interval"]["high"]
    assert answers["score"]["evidence"].startswith("EVIDENCE_LEVEL_")
    assert answers["error"]["code"] == "NOT_FOUND"
    assert answers["error"]["info"]["reason"] == "PERSONA_NOT_FOUND"
    assert answers["error"]["info"]["metadata"] == {"personaId": "00000000-0000-7000-8000-000000000000"}
    assert answers["unsigned"]["info"]["reason"] == "TOKEN_MISSING"


def test_a_key_that_is_wrong_stops_a_node_client(server: Front) -> None:
    with pytest.raises(AssertionError, match="API key is unknown"):
        run_node_client({**server.environment, "PERSONA_API_KEY": f"{server.api_key}x"})
