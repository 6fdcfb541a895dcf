"""The lexeme table: context-free facts about a word form, computed once and kept as one row of numbers.

A document is an array of row numbers into this table, so counting anything that depends on the form alone is a gather
and a sum. The table belongs to the process and is bounded: when it is full, a new one replaces it for new documents,
and the old one lives only as long as documents that refer to it.
"""

from collections.abc import Callable
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import LexemeColumn, SourceColumn
from libs.stylometry.kernels.reading import PROBES, find_rows
from libs.stylometry.text.lexeme_features import FLAGS, FormDescription, describe, positional_bits
from libs.stylometry.text.word_forms import normal_form

CAPACITY = 32_768
"""Forms a table holds before it is replaced: some 20 MB; a writer's whole work has fewer."""

LONGEST_FORM = 64
"""Maximum code points of a form that are kept; longer "words" with the same beginning count as the same."""

_SLOTS = CAPACITY * 8
_FIRST_ROWS = 4_096

FLAG_BYTES = -(-len(FLAGS) // 32) * 32
"""Bytes of flags in a row: a whole number of the blocks in which a processor adds up bytes."""


class Strings(Protocol):
    """Forms by spaCy's hash of them: its StringStore, or a mapping."""

    def __getitem__(self, orth: int, /) -> str: ...


class TableFullError(Exception):
    """The table is full; the caller takes a new one."""


class LexemeTable:
    """Rows of numbers by form. Rows are never changed or removed, so reading needs no lock.

    `flags` holds 0 or 1 in bytes (`lexeme_features.FLAGS`); `numbers` holds lengths, syllables, valences and codes
    (`kernels.codes.LexemeColumn`), and as bits the flags that matter by position (`lexeme_features.POSITIONAL_BIT`).
    """

    def __init__(self, describe_form: Callable[[str], FormDescription] = describe, *, capacity: int = CAPACITY) -> None:
        self.flags: NDArray[np.uint8] = np.zeros((_FIRST_ROWS, FLAG_BYTES), np.uint8)
        self.numbers: NDArray[np.int32] = np.zeros((_FIRST_ROWS, len(LexemeColumn)), np.int32)
        self.forms: list[str] = []
        self._describe = describe_form
        self._capacity = capacity
        self._keys = np.zeros(_SLOTS, np.uint64)
        self._rows = np.zeros(_SLOTS, np.int32)
        self._crowded: dict[int, int] = {}
        self._types: dict[str, int] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self.forms)

    def rows(self, source: NDArray[np.uint64], strings: Strings) -> NDArray[np.int32]:
        """The row of each form, identified by spaCy's hash in the first column; unknown forms are described and added.

        Raises TableFullError if a new form does not fit.
        """
        rows = np.empty(len(source), np.int32)
        if find_rows(source, self._keys, self._rows, rows):
            orths = source[:, SourceColumn.ORTH]
            self._add({int(orth) for orth in orths[rows < 0]}, strings)
            find_rows(source, self._keys, self._rows, rows)
            for position in (rows < 0).nonzero()[0]:
                rows[position] = self._crowded[int(orths[position])]
        return rows

    def _add(self, orths: set[int], strings: Strings) -> None:
        with self._lock:
            for orth in sorted(orths):
                if not self._holds(orth):
                    self._place(orth, self._row(strings[orth]))

    def _holds(self, orth: int) -> bool:
        return orth in self._crowded or any(int(self._keys[slot]) == orth for slot in _slots(orth))

    def _row(self, form: str) -> int:
        row = self._append(form[:LONGEST_FORM])
        normal = normal_form(form[:LONGEST_FORM])
        self.numbers[row, LexemeColumn.LENGTH] = len(form)
        self.numbers[row, LexemeColumn.TYPE] = self._types.setdefault(normal, len(self._types) + 1)
        return row

    def _append(self, form: str) -> int:
        row = len(self.forms)
        if row >= self._capacity:
            raise TableFullError
        if row == len(self.numbers):
            self.flags = np.concatenate([self.flags, np.zeros_like(self.flags)])
            self.numbers = np.concatenate([self.numbers, np.zeros_like(self.numbers)])
        description = self._describe(form)
        self.flags[row, : len(FLAGS)] = description.flags
        self.numbers[row] = description.numbers
        self.numbers[row, LexemeColumn.MARKS] = positional_bits(description.flags)
        self.forms.append(form)
        return row

    def _place(self, orth: int, row: int) -> None:
        for slot in _slots(orth):
            if self._keys[slot] == 0:
                self._rows[slot] = row
                self._keys[slot] = orth  # last: a reader without the lock that sees the key sees its row
                return
        self._crowded[orth] = row


def _slots(orth: int) -> list[int]:
    return [(orth + probe) % _SLOTS for probe in range(PROBES)]


class _Current:
    table: LexemeTable | None = None
    lock = Lock()


def current_table() -> LexemeTable:
    """The table that new documents use."""
    with _Current.lock:
        if _Current.table is None:
            _Current.table = LexemeTable()
        return _Current.table


def rows_of(source: NDArray[np.uint64], strings: Strings) -> tuple[LexemeTable, NDArray[np.int32]]:
    """A table that knows all forms of a tokenised text (`kernels.codes.SourceColumn`), and their rows in it.

    A text with more distinct forms than a table holds gets a table of its own, as large as it needs.
    """
    table = current_table()
    try:
        return table, table.rows(source, strings)
    except TableFullError:
        distinct = len(np.unique(source[:, SourceColumn.ORTH]))
        fresh = LexemeTable(capacity=max(CAPACITY, 2 * distinct))
        if distinct <= CAPACITY // 2:
            with _Current.lock:
                _Current.table = fresh
        return fresh, fresh.rows(source, strings)
