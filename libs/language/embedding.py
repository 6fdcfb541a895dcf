"""Words to vectors before context: a neural layer over the types of a batch.

A token's vector depends on its form and on whether a space follows, so each distinct pair is computed once in training,
and once in the life of a process when tagging: the layer remembers what it computed. Each feature of a form (the
word itself, affixes, shape, Brown cluster prefixes, word classes) has rows of its own, learnt in training; a static
vector is projected; a maxout layer mixes them.
"""

# thinc's generic layers and spaCy's compiled modules carry no complete types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeArgument=false, reportUnknownParameterType=false, reportMissingTypeStubs=false

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import ORTH, SPACY  # pyright: ignore[reportAttributeAccessIssue]
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Dropout, LayerNorm, Maxout, Model, chain
from thinc.initializers import glorot_uniform_init

from libs.language.lexicon import FEATURES, FormRows, Lexicon

NAME = "persona.LexiconEmbed.v1"

REMEMBERED = 40_000
"""Maximum number of types whose vectors are kept; beyond it all are dropped, so that no text can fill the memory."""

WORD_WIDTH, FEATURE_WIDTH, STATIC_WIDTH = 96, 32, 64

_LEXICON = "lexicon"

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint64]
Backward = Callable[[Any], Any]
Layer = Any
"""A thinc model: its generic types know neither these shapes nor these parameters."""


@registry.architectures(NAME)
def lexicon_embed(width: int) -> Model:
    """The layer, without its lexicon, which `set_lexicon` sets, or reading weights from disk."""
    types: Layer = Model(
        "types",
        _embed_types,
        init=_init_types,
        params={"words": None, "rows": None, "project": None},
        dims={"nO": WORD_WIDTH + FEATURE_WIDTH * len(FEATURES) + STATIC_WIDTH},
        attrs={_LEXICON: {}},
    )
    mixer: Layer = Maxout(nO=width, nI=types.get_dim("nO"), nP=3)
    return Model(
        "lexicon_embed",
        _Embedding(),
        init=_init,
        layers=[chain(types, mixer, LayerNorm(nI=width), Dropout(0.0))],
        dims={"nO": width},
        refs={"types": types, "mixer": mixer},
    )


def set_lexicon(model: Model, lexicon: Lexicon) -> None:
    """Gives the layer inside a model its lexicon."""
    for node in model.walk():
        if node.name == "types":
            node.attrs[_LEXICON] = lexicon.to_dict()


class _Remembered:
    """Vectors of types, valid for one state of the weights."""

    def __init__(self, version: bytes, width: int) -> None:
        self.version = version
        self.positions: dict[int, int] = {}
        self.vectors = np.empty((REMEMBERED, width), np.float32)


class _Embedding:
    """The forward pass, with its memory."""

    def __init__(self) -> None:
        self._lexicon: Lexicon | None = None
        self._known: dict[int, FormRows] = {}
        self._remembered: _Remembered | None = None
        self._lock = Lock()

    def __call__(self, model: Layer, docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Backward]:
        keys = _keys(docs)
        lengths = np.array([len(doc) for doc in docs])
        if is_train:
            vectors, backward = self._learn(model, keys, docs)
        else:
            vectors, backward = self._recall(model, keys, docs), _no_gradient
        ends = np.cumsum(lengths)[:-1]
        return np.split(vectors, ends), lambda gradient: backward(np.concatenate(gradient)) or []

    def _learn(self, model: Layer, keys: Keys, docs: Sequence[Doc]) -> tuple[Floats, Backward]:
        unique, inverse = np.unique(keys, return_inverse=True)
        inner = model.layers[0]
        vectors, inner_backward = inner(self._types(model, unique.tolist(), docs), is_train=True)

        def backward(gradient: Floats) -> None:
            by_type = np.zeros_like(vectors)
            model.ops.scatter_add(by_type, inverse, gradient)
            inner_backward(by_type)

        return vectors[inverse], backward

    def _recall(self, model: Layer, keys: Keys, docs: Sequence[Doc]) -> Floats:
        version = model.get_ref("mixer").get_param("W").ravel()[:8].tobytes()
        remembered, wanted = self._remembered, keys.tolist()
        if remembered is None or remembered.version != version:
            remembered = self._remembered = _Remembered(version, model.get_dim("nO"))
        try:
            return remembered.vectors[[remembered.positions[key] for key in wanted]]
        except KeyError:
            return self._add(model, remembered, wanted, docs)

    def _add(self, model: Layer, remembered: _Remembered, wanted: list[int], docs: Sequence[Doc]) -> Floats:
        distinct = dict.fromkeys(wanted)
        with self._lock:
            new = [key for key in distinct if key not in remembered.positions]
            if len(remembered.positions) + len(new) > REMEMBERED:
                return self._forget(model, remembered, wanted, docs)
            first = len(remembered.positions)
            if new:
                remembered.vectors[first : first + len(new)] = model.layers[0].predict(self._types(model, new, docs))
                remembered.positions.update(zip(new, range(first, first + len(new)), strict=True))
        return remembered.vectors[[remembered.positions[key] for key in wanted]]

    def _forget(self, model: Layer, remembered: _Remembered, wanted: list[int], docs: Sequence[Doc]) -> Floats:
        self._remembered, self._known = _Remembered(remembered.version, model.get_dim("nO")), {}
        distinct = {key: position for position, key in enumerate(dict.fromkeys(wanted))}
        vectors = model.layers[0].predict(self._types(model, list(distinct), docs))
        return vectors[[distinct[key] for key in wanted]]

    def _types(self, model: Layer, keys: list[int], docs: Sequence[Doc]) -> list[FormRows]:
        if self._lexicon is None:
            self._lexicon = Lexicon.from_dict(model.get_ref("types").attrs[_LEXICON])
        missing = {key for key in keys if key not in self._known}
        if missing:
            for form, spaced, key in _forms(docs, missing):
                self._known[key] = self._lexicon.known(form, spaced=spaced)
        return [self._known[key] for key in keys]


