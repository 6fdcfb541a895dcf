"""The English pipeline: tokens and sentence boundaries, from rules alone."""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from typing import Any, cast

from spacy.lang.en import English
from spacy.language import Language
from spacy.util import compile_prefix_regex, compile_suffix_regex

from libs.language import sentences
from libs.language.tokens import BoundedTokenizer

_DOUBLE_HYPHEN = "--+"
"""Typewriter dash: a token of its own even next to a word."""

_ABBREVIATIONS = (
    "etc.",
    "approx.",
    "cf.",
    "al.",
    "dept.",
    "est.",
    "Ave.",
    "Blvd.",
    "Sen.",
    "Rep.",
    "Capt.",
    "Lt.",
    "Sgt.",
)
"""Abbreviations that spaCy's English rules lack."""


def load() -> Language:
    """A new pipeline; the same text always gives the same tokens and sentences.

    White space is kept in the tokens, so offsets are those of the original text, in Unicode code points. Nothing is
    normalised: zero-width characters stay within their token, and callers that compare words use a normal form of the
    token.
    """
    nlp = English()
    stock, defaults = cast("Any", nlp.tokenizer), cast("Any", nlp.Defaults)
    nlp.tokenizer = BoundedTokenizer(
        nlp.vocab,
        rules=stock.rules,
        prefix_search=compile_prefix_regex([*(defaults.prefixes or []), _DOUBLE_HYPHEN]).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or []), _DOUBLE_HYPHEN]).search,
        infix_finditer=stock.infix_finditer,
        token_match=stock.token_match,
        url_match=stock.url_match,
    )
    for abbreviation in _ABBREVIATIONS:
        nlp.tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])
    nlp.add_pipe(sentences.NAME)
    return nlp
