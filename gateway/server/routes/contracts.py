"""The contracts as the gateway reads them: descriptors, options and comments of every service."""

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
        """The contracts that the installed stubs were generated from."""
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
        return tuple(each for each in self.registry if isinstance(each, DescFile))

    def services(self) -> Iterator[DescService]:
        """Every service, by file and then in the order of the contract."""
        for file in self.files:
            yield from file.services

    def methods(self) -> Iterator[DescMethod]:
        """Every method of every service."""
        for service in self.services():
            yield from service.methods

    def message(self, type_name: str) -> DescMessage:
        """The message with this full name. KeyError: the contracts have none."""
        found = self.registry.message(type_name)
        if found is None:
            raise KeyError(type_name)
        return found

    def http_rule(self, method: DescMethod) -> Any | None:
        """The method's google.api.HttpRule, if it has one."""
        return self.option(method.proto.options, _HTTP)

    def is_public(self, method: DescMethod) -> bool:
        """Whether the method needs no token."""
        access = self.option(method.proto.options, _ACCESS)
        return access is not None and access.public

    def access(self, method: DescMethod) -> Any | None:
        """The method's persona.access.v1.Access, if it states one."""
        return self.option(method.proto.options, _ACCESS)

    def option(self, options: Message | None, name: str) -> Any | None:
        """The value of the extension `name` in an options message, if it is set."""
        extension = self.registry.extension(name)
        if options is None or extension is None or extension.type not in options:
            return None
        return options[extension.type]


def domain_of(service: DescService) -> str:
    """The domain of `persona.<domain>.v1.<Service>`: what its process is called."""
    return service.type_name.split(".")[1]