def _keys(docs: Sequence[Doc]) -> Keys:
    """One number per type: the hash of the form, its lowest bit replaced by whether a space follows."""
    columns: Any = np.concatenate([doc.to_array([ORTH, SPACY]).reshape(-1, 2) for doc in docs])
    return (columns[:, 0] & ~np.uint64(1)) | columns[:, 1]


def _forms(docs: Sequence[Doc], wanted: set[int]) -> Iterator[tuple[str, bool, int]]:
    for doc in docs:
        for token, key in zip(doc, _keys([doc]).tolist(), strict=True):
            if key in wanted:
                yield token.text, bool(token.whitespace_), key


def _no_gradient(_: Floats) -> None:
    raise RuntimeError("a prediction has no gradient")


def _init(model: Layer, *_: object, **__: object) -> Layer:
    for layer in model.layers[0].layers:
        layer.initialize()
    return model


def _init_types(model: Layer, *_: object, **__: object) -> Layer:
    """Learnt rows begin small and even, as in spaCy's tables; the projection as any dense layer."""
    lexicon = Lexicon.from_dict(model.attrs[_LEXICON])
    random = np.random.default_rng(0)
    for name, count, width in (("words", len(lexicon.words), WORD_WIDTH), ("rows", len(lexicon.rows), FEATURE_WIDTH)):
        model.set_param(name, random.uniform(-0.1, 0.1, (count, width)).astype(np.float32))
    model.set_param("project", glorot_uniform_init(model.ops, (STATIC_WIDTH, lexicon.vectors.shape[1])))
    return model


def _embed_types(model: Layer, types: list[FormRows], is_train: bool) -> tuple[Floats, Backward]:
    del is_train
    stored = model.attrs[_LEXICON]
    count = len(types)
    words = np.array([known.word for known in types])
    rows = np.array([known.features for known in types])
    static = np.array([known.static for known in types])
    vectors = stored["vectors"][static] * stored["step"]
    vectors[static < 0] = 0
    parts = (
        model.get_param("words")[words],
        model.get_param("rows")[rows].reshape(count, -1),
        model.ops.gemm(vectors, model.get_param("project"), trans2=True),
    )

    def backward(gradient: Floats) -> None:
        learnt = WORD_WIDTH + FEATURE_WIDTH * len(FEATURES)
        _add_rows(model, "words", words, gradient[:, :WORD_WIDTH])
        _add_rows(model, "rows", rows.ravel(), gradient[:, WORD_WIDTH:learnt].reshape(-1, FEATURE_WIDTH))
        model.inc_grad("project", model.ops.gemm(np.ascontiguousarray(gradient[:, learnt:]), vectors, trans1=True))

    return np.concatenate(parts, axis=1), backward


def _add_rows(model: Layer, name: str, rows: npt.NDArray[np.int64], gradient: Floats) -> None:
    table = np.zeros_like(model.get_param(name))
    model.ops.scatter_add(table, rows, np.ascontiguousarray(gradient))
    model.inc_grad(name, table)
