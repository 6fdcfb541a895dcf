"""What neighbouring sentences share: words, arguments, and structure. Words need tags, structure needs a parse."""

from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.grammar.codes import Upos
from libs.stylometry.grammar.parsed import Parsed
from libs.stylometry.grammar.tagged import Tagged

TAG_COUNTS = ("neighbours", "shared_noun_pairs", "shared_argument_pairs")
TAG_FIXED = ("shared_content",)
PARSE_FIXED = ("shared_structure",)
PARSE_COUNTS = ("parsed_neighbours",)


class Group(IntEnum):
    """Kinds of items that are counted apart."""

    NOUN = 0
    PRONOUN = auto()
    OTHER = auto()


_GROUP_OF_CLASS = np.full(len(Upos), -1, np.int64)
_GROUP_OF_CLASS[[Upos.NOUN, Upos.PROPN]] = Group.NOUN
_GROUP_OF_CLASS[Upos.PRON] = Group.PRONOUN
_GROUP_OF_CLASS[[Upos.VERB, Upos.ADJ, Upos.ADV]] = Group.OTHER


@dataclass(frozen=True, slots=True)
class Shared:
    """What each sentence that has words, but the first, has in common with the one before, by group of items.

    `common`, (groups, pairs), are items in common, each as often as both have it; `size`, (groups, sentences), all.
    """

    common: NDArray[np.int64]
    size: NDArray[np.int64]

    def pairs(self, *groups: Group) -> int:
        """Pairs with anything of some groups in common."""
        return int(np.count_nonzero(self.common[list(groups)].sum(axis=0)))

    def likeness(self, *groups: Group) -> float:
        """Dice coefficients of all pairs together; a pair without items has nothing in common."""
        size = self.size[list(groups)].sum(axis=0)
        return float((2 * self.common[list(groups)].sum(axis=0) / np.maximum(size[1:] + size[:-1], 1)).sum())


def shared(tagged: Tagged, items: NDArray[np.int64], group: NDArray[np.int64]) -> Shared:
    """Compares items (any numbers) between neighbouring sentences; those of a negative group are passed over."""
    counted = (tagged.is_lexical & (group >= 0)).nonzero()[0]
    sentence = tagged.openings.cumsum().take(counted) - 1
    sentences = int(np.count_nonzero(tagged.openings))
    _, item = np.unique(items.take(counted), return_inverse=True)
    group = group.take(counted)
    kinds = (len(item) + 1) * len(Group)
    keys, occurrences = np.unique(sentence * kinds + item * len(Group) + group, return_counts=True)
    following = keys.searchsorted(keys + kinds)
    repeated = following < len(keys)
    repeated[repeated] = keys.take(following[repeated]) == (keys + kinds)[repeated]
    again = keys[repeated]
    common = np.zeros((len(Group), sentences), np.int64)
    np.add.at(
        common,
        (again % len(Group), again // kinds),
        np.minimum(occurrences[repeated], occurrences[following[repeated]]),
    )
    size = np.bincount(group * sentences + sentence, minlength=len(Group) * sentences)
    return Shared(common[:, : sentences - 1], size.reshape(len(Group), sentences))


def count_words(tagged: Tagged) -> dict[str, float]:
    """What neighbouring sentences have in common of nouns, arguments and content words, by lemma."""
    found = shared(tagged, tagged.lemma, _GROUP_OF_CLASS.take(tagged.upos))
    return {
        "neighbours": found.common.shape[1],
        "shared_noun_pairs": found.pairs(Group.NOUN),
        "shared_argument_pairs": found.pairs(Group.NOUN, Group.PRONOUN),
        "shared_content": found.likeness(Group.NOUN, Group.OTHER),
    }


def count_structure(parsed: Parsed) -> dict[str, float]:
    """What neighbouring sentences have in common of dependencies: relation, class of the word, class of its head."""
    of_head = parsed.upos.take(parsed.head) * parsed.is_dependent
    dependency = (parsed.relation * len(Upos) + parsed.upos) * len(Upos) + of_head
    found = shared(parsed, dependency, np.zeros(len(parsed), np.int64))
    return {"parsed_neighbours": found.common.shape[1], "shared_structure": found.likeness(Group.NOUN)}
