"""Whatever a client sends, it is read or refused with a problem; nothing else is ever raised."""

from contextlib import suppress

import orjson
from hypothesis import given
from hypothesis import strategies as st

from gateway.server.messages.request_message import RequestReader
from gateway.server.problems.problem import ProblemError
from gateway.server.routes.contracts import Contracts
from gateway.server.routes.route import Route, all_routes

READERS = [(route, RequestReader(route)) for route in all_routes(Contracts.installed())]
NAMES = sorted({field.name for route, _ in READERS for field in route.rpc.input.fields} | {"text", "nope", ""})

leaves = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=8)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner), max_leaves=12
)
objects = st.dictionaries(st.sampled_from(NAMES), values)
bodies = st.binary(max_size=40) | values.map(orjson.dumps) | objects.map(orjson.dumps)
queries = st.binary(max_size=20).filter(lambda raw: raw.isascii()) | st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(["", "1", "x", "true", "%ff", "a,b"])), max_size=3
).map(lambda pairs: "&".join(f"{name}={text}" for name, text in pairs).encode())
segments = st.sampled_from(["p", "%ff", "%C3%A9", "a%2Fb", "%00", ""])


@given(st.sampled_from(READERS), bodies, queries, segments)
def test_every_request_is_read_or_refused(
    route_and_reader: tuple[Route, RequestReader], body: bytes, query: bytes, segment: str
) -> None:
    route, reader = route_and_reader
    path = {each.field_path: segment for each in route.template.variables}
    with suppress(ProblemError):
        message = reader.read(body=body, query=query, path=path)
        assert route.rpc.input.type.from_binary(message).to_binary() == message
