"""Tables of lemmas: irregular forms and bases from WordNet, and those of the training text that the rules miss."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from libs.language.lemmas import Tables, lemma
from libs.language.training.gathering import is_address, table
from libs.language.training.reader import TreebankWord

_KINDS = ("noun", "verb", "adj")
_PLAIN = re.compile(r"[a-z]+$")
_ADDRESS, _NO_LEMMA = "ADD", "_"
_SHARE = 0.5
"""Minimum share of the occurrences of a form with a tag that one lemma must have to be recorded."""


def tables(words: Iterable[TreebankWord]) -> Tables:
    """The tables, given the words of the training text."""
    made = Tables(
        bases={kind: frozenset(filter(_PLAIN.match, table("en_lemma_index")[kind])) for kind in _KINDS},
        irregular={
            kind: {form: bases[0] for form, bases in sorted(table("en_lemma_exc")[kind].items()) if _PLAIN.match(form)}
            for kind in _KINDS
        },
    )
    made.seen = _beyond_rules(words, made)
    return made


def _beyond_rules(words: Iterable[TreebankWord], rules: Tables) -> dict[str, dict[str, str]]:
    """Lemmas by tag and form in lower case, where the rules alone give another."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    ruled: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word in words:
        key = word.xpos, word.form.replace("’", "'").lower()
        counts[key][word.lemma] += 1
        ruled[key][lemma(word.form, word.xpos, rules)] += 1
    seen: dict[str, dict[str, str]] = defaultdict(dict)
    for (tag, form), lemmas in sorted(counts.items()):
        best, count = min(lemmas.items(), key=lambda item: (-item[1], item[0]))
        right = sum((ruled[tag, form] & lemmas).values())
        kept = tag != _ADDRESS and best != _NO_LEMMA and not is_address(form) and not is_address(best)
        if kept and count > right and count >= _SHARE * lemmas.total():
            seen[tag][form] = best
    return dict(seen)
