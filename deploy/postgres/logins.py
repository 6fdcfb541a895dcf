"""Names and passwords of the database logins. Passwords derive from one secret, so there is nothing else to store."""

import hashlib
import hmac
import re

_SERVICE_NAME = re.compile(r"[a-z][a-z_]{0,40}")


def owner_role(service: str) -> str:
    """The login that owns the service's schema and runs its migrations."""
    return f"persona_{_checked(service)}_owner"


def app_role(service: str) -> str:
    """The login that the running service uses."""
    return f"persona_{_checked(service)}_app"


def role_password(secret: str, role: str) -> str:
    """The password of a role: 160 bits of HMAC-SHA-256 over its name, in hexadecimal."""
    return hmac.new(secret.encode(), role.encode(), hashlib.sha256).hexdigest()[:40]


def _checked(service: str) -> str:
    """Names go into statements as identifiers, so only plain ones are taken."""
    if not _SERVICE_NAME.fullmatch(service):
        raise ValueError(f"a service name is lower-case letters and underscores, got {service!r}")
    return service
