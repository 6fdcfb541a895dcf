"""Enums of the contract and of the domain are matched by name."""

import enum

import pytest
from persona.style.v1 import fingerprint_pb2, metric_pb2, repair_pb2

from libs.servicekit.calls.enums import enum_from_pb, enum_to_pb
from libs.stylometry.metrics import Family, Reading
from libs.stylometry.repairs.kinds import RepairKind
from services.analyzer.domain.caveat import CaveatKind


class Foreign(enum.Enum):
    """An enum with a member that no contract knows."""

    UNHEARD_OF = 1


@pytest.mark.parametrize(
    ("contract", "members"),
    [
        (metric_pb2.MetricFamily, Family),
        (metric_pb2.Reading, Reading),
        (repair_pb2.RepairKind, RepairKind),
        (fingerprint_pb2.CaveatKind, CaveatKind),
    ],
)
def test_every_member_goes_to_the_contract_and_back(contract: type, members: type[enum.Enum]) -> None:
    numbers = [enum_to_pb(contract, member) for member in members]
    assert 0 not in numbers
    assert [enum_from_pb(contract, number, members) for number in numbers] == list(members)
    assert set(numbers) == set(contract.values()) - {0}


def test_names_that_the_other_side_lacks_are_refused() -> None:
    with pytest.raises(ValueError, match="UNHEARD_OF"):
        enum_to_pb(metric_pb2.MetricFamily, Foreign.UNHEARD_OF)
    with pytest.raises(KeyError):
        enum_from_pb(metric_pb2.MetricFamily, metric_pb2.METRIC_FAMILY_UNSPECIFIED, Family)
