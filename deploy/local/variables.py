"""Names of environment variables that the supervisor sets for its own programs."""

ADMIN_URL = "PERSONA_ADMIN_DATABASE_URL"
OWNER_URL = "PERSONA_OWNER_DATABASE_URL"
DATABASE_SECRET = "PERSONA_DATABASE_SECRET"  # noqa: S105 - the variable's name
READY_FD = "PERSONA_READY_FD"
LIFE_FD = "PERSONA_LIFE_FD"
