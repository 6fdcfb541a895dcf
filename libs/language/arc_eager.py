"""The arc-eager parser of a trained pipeline, compiled: the same analyses as spaCy's own loop, in a fifth of the time.

Transitions, their validity and the features of a state are those of spaCy's `ArcEager` (Honnibal & Johnson 2015, after
Nivre 2004), with sentence starts that are set beforehand, or by the Break transition.
"""

# spaCy's compiled modules, thinc's generic layers and numba carry no complete types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUntypedFunctionDecorator=false, reportPrivateImportUsage=false
# pyright: reportAttributeAccessIssue=false

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

import numba
import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, SENT_START
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc

_MOVES = "SDLRB"
_SHIFT, _REDUCE, _LEFT, _RIGHT, _BREAK = range(len(_MOVES))
_FEATURES = 8
"""Number of tokens in the features of a state: two of the buffer, three of the stack, and the last children of the
nearest."""

_NOBODY = -1
_SUBTOKEN = "subtok"
_ROOT = "ROOT"


class _Weights(NamedTuple):
    """`pad` (features, units) represents a missing token; `unit_bias` (units) is added to the sum over features;
    `pieces` units in a row make one of the hidden units, the largest of them; `upper` (hidden, moves)."""

    pad: NDArray[np.float32]
    unit_bias: NDArray[np.float32]
    pieces: int
    upper: NDArray[np.float32]
    upper_bias: NDArray[np.float32]
    kinds: NDArray[np.int64]


class CompiledParser:
    """Parses exactly as the component that it was made from, which stays unchanged."""

    def __init__(self, parser: Any) -> None:
        self.name: str = parser.name
        model = parser.model
        self._tokens, lower, upper = model.layers
        self._features: NDArray[np.float32] = lower.get_param("W").reshape(-1, lower.get_dim("nI"))
        self._weights = _Weights(
            pad=np.ascontiguousarray(lower.get_param("pad").reshape(_FEATURES, -1)),
            unit_bias=lower.get_param("b").ravel(),
            pieces=lower.get_dim("nP"),
            upper=np.ascontiguousarray(upper.get_param("W").T),
            upper_bias=upper.get_param("b"),
            kinds=np.array([_MOVES.index(name[0]) for name in parser.move_names]),
        )
        labels = [name[2:] or _ROOT for name in parser.move_names]
        self._labels = np.array([parser.vocab.strings[label] for label in labels], np.uint64)
        self._root = np.uint64(parser.vocab.strings[_ROOT])
        self._postprocesses = parser.postprocesses

    @staticmethod
    def can_stand_for(part: Any) -> bool:
        """Reports whether a component is a greedy parser of the supported architecture."""
        if type(part) is not DependencyParser or part.cfg["beam_width"] != 1:
            return False
        model = part.model
        known = model.attrs.get("has_upper") and not model.attrs.get("unseen_classes")
        lower = model.layers[1] if known else None
        fits = lower is not None and lower.get_dim("nF") == _FEATURES and lower.get_dim("nP") > 1
        return fits and not any(name.endswith(_SUBTOKEN) for name in part.move_names)

    def pipe(self, docs: Iterable[Doc], batch_size: int) -> Iterator[Doc]:
        """Sets heads, relations and sentences of the documents, which pass through the token layer together."""
        del batch_size
        batch = list(docs)
        vectors: NDArray[np.float32] = self._tokens.predict(batch)
        ends = np.cumsum([len(doc) for doc in batch])[:-1]
        for doc, rows in zip(batch, np.split(vectors, ends), strict=True):
            if len(doc):
                self._parse(doc, rows)
            yield doc

    def _parse(self, doc: Doc, vectors: NDArray[np.float32]) -> None:
        features = (vectors @ self._features.T).reshape(len(doc), _FEATURES, -1)
        begins: NDArray[np.int64] = doc.to_array([SENT_START]).view(np.int64).ravel()
        heads, moves = _parse(features, begins, self._weights)
        attached = heads != _NOBODY
        columns = np.empty((len(doc), 2), np.uint64)
        columns[:, 0] = np.where(attached, heads - np.arange(len(doc)), 0).astype(np.int64).view(np.uint64)
        columns[:, 1] = np.where(attached, self._labels[moves], self._root)
        doc.from_array([HEAD, DEP], cast("Any", columns))
        for hook in self._postprocesses:
            hook(doc)


