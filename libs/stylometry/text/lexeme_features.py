"""Columns of the lexeme table, and their values for a form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from libs.stylometry.kernels.codes import Clitic, LexemeColumn, PositionalFlag
from libs.stylometry.text import word_norms
from libs.stylometry.text.confusables import has_look_alikes
from libs.stylometry.text.lexicons import lexicons
from libs.stylometry.text.word_forms import TokenKind, is_elongated, kind_of, letters, line_breaks, normal_form, visible

_NOMINAL = re.compile(r".{2,}(?:tion|ment|ness|ity)(?:s|es)?|.{2,}ities")
_LATINATE = re.compile(r".{2,}(?:tion|sion|ment|ness|ity|ance|ence|ism)(?:s|es)?|.{2,}ities")
_CONTRACTED = re.compile(r"n't|'(?:re|ve|ll|d|m)|\w+(?:n't|'(?:re|ve|ll|m))|'tis|'twas|d'you|y'all")
_SYLLABIC_NEGATION = frozenset(
    ("did", "could", "would", "should", "is", "was", "has", "had", "does", "must", "need", "might")
)
"""Words to which "n't" adds a syllable."""

_DOUBLED_BY_GRAMMAR = frozenset({"that", "had", "is", "do"})
_OPEN_QUOTES, _CLOSE_QUOTES = frozenset("“«„"), frozenset("”»")
_LONGEST_ACRONYM = 6
_MANY_SYLLABLES = 3


@dataclass(frozen=True, slots=True)
class FormDescription:
    """Values of a form in the table: flags and numbers."""

    flags: list[int]
    numbers: list[int]


@dataclass(frozen=True, slots=True)
class Form:
    """A form in the variants that several columns need: as written, as seen (`word_forms.visible`), and its normal
    form."""

    written: str
    text: str
    normal: str
    kind: TokenKind
    syllables: int

    @property
    def lexical(self) -> bool:
        """True for a word or a number."""
        return self.kind in (TokenKind.WORD, TokenKind.NUMBER)


def _is(*forms: str) -> Callable[[Form], bool]:
    members = frozenset(forms)
    return lambda form: form.text in members


def _all_caps(form: Form) -> bool:
    return form.kind is TokenKind.WORD and len(form.text) > 1 and form.text.isupper() and form.text.isalpha()


def _ordinary(normal: str) -> bool:
    """Words that are written in capitals only for emphasis."""
    return (
        normal in word_norms.familiar_words()
        or normal in lexicons()["function_words"].words
        or normal in word_norms.valences()
    )


def _emphasis(form: Form) -> bool:
    return (
        _all_caps(form)
        and (len(form.text) > _LONGEST_ACRONYM or _ordinary(form.normal))
        and form.text not in {"US", "IT"}
    )


def _acronym(form: Form) -> bool:
    return _all_caps(form) and not _emphasis(form)


def _complex(form: Form) -> bool:
    """Gunning's hard word: three syllables or more, not counting -es and -ed."""
    inflected = form.normal.endswith(("es", "ed")) and form.syllables == _MANY_SYLLABLES
    return form.kind is TokenKind.WORD and form.syllables >= _MANY_SYLLABLES and not inflected


def _unknown(form: Form) -> bool:
    known = form.normal in word_norms.zipf_frequencies() or form.normal in word_norms.pronunciations()
    return form.kind is TokenKind.WORD and not known and not form.normal.startswith("'") and form.normal != "n't"


def _content(form: Form) -> bool:
    words = lexicons()["function_words"].words
    return form.kind is TokenKind.WORD and form.normal not in words and not form.normal.startswith("'")


_SHAPES: Mapping[str, Callable[[Form], bool]] = {
    "word": lambda form: form.kind is TokenKind.WORD,
    "numeral": lambda form: form.kind is TokenKind.NUMBER,
    "link": lambda form: form.kind is TokenKind.LINK,
    "mention": lambda form: form.kind is TokenKind.MENTION,
    "emoticon": lambda form: form.kind is TokenKind.EMOTICON,
    "symbol": lambda form: (
        form.kind is TokenKind.SYMBOL or form.text in {"#", "*", "_", "~", "|", "<", ">", "{", "}", "\\", "^"}
    ),
    "comma": _is(",", "，", "、"),
    "semicolon": _is(";"),
    "colon": _is(":"),
    "period": _is("."),
    "exclamation": lambda form: form.kind is TokenKind.PUNCTUATION and "!" in form.text,
    "question": lambda form: form.kind is TokenKind.PUNCTUATION and "?" in form.text,
    "ellipsis": lambda form: form.kind is TokenKind.PUNCTUATION and ("…" in form.text or "..." in form.text),
    "parenthesis": _is("("),
    "closing_parenthesis": _is(")"),
    "straight_quote": _is('"', "''", "``"),
    "curly_quote": lambda form: form.text in _OPEN_QUOTES or form.text in _CLOSE_QUOTES,
    "percent": _is("%", "percent", "per cent"),
    "currency": lambda form: form.text in frozenset("$€£¥₹¢"),
    "ampersand": _is("&"),
    "slash": _is("/"),
    "hyphen": _is("-"),
    "acronym": _acronym,
    "emphasis_caps": _emphasis,
    "elongated": lambda form: form.kind is TokenKind.WORD and is_elongated(form.normal),
    "contraction": lambda form: form.lexical and _CONTRACTED.fullmatch(form.normal) is not None,
    "straight_apostrophe": lambda form: form.kind is TokenKind.WORD and "'" in form.text,
    "curly_apostrophe": lambda form: form.kind is TokenKind.WORD and ("’" in form.text or "‘" in form.text),
    "apostrophe_s": lambda form: form.normal == "'s",
    "nominal_suffix": lambda form: form.kind is TokenKind.WORD and _NOMINAL.fullmatch(form.normal) is not None,
    "latinate_suffix": lambda form: form.kind is TokenKind.WORD and _LATINATE.fullmatch(form.normal) is not None,
    "unfamiliar": lambda form: (
        form.kind is TokenKind.WORD and not form.normal.startswith("'") and not word_norms.is_familiar(form.normal)
    ),
    "complex": _complex,
    "rare": lambda form: _content(form) and form.normal not in word_norms.zipf_frequencies(),
    "unknown": _unknown,
    "content": _content,
    "title_case": lambda form: form.kind is TokenKind.WORD and form.text.istitle(),
    "lower_case": lambda form: form.kind is TokenKind.WORD and form.text[:1].islower(),
    "mixed_script": lambda form: form.kind is TokenKind.WORD and has_look_alikes(form.written),
    "positive": lambda form: word_norms.valences().get(form.normal, 0) > 0,
    "negative": lambda form: word_norms.valences().get(form.normal, 0) < 0,
}


