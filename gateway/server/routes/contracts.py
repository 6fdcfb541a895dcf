"""Descriptors, options and comments of every service in the contracts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import persona
from protobuf import DescFile, DescMessage, DescMethod, DescService, Message, Registry
from protobuf.wkt import FileDescriptorSet

_DESCRIPTORS = "descriptors.binpb"
_HTTP = "google.api.http"
_ACCESS = "persona.access.v1.access"


@dataclass(frozen=True)
class Contracts:
    """All descriptors of a FileDescriptorSet that holds its imports."""

    registry: Registry

    @classmethod
    def installed(cls) -> "Contracts":
        """Returns the contracts that the installed stubs were generated from."""
        # Not importlib.resources: it does not read a namespace package that is installed for editing.
        for folder in persona.__path__:
            path = Path(folder) / _DESCRIPTORS
            if path.is_file():
                return cls.from_bytes(path.read_bytes())
        raise FileNotFoundError(f"{_DESCRIPTORS} is not installed beside the stubs; run make generate")

    @classmethod
    def of(cls, descriptors: Path | None) -> "Contracts":
        """The contracts of a file with a FileDescriptorSet; None: the installed ones."""
        return cls.from_bytes(descriptors.read_bytes()) if descriptors else cls.installed()

    @classmethod
    def from_bytes(cls, descriptor_set: bytes) -> "Contracts":
        """Reads a serialised FileDescriptorSet."""
        return cls(FileDescriptorSet.from_binary(descriptor_set).to_registry())

    @cached_property
    def files(self) -> tuple[DescFile, ...]:
        """Every file, imports included."""
        return tuple(descriptor for descriptor in self.registry if isinstance(descriptor, DescFile))

    def services(self) -> Iterator[DescService]:
        """Yields every service, by file and then in the order of the contract."""
        for file in self.files:
            yield from file.services

    def methods(self) -> Iterator[DescMethod]:
        """Yields every method of every service."""
        for service in self.services():
            yield from service.methods

    def message(self, type_name: str) -> DescMessage:
        """Returns the message with this full name. KeyError: the contracts have none."""
        message = self.registry.message(type_name)
        if message is None:
            raise KeyError(type_name)
        return message

    def http_rule(self, method: DescMethod) -> Any | None:
        """Returns the method's google.api.HttpRule, or None."""
        return self.option(method.proto.options, _HTTP)

    def is_public(self, method: DescMethod) -> bool:
        """Returns True if the method needs no access token."""
        access = self.option(method.proto.options, _ACCESS)
        return access is not None and access.public

    def access(self, method: DescMethod) -> Any | None:
        """Returns the method's persona.access.v1.Access, or None."""
        return self.option(method.proto.options, _ACCESS)

    def option(self, options: Message | None, name: str) -> Any | None:
        """Returns the value of the extension `name` in an options message, or None if it is not set."""
        extension = self.registry.extension(name)
        if options is None or extension is None or extension.type not in options:
            return None
        return options[extension.type]


def domain_of(service: DescService) -> str:
    """Returns the domain of `persona.<domain>.v1.<Service>`, which names its process."""
    return service.type_name.split(".")[1]