class _State(NamedTuple):
    """State of the parser. `size` holds the numbers of tokens on the stack and put back, and the next of the text. For
    each token: whether it may not be shifted again, where a sentence begins (1; -1: cannot), its head, the move that
    attached it, its last child on either side, and the sibling before it on its side."""

    size: NDArray[np.int64]
    stack: NDArray[np.int64]
    put_back: NDArray[np.int64]
    held: NDArray[np.bool_]
    begins: NDArray[np.int64]
    heads: NDArray[np.int64]
    moves: NDArray[np.int64]
    last: NDArray[np.int64]
    before: NDArray[np.int64]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _parse(
    features: NDArray[np.float32], begins: NDArray[np.int64], weights: _Weights
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Head of each token, -1 for a root, and the move that attached it."""
    n = len(features)
    nobody = np.full(n, _NOBODY)
    state = _State(
        np.zeros(3, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.zeros(n, np.bool_),
        begins.copy(),
        nobody,
        np.zeros(n, np.int64),
        np.full((2, n), _NOBODY),
        np.full(n, _NOBODY),
    )
    seen = np.empty(_FEATURES, np.int64)
    units, scores = np.empty(features.shape[2], np.float32), np.empty(len(weights.kinds), np.float32)
    allowed = np.empty(len(_MOVES), np.bool_)
    while state.size[0] > 0 or _buffered(state) > 0:
        _look(state, seen)
        _score(features, seen, weights, units, scores)
        _allow(state, allowed)
        best = _NOBODY
        for move in range(len(scores)):
            if allowed[weights.kinds[move]] and (best == _NOBODY or scores[move] > scores[best]):
                best = move
        if best == _NOBODY:
            break
        _move(state, weights.kinds[best], best)
    return state.heads, state.moves


@numba.njit(cache=True, nogil=True, inline="always")
def _buffered(state: _State) -> int:
    return len(state.heads) - int(state.size[2]) + int(state.size[1])


@numba.njit(cache=True, nogil=True, inline="always")
def _on_stack(state: _State, depth: int) -> int:
    return int(state.stack[state.size[0] - 1 - depth]) if depth < state.size[0] else _NOBODY


@numba.njit(cache=True, nogil=True, inline="always")
def _in_buffer(state: _State, place: int) -> int:
    if place < state.size[1]:
        return int(state.put_back[state.size[1] - 1 - place])
    token = int(state.size[2]) + place - int(state.size[1])
    return token if token < len(state.heads) else _NOBODY


@numba.njit(cache=True, nogil=True, inline="always")
def _last_child(state: _State, side: int, head: int) -> int:
    return int(state.last[side, head]) if head != _NOBODY else _NOBODY


@numba.njit(cache=True, nogil=True)
def _look(state: _State, seen: NDArray[np.int64]) -> None:
    """The tokens in the features of a state."""
    seen[0], seen[1] = _in_buffer(state, 0), _in_buffer(state, 1)
    seen[2], seen[3], seen[4] = _on_stack(state, 0), _on_stack(state, 1), _on_stack(state, 2)
    seen[5], seen[6] = _last_child(state, 0, seen[0]), _last_child(state, 0, seen[2])
    seen[7] = _last_child(state, 1, seen[2])


@numba.njit(cache=True, nogil=True)
def _score(
    features: NDArray[np.float32],
    seen: NDArray[np.int64],
    weights: _Weights,
    units: NDArray[np.float32],
    scores: NDArray[np.float32],
) -> None:
    """The network above the token layer: a maxout layer over the features, then a linear one."""
    units[:] = 0
    for feature in range(_FEATURES):
        row = weights.pad[feature] if seen[feature] == _NOBODY else features[seen[feature], feature]
        for unit in range(len(units)):
            units[unit] += row[unit]
    for unit in range(len(units)):
        units[unit] += weights.unit_bias[unit]
    scores[:] = weights.upper_bias
    for hidden in range(len(weights.upper)):
        largest = units[hidden * weights.pieces]
        for piece in range(1, weights.pieces):
            largest = max(largest, units[hidden * weights.pieces + piece])
        for move in range(len(scores)):
            scores[move] += largest * weights.upper[hidden, move]


@numba.njit(cache=True, nogil=True)
def _allow(state: _State, allowed: NDArray[np.bool_]) -> None:
    """Finds the valid kinds of moves."""
    depth, waiting, first, second = state.size[0], _buffered(state), _in_buffer(state, 0), _in_buffer(state, 1)
    begins = first != _NOBODY and state.begins[first] == 1
    allowed[_SHIFT] = depth == 0 or (waiting > 1 and not begins and not state.held[first])
    goes_on = first != _NOBODY and state.begins[first] == -1
    allowed[_REDUCE] = depth > 0 and (waiting == 0 or depth > 1 or not goes_on)
    allowed[_LEFT] = depth > 0 and waiting > 0 and not begins
    allowed[_RIGHT] = allowed[_LEFT]
    allowed[_BREAK] = waiting > 1 and second == first + 1 and state.begins[second] == 0


@numba.njit(cache=True, nogil=True)
def _move(state: _State, kind: int, move: int) -> None:
    top, first = _on_stack(state, 0), _in_buffer(state, 0)
    if kind == _SHIFT:
        _push(state, first)
    elif kind == _REDUCE:
        state.size[0] -= 1
        if state.heads[top] == _NOBODY and state.size[0] > 0:
            state.held[top] = True
            state.put_back[state.size[1]] = top
            state.size[1] += 1
    elif kind == _LEFT:
        _attach(state, first, top, move)
        state.held[first] = False
        state.size[0] -= 1
    elif kind == _RIGHT:
        _attach(state, top, first, move)
        _push(state, first)
    else:
        state.begins[_in_buffer(state, 1)] = 1


@numba.njit(cache=True, nogil=True)
def _push(state: _State, token: int) -> None:
    if state.size[1] > 0:
        state.size[1] -= 1
    else:
        state.size[2] += 1
    state.stack[state.size[0]] = token
    state.size[0] += 1


@numba.njit(cache=True, nogil=True)
def _attach(state: _State, head: int, child: int, move: int) -> None:
    """Adds an arc from head to child, in place of any the child has."""
    old = state.heads[child]
    if old != _NOBODY:
        side = 0 if old > child else 1
        if state.last[side, old] == child:
            state.last[side, old] = state.before[child]
    side = 0 if head > child else 1
    state.before[child], state.last[side, head] = state.last[side, head], child
    state.heads[child], state.moves[child] = head, move
