"""Names and passwords of the database logins. Passwords derive from one secret, so nothing else has to be stored."""

import hashlib
import hmac
import re

_SERVICE_NAME = re.compile(r"[a-z][a-z_]{0,40}")


def owner_role(service: str) -> str:
    """Returns the login that owns the service's schema and runs its migrations."""
    return f"persona_{_checked(service)}_owner"


def app_role(service: str) -> str:
    """Returns the login that the running service uses."""
    return f"persona_{_checked(service)}_app"


def role_password(secret: str, role: str) -> str:
    """Returns the password of a role: 160 bits of HMAC-SHA-256 over its name, in hexadecimal."""
    return hmac.new(secret.encode(), role.encode(), hashlib.sha256).hexdigest()[:40]


def _checked(service: str) -> str:
    """Returns the name if it is plain, because it goes into statements as an identifier; else raises ValueError."""
    if not _SERVICE_NAME.fullmatch(service):
        raise ValueError(f"a service name is lower-case letters and underscores, got {service!r}")
    return service
