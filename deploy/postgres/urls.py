"""PostgreSQL URLs: as administrators write them (libpq) and as SQLAlchemy's asyncpg dialect reads them."""

from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from deploy.postgres.errors import PostgresError

_SCHEMES = ("postgresql", "postgres", "postgresql+asyncpg")
# asyncpg.connect names this argument differently than libpq does.
_RENAMED = {"sslmode": "ssl"}


def with_login(url: str, *, user: str, password: str) -> str:
    """Returns the URL of the same server and database with another login."""
    parts = urlsplit(_checked(url))
    address = parts.netloc.rpartition("@")[2]
    return _unsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{address}"))


def with_database(url: str, database: str) -> str:
    """Returns the URL of another database, with the same server and login."""
    return _unsplit(urlsplit(_checked(url))._replace(path=f"/{quote(database, safe='')}"))


def for_sqlalchemy(url: str) -> str:
    """Returns the `postgresql+asyncpg://` form of a libpq URL."""
    parts = urlsplit(_checked(url))
    query = [(_RENAMED.get(key, key), value) for key, value in parse_qsl(parts.query)]
    return _unsplit(parts._replace(scheme="postgresql+asyncpg", query=urlencode(query, safe="/")))


def for_libpq(url: str) -> str:
    """Returns the `postgresql://` form, which asyncpg.connect and psql read."""
    parts = urlsplit(_checked(url))
    restored = {new: old for old, new in _RENAMED.items()}
    query = [(restored.get(key, key), value) for key, value in parse_qsl(parts.query)]
    return _unsplit(parts._replace(scheme="postgresql", query=urlencode(query, safe="/")))


def database_name(url: str) -> str:
    """Returns the database that a URL names.

    Raises PostgresError if it names none.
    """
    name = unquote(urlsplit(_checked(url)).path.removeprefix("/"))
    if not name:
        raise PostgresError("the database URL names no database: end it with /NAME")
    return name


def _checked(url: str) -> str:
    scheme = url.partition("://")[0]
    if scheme not in _SCHEMES:
        raise PostgresError(f"a database URL begins with postgresql://, this one with {scheme!r}")
    return url


def _unsplit(parts: SplitResult) -> str:
    """Joins the parts of a URL; urlunsplit would drop the slashes of an empty address (URL of a Unix socket)."""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}{query}"
