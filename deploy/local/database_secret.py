"""Secret that all database passwords derive from."""

import secrets
from pathlib import Path

from deploy.local.layout import write_secret

_BYTES = 32


def load_or_create(path: Path) -> str:
    """Return the secret in the file; the first time, a new random one."""
    if not path.exists():
        write_secret(path, secrets.token_urlsafe(_BYTES).encode())
    return path.read_text()
