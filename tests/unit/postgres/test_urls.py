"""Database URLs keep everything they carry when rewritten."""

import pytest

from deploy.postgres import urls
from deploy.postgres.errors import PostgresError

SOCKET = "postgresql://admin:s%2Fcret@/persona?host=/var/run/pg&port=5432"


def test_a_socket_url_keeps_its_directory_for_sqlalchemy() -> None:
    expected = "postgresql+asyncpg://admin:s%2Fcret@/persona?host=/var/run/pg&port=5432"
    assert urls.for_sqlalchemy(SOCKET) == expected
    assert urls.for_libpq(expected) == SOCKET


def test_tls_survives_the_way_there_and_back() -> None:
    url = "postgresql://admin:x@db.example.org:6432/persona?sslmode=verify-full"
    assert urls.for_sqlalchemy(url) == "postgresql+asyncpg://admin:x@db.example.org:6432/persona?ssl=verify-full"
    assert urls.for_libpq(urls.for_sqlalchemy(url)) == url


def test_another_login_replaces_both_name_and_password() -> None:
    assert urls.with_login(SOCKET, user="a@b", password="p:w") == (
        "postgresql://a%40b:p%3Aw@/persona?host=/var/run/pg&port=5432"
    )
    assert urls.with_login("postgres://db/persona", user="a", password="b") == "postgres://a:b@db/persona"


def test_another_database_keeps_the_server() -> None:
    assert urls.with_database(SOCKET, "my db") == "postgresql://admin:s%2Fcret@/my%20db?host=/var/run/pg&port=5432"
    assert urls.database_name(urls.with_database(SOCKET, "my db")) == "my db"


def test_a_url_without_a_database_is_refused() -> None:
    with pytest.raises(PostgresError, match="names no database"):
        urls.database_name("postgresql://admin@db.example.org")


def test_a_url_of_another_kind_is_refused_without_showing_its_password() -> None:
    with pytest.raises(PostgresError, match="begins with postgresql") as refused:
        urls.for_sqlalchemy("mysql://admin:hidden@db/persona")
    assert "hidden" not in str(refused.value)
