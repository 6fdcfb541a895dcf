"""Enums of the contracts and of the domain, matched by name: CAVEAT_KIND_SAMPLES_REPEAT is SAMPLES_REPEAT."""

import re
from enum import Enum
from typing import Protocol, TypeVar

from google.protobuf.descriptor import EnumDescriptor

Number = TypeVar("Number", bound=int)
Member = TypeVar("Member", bound=Enum)

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class ContractEnum(Protocol[Number]):
    """An enum of the generated stubs."""

    @property
    def DESCRIPTOR(self) -> EnumDescriptor: ...  # noqa: N802

    def Value(self, name: str) -> Number: ...  # noqa: N802

    def Name(self, number: Number) -> str: ...  # noqa: N802


def enum_to_pb(contract: ContractEnum[Number], member: Enum) -> Number:
    """Returns the number of the contract's value with the member's name. Raises ValueError if there is none."""
    return contract.Value(_prefix(contract.DESCRIPTOR) + member.name)


def enum_from_pb(contract: ContractEnum[Number], number: Number, members: type[Member]) -> Member:
    """Returns the member with the name of the contract's value. Raises KeyError if there is none."""
    return members[contract.Name(number).removeprefix(_prefix(contract.DESCRIPTOR))]


def _prefix(descriptor: EnumDescriptor) -> str:
    return _WORD_START.sub("_", descriptor.name).upper() + "_"
