"""Queries that every store needs: keyset pages, and the one row that must exist."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Row, Select

from libs.servicekit.calls.paging import Page
from libs.servicekit.errors import ServiceError

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


def newest_first(query: Query, id_column: ColumnElement[UUID], page: Page) -> Query:
    """Returns the query for one page, by descending UUIDv7, which is the newest first."""
    if page.before is not None:
        query = query.where(id_column < page.before)
    return query.order_by(id_column.desc()).limit(page.limit)


def one_or_raise(result: CursorResult[*tuple[Any, ...]], missing: ServiceError) -> Row[*tuple[Any, ...]]:
    """Returns the only row of a result. Raises `missing` if there is none."""
    row = result.one_or_none()
    if row is None:
        raise missing
    return row
