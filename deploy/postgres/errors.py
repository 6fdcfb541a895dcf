"""Errors of the embedded server and of the roles on it; the message names the remedy."""


class PostgresError(RuntimeError):
    """The database could not be found, started, stopped or prepared."""


class ServerDidNotStartError(PostgresError):
    """The server ended, or did not become ready in time; carries the end of its log."""

    def __init__(self, reason: str, log_tail: str) -> None:
        super().__init__(f"PostgreSQL did not start: {reason}\n{log_tail}".rstrip())


class VersionMismatchError(PostgresError):
    """The data directory belongs to another major version than the binaries."""

    def __init__(self, *, data: int, binaries: int, directory: str) -> None:
        super().__init__(
            f"{directory} holds data of PostgreSQL {data}, the installed binaries are PostgreSQL {binaries}: "
            "install the former binaries and dump the data, or remove the directory to start empty"
        )


class MissingRightError(PostgresError):
    """The administrator's login lacks a right that preparing the database needs."""

    def __init__(self, *, user: str, right: str, remedy: str) -> None:
        super().__init__(f'the database user "{user}" lacks the right {right}; as a superuser run: {remedy}')
