"""Word lists by name, read from the text files beside this module.

Each file is a family: comments that name the source and licence, then sections `[name]` whose members are
separated by commas or line ends. A member of several words is a phrase.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

FAMILIES = ("pronouns", "function", "connectives", "stance", "biber", "tone", "emotion", "rhetoric", "spelling")

_COMMENT = re.compile(r"#.*")
_CLITIC = re.compile(r"(?<=\w)(n't|'(?:s|re|ve|ll|d|m))$")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")


@dataclass(frozen=True, slots=True)
class WordList:
    """Members of one list, in normal form; a phrase is the tuple of its tokens."""

    name: str
    words: frozenset[str]
    phrases: frozenset[tuple[str, ...]]


@cache
def lexicons() -> Mapping[str, WordList]:
    """All lists by name, in the order of the files."""
    members: dict[str, list[str]] = {}
    for family in FAMILIES:
        text = resources.files(__name__).joinpath(f"{family}.txt").read_text(encoding="utf-8")
        for name, entries in _sections(text):
            members.setdefault(name, []).extend(entries)
    return {name: _lexicon(name, entries) for name, entries in members.items()}


def tokens_of(member: str) -> tuple[str, ...]:
    """Splits a member as the tokenizer does: clitics and hyphens are tokens ("it's" is "it", "'s")."""
    return tuple(part for word in _HYPHEN.sub(" - ", member).split() for part in _CLITIC.sub(r" \1", word).split())


def _sections(text: str) -> list[tuple[str, list[str]]]:
    sections: list[tuple[str, list[str]]] = []
    for line in _COMMENT.sub("", text).splitlines():
        if line.startswith("["):
            sections.append((line.strip("[] "), []))
        elif line.strip():
            sections[-1][1].extend(" ".join(entry.split()) for entry in line.split(",") if entry.strip())
    return sections


def _lexicon(name: str, entries: list[str]) -> WordList:
    tokenised = [tokens_of(entry) for entry in entries]
    return WordList(
        name=name,
        words=frozenset(tokens[0] for tokens in tokenised if len(tokens) == 1),
        phrases=frozenset(tokens for tokens in tokenised if len(tokens) > 1),
    )
