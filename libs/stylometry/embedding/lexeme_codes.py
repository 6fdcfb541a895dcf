"""Codes of word forms: the hashes that features are made of, computed once per row of the lexeme table."""

from hashlib import blake2b
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.embedding.word_classes import FeatureRole, classify
from libs.stylometry.kernels.features.tokens import Tokens
from libs.stylometry.text.document import Document
from libs.stylometry.text.lexeme_table import CAPACITY, LexemeTable
from libs.stylometry.text.word_forms import normal_form, visible

WORD, FORM, SKELETON, CLASS, ENDING = range(5)
"""Columns of codes: the word without case, the form as written, and its replacement when content is masked."""

_COLUMNS, _KINDS = 5, 3
_ENDING_LETTERS = 3


class CodeTable:
    """Codes (uint64 hashes) and kinds (`kernels.features.tokens`) of forms, by row of a lexeme table."""

    def __init__(self) -> None:
        self.codes: NDArray[np.uint64] = np.zeros((CAPACITY, _COLUMNS), np.uint64)
        self.kinds: NDArray[np.int32] = np.zeros((CAPACITY, _KINDS), np.int32)
        self._shown: dict[str, int] = {}
        self._known: NDArray[np.bool_] = np.zeros(CAPACITY, np.bool_)
        self._lock = Lock()

    def ensure(self, rows: NDArray[np.int32], table: LexemeTable) -> None:
        """Fills the rows that are not known yet."""
        if len(table) > len(self._known):
            self._grow(len(table))
        known = self._known.take(rows)
        if not known.all():
            with self._lock:
                for row in {int(row) for row in rows[~known]}:
                    self._fill(row, table.forms[row])

    def _grow(self, size: int) -> None:
        """Enlarges the arrays for a text with more forms than a table usually holds."""
        with self._lock:
            more = max(size - len(self._known), 0)
            self.codes = np.concatenate([self.codes, np.zeros((more, _COLUMNS), np.uint64)])
            self.kinds = np.concatenate([self.kinds, np.zeros((more, _KINDS), np.int32)])
            self._known = np.concatenate([self._known, np.zeros(more, np.bool_)])

    def _fill(self, row: int, form: str) -> None:
        form = visible(form)
        word_class, normal = classify(form), normal_form(form)
        content = word_class.role is FeatureRole.CONTENT
        self.kinds[row] = (word_class.number, word_class.role, self._shown.setdefault(form, row))
        self.codes[row] = (
            code_of("word", normal),
            code_of("form", form),
            code_of("skeleton", word_class.skeleton),
            code_of("class", str(word_class.number)),
            code_of("ending", normal[-_ENDING_LETTERS:] if content else word_class.skeleton),
        )
        self._known[row] = True  # last: a reader without the lock that sees the mark sees the row


def code_of(column: str, value: str) -> int:
    """A 64-bit code, the same in every process."""
    return int.from_bytes(blake2b(f"{column} {value}".encode(errors="surrogatepass"), digest_size=8).digest(), "little")


_tables: WeakKeyDictionary[LexemeTable, CodeTable] = WeakKeyDictionary()
_tables_lock = Lock()


def tokens_of(document: Document) -> Tokens:
    """The tokens of a document, with the tables that know their forms."""
    table = _table_beside(document.table)
    table.ensure(document.row, document.table)
    return Tokens(document.row, document.start, document.end, document.sentence, table.codes, table.kinds)


def _table_beside(lexemes: LexemeTable) -> CodeTable:
    with _tables_lock:
        table = _tables.get(lexemes)
        if table is None:
            table = _tables[lexemes] = CodeTable()
        return table
