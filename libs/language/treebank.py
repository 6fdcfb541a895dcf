"""Tokens as in the English treebanks of Universal Dependencies, for tagging and parsing only.

spaCy's English rules follow an older convention. The differences: runs of the same mark stay whole; words with a bound
prefix keep their hyphen, as do telephone numbers, while letter and figure are separated there; a dash next to a word is
a token; negations are separated in capitals too, and so is "its" before words that show it means "it's".
"""

# spaCy's compiled modules carry no types
# pyright: reportUntypedBaseClass=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry
from spacy.vocab import Vocab

from libs.language.tokens import BoundedTokenizer

NAME = "persona.TreebankTokenizer.v1"

_RUNS = [r"(?<!\.)\.?[!?]+[!?.]+", r"(?<!\.)\.[!?]+", *(rf"{re.escape(mark)}{{2,}}" for mark in "*_=<>$#~+-|^")]
"""Marks that make one token when they follow each other."""

_PREFIXES = [*_RUNS, r"[-–—](?=[^\W\d])", r"@(?=\d)", r"[|/](?=\w)"]
_SUFFIXES = [
    *_RUNS,
    r"(?<=[^\W_])[-–—]",
    r"(?<=\d)(?:[AaPp]\.?[Mm]\.?|[kK])",
    r"(?<=[a-z])/",
    r"`s",
]
_INFIXES = [
    *(rf"(?<=\w){run}(?=\w)" for run in (r"--+", r"[!?]+")),
    r"(?<=[^\W\d_])-(?=\d)",
    r"(?<=[^\W\d_])[(\[](?=[^\W\d_])",
    r"(?<=\d)–(?=\d)",
]

_BOUND = (
    "e non co pro anti ex post pre re mid semi multi neo over cross counter sub socio psycho mini mis un inter "
    "intra ultra pseudo bi tri de trans micro macro vice"
)
_BOUND_PATTERN = "|".join(_BOUND.split())
"""Prefixes whose hyphen does not separate a word."""

_WHOLE = re.compile(
    rf"(?:(?:{_BOUND_PATTERN})-[^\W\d_]\w*(?:-[^\W\d_]\w*)*"
    r"|(?:\d-)?(?:\d{3}-)?\d{3}-\d{4}|\d{1,2}-\d{1,2}-(?:\d{4}|\d\d)"
    r"|[A-Za-z]/[A-Za-z]"
    r"|['’]\d\d|\d+0['’]?s"
    r"|#[^\W\d_]\w+"
    r")$",
    re.IGNORECASE,
)

_NOT_SPECIAL = frozenset(["and/or", "id", "Id", "):"])
"""Words that spaCy's exceptions split differently from the treebanks."""

_NEGATED = ("n't", "n’t")

_ABBREVIATIONS = (
    "Ft. ft. Lt. Col. Capt. Sgt. Maj. Thur. Thurs. Tues. Wed. Mon. Fri. Sat. Attn. al. Sr. Dept. dept. approx. Cal. "
    "Fig. cf. Ave. Blvd. Sen. Rep. Reps. Gen. GEN. est. Yahoo!"
)
_PARTED = ("wan|na", "Wan|na", "out|ta", "a|lot", "Let|s", "CA|NT", "DO|NT", "ar|nt", "let|'s", "d'|ye", "US|$")

_MISSPELT = re.compile(
    r"\b[Ii]t(?=s (?:a|an|the|not|been|so|very|just|really|going|all|also|always|like|only|too|still|no|in|on|at|to|"
    r"that|what|my|your|hard|good|great|easy|better|worth|about|because|time|almost|actually|pretty|nothing|quite|ok|okay|"
    r"getting|got)\b)"
)
"""ASCII "its" before a word that a possessive rarely precedes: "it's"."""


class TreebankTokenizer(BoundedTokenizer):
    """Tokens of the treebanks; offsets are those of the text."""

    def __call__(self, text: str) -> Doc:
        doc = super().__call__(text)
        starts = [match.end() for match in _MISSPELT.finditer(text)]
        return _parted(doc, starts) if starts else doc


@registry.tokenizers(NAME)
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Builds the tokenizer for a pipeline."""
    return lambda nlp: treebank_tokenizer(nlp.vocab)


def treebank_tokenizer(vocab: Vocab) -> Tokenizer:
    """The tokenizer for a vocabulary."""
    defaults: Any = English.Defaults
    return TreebankTokenizer(
        vocab,
        rules=dict(_rules(defaults.tokenizer_exceptions)),
        prefix_search=compile_prefix_regex([*_PREFIXES, *(defaults.prefixes or [])]).search,
        suffix_search=compile_suffix_regex([*_SUFFIXES, *(defaults.suffixes or [])]).search,
        infix_finditer=compile_infix_regex([*_INFIXES, *(defaults.infixes or [])]).finditer,
        token_match=_WHOLE.match,
        url_match=defaults.url_match,
    )


def _rules(stock: Mapping[str, list[dict[int | str, str]]]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """spaCy's exceptions without their normal forms, in capitals and with curly apostrophes too, and ours."""
    for form, pieces in stock.items():
        if form not in _NOT_SPECIAL:
            orths = [piece["ORTH"] if "ORTH" in piece else piece[65] for piece in pieces]
            yield form, _pieces(orths)
            if form.endswith(_NEGATED):
                yield form.upper(), _pieces([orth.upper() for orth in orths])
    for form in _ABBREVIATIONS.split():
        yield form, _pieces([form])
    for form in _PARTED:
        yield form.replace("|", ""), _pieces(form.split("|"))


def _pieces(orths: Sequence[str]) -> list[dict[str, str]]:
    return [{"ORTH": orth} for orth in orths]


def _parted(doc: Doc, starts: list[int]) -> Doc:
    """Splits tokens of the document in two at these offsets."""
    wanted, words, spaces = set(starts), list[str](), list[bool]()
    for token in doc:
        cut = next((at - token.idx for at in range(token.idx + 1, token.idx + len(token)) if at in wanted), 0)
        if cut:
            words.append(token.text[:cut])
            spaces.append(False)
        words.append(token.text[cut:])
        spaces.append(bool(token.whitespace_))
    return Doc(doc.vocab, words=words, spaces=spaces)