@cache
def _lexicon_columns() -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for index, lexicon in enumerate(lexicons().values(), start=len(_SHAPES)):
        for word in lexicon.words:
            columns.setdefault(word, []).append(index)
    return columns


@cache
def phrase_words() -> Mapping[str, int]:
    """Words that occur in phrases, numbered from 1."""
    words = {word for lexicon in lexicons().values() for phrase in lexicon.phrases for word in phrase}
    return {word: number for number, word in enumerate(sorted(words), start=1)}


FLAGS = (*_SHAPES, *lexicons())
"""Columns that are 0 or 1: shapes of the form, then membership in each word list."""

FLAG: Mapping[str, int] = {name: index for index, name in enumerate(FLAGS)}

POSITIONAL_BIT: Mapping[str, int] = {mark.name.lower(): 1 << mark for mark in PositionalFlag}
"""Bits of the flags that are kept by position."""

_MARK_COLUMNS = tuple((FLAG[name], bit) for name, bit in POSITIONAL_BIT.items())


def positional_bits(flags: list[int]) -> int:
    """The flags of `PositionalFlag` as bits."""
    return sum(bit for column, bit in _MARK_COLUMNS if flags[column])


def describe(written: str) -> FormDescription:
    """Fills the columns for a form as written."""
    text = visible(written)
    kind, normal = kind_of(text), normal_form(text)
    lexical = kind in (TokenKind.WORD, TokenKind.NUMBER)
    form = Form(written, text, normal, kind, _syllables(normal) if kind is TokenKind.WORD else int(lexical))
    flags = [0] * len(FLAGS)
    for index, holds in enumerate(_SHAPES.values()):
        flags[index] = int(holds(form))
    if not _is_name(text):
        for index in _lexicon_columns().get(normal, ()):
            flags[index] = 1
    return FormDescription(flags, _numbers(form))


def _is_name(text: str) -> bool:
    """Forms that spell a listed word but are something else: the month, the country, computing."""
    return text in {"May", "US", "IT"}


def _syllables(normal: str) -> int:
    return 0 if normal.startswith("'") or normal == "n't" else word_norms.syllables(normal)


def _numbers(form: Form) -> list[int]:
    numbers = [0] * len(LexemeColumn)
    numbers[LexemeColumn.KIND] = int(form.kind)
    numbers[LexemeColumn.LENGTH] = len(form.written)
    numbers[LexemeColumn.LINE_BREAKS] = line_breaks(form.text)
    numbers[LexemeColumn.VALENCE] = word_norms.valences().get(form.normal, 0)
    numbers[LexemeColumn.PHRASE_WORD] = phrase_words().get(form.normal, 0)
    numbers[LexemeColumn.CLITIC] = _clitic(form.normal)
    numbers[LexemeColumn.DOUBLED] = int(form.text.lower() in _DOUBLED_BY_GRAMMAR)
    if form.lexical:
        numbers[LexemeColumn.LETTERS] = letters(form.text)
        numbers[LexemeColumn.SYLLABLES] = form.syllables
    if _content(form):
        numbers[LexemeColumn.ZIPF] = max(
            word_norms.zipf_frequencies().get(form.normal, 0), round(100 * word_norms.ZIPF_FLOOR)
        )
        numbers[LexemeColumn.ONSET] = word_norms.onset(form.normal)
    return numbers


def _clitic(normal: str) -> Clitic:
    if normal in _SYLLABIC_NEGATION:
        return Clitic.SYLLABIC_BEFORE_NEGATION
    return {"'s": Clitic.POSSESSIVE_OR_IS, "n't": Clitic.NEGATION}.get(normal, Clitic.NONE)
