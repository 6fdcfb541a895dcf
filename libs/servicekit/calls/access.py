"""The access rule of each method, read from the contracts."""

from functools import cache

from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor
from persona.access.v1 import access_pb2


@cache
def method_descriptor(path: str) -> MethodDescriptor | None:
    """The contract of a method by its path, "/package.Service/Method". None: there is none."""
    try:
        return descriptor_pool.Default().FindMethodByName(path.lstrip("/").replace("/", "."))
    except KeyError:
        return None


@cache
def access_rule(path: str) -> access_pb2.Access:
    """The method's access rule; one that admits no caller where the contract states none."""
    descriptor = method_descriptor(path)
    if descriptor is None:
        return access_pb2.Access()
    return descriptor.GetOptions().Extensions[access_pb2.access]
