"""Layout of the files under var/."""

import os
from dataclasses import dataclass
from pathlib import Path

# Root's server runs under another account, which must pass through var/ to its own directory, but may not list it.
_VAR_MODE = 0o711 if os.geteuid() == 0 else 0o700


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of one stack's files; secrets have mode 600, their directories 700."""

    var: Path

    @property
    def postgres(self) -> Path:
        return self.var / "postgres"

    @property
    def database_secret(self) -> Path:
        """Secret that the passwords of all database roles derive from."""
        return self.var / "secrets" / "database"

    @property
    def signing_key(self) -> Path:
        """Ed25519 private key, PKCS#8 PEM, of the tokens of API keys."""
        return self.var / "identity" / "signing.pem"

    def service_key(self, service: str) -> Path:
        """Ed25519 private key, PKCS#8 PEM, of a service's own tokens."""
        return self.var / "identity" / "services" / f"{service}.pem"

    @property
    def jwks(self) -> Path:
        """Public keys, as a JSON Web Key Set, with which every service verifies tokens."""
        return self.var / "identity" / "jwks.json"

    @property
    def key_file(self) -> Path:
        """The local API key."""
        return self.var / "local.key"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def demo_marker(self) -> Path:
        """Present once the demo personas were loaded."""
        return self.var / "demo-loaded"

    @property
    def lock(self) -> Path:
        """Held by the running supervisor."""
        return self.var / "run" / "supervisor.lock"

    @property
    def state(self) -> Path:
        """State of the running supervisor: the processes that it has started."""
        return self.var / "run" / "state.json"

    def create(self) -> None:
        """Make the directories, private to the current user."""
        self.var.mkdir(mode=_VAR_MODE, parents=True, exist_ok=True)
        for directory in (
            self.database_secret.parent,
            self.signing_key.parent,
            self.service_key("").parent,
            self.logs,
            self.lock.parent,
        ):
            directory.mkdir(mode=0o700, exist_ok=True)


def write_secret(path: Path, content: bytes) -> None:
    """Create a file of mode 600, whole or not at all; replaces what was there."""
    staging = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(staging, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    staging.replace(path)
