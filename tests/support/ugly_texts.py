"""Ugly texts: inputs that are no prose, any number of characters long, for measurements of cost.

Each consists of one kind of thing without an end: marks, brackets, list items, contractions, words that occur once.
"""

from collections.abc import Callable, Iterator
from itertools import count
from typing import TypeAlias

Maker: TypeAlias = Callable[[int], str]
"""Makes a text of at most `n` characters."""

OPENING = "We knew that it was in the house, and that she had not been there. "
"""Prose before the rest, so that a text has words and reads as English."""

PROSE = (
    "The shop opened at nine, but nobody came until the rain had stopped. I'd made tea by then, and we sat by the"
    ' window. "Do you think they\'ll call?" she asked. I did not know; it was a long way to the coast, and the road'
    " isn't good after a storm. Still, there was some hope.\n\nBy noon two letters had arrived: one from the bank, the"
    " other from my brother, who writes rarely (and never at length). He said that he is well, that the garden does"
    " what it likes, and that we should visit him before the end of the summer.\n\n"
)
"""A few sentences of ordinary prose."""


def prose(characters: int) -> str:
    """Ordinary prose, to compare with."""
    return _repeated(PROSE)(characters)


def _repeated(unit: str, opening: str = OPENING, closing: str = "") -> Maker:
    """Returns a maker of texts that repeat `unit` between an opening and a closing."""

    def make(characters: int) -> str:
        room = characters - len(opening) - len(closing)
        return opening + (unit * (room // len(unit) + 1))[:room] + closing

    return make


def _distinct(form: Callable[[int], str], separator: str = " ") -> Maker:
    """Returns a maker of texts in which no word occurs twice, nor in a text of half or twice the length."""

    def words(characters: int) -> Iterator[str]:
        length = 0
        for number in count(characters):
            word = form(number)
            length += len(word) + len(separator)
            if length > characters:
                return
            yield word

    return lambda characters: OPENING + separator.join(words(characters - len(OPENING)))


def _spelt(number: int) -> str:
    """A word of letters alone for each number."""
    letters = ""
    while number >= 0:
        number, digit = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[digit] + "aeiou"[digit % 5]
        number -= 1
    return letters


_LINE = OPENING + "\n\n"

_UNITS: dict[str, tuple[str, str]] = {
    # marks
    "full stops": (".", OPENING),
    "spaced full stops": (". ", OPENING),
    "commas": (",", OPENING),
    "spaced commas": (", ", OPENING),
    "semicolons": ("; ", OPENING),
    "hyphens": ("-", OPENING),
    "double hyphens": ("a--", OPENING),
    "dashes": ("—", OPENING),
    "spaced dashes": ("a — ", OPENING),
    "ellipses": ("…", OPENING),
    "trailing dots": ("a ... ", OPENING),
    "exclamations": ("!", OPENING),
    "exclamations and questions": ("!?", OPENING),
    "questions": ("? ", OPENING),
    "quotation marks": ('"', OPENING),
    "quoted letters": ('"a" ', OPENING),
    "opening curly quotes": ("“", OPENING),
    "apostrophes": ("'", OPENING),
    "curly apostrophes": ("a’", OPENING),
    "backticks": ("`", OPENING),
    "opening brackets": ("(", OPENING),
    "spaced brackets": ("( ", OPENING),
    "closing brackets": (")", OPENING),
    "square brackets": ("[", OPENING),
    "bracketed words": ("(so ", OPENING),
    "angle brackets": ("<", OPENING),
    "underscores": ("_", OPENING),
    "asterisks": ("*", OPENING),
    "spaced asterisks": ("* ", OPENING),
    "unclosed bold": ("**a ", OPENING),
    "hashes": ("#", OPENING),
    "at signs": ("@", OPENING),
    "ampersands": ("a & b ", OPENING),
    "dollars": ("$", OPENING),
    "percent": ("5% ", OPENING),
    # white space
    "spaces": (" ", OPENING),
    "double spaces": ("So.  ", OPENING),
    "tabs": ("\t", OPENING),
    "line breaks": ("\n", OPENING),
    "windows line breaks": ("\r\n", OPENING),
    "spaced line breaks": (" \n", OPENING),
    "no-break spaces": ("\u00a0", OPENING),
    "words and no-break spaces": ("a\u00a0", OPENING),
    # Unicode
    "zero-width spaces": ("\u200b", OPENING),
    "zero-width spaces in words": ("a\u200bb ", OPENING),
    "joiners": ("\u200d", OPENING),
    "families": ("👨\u200d👩\u200d👧 ", OPENING),
    "one joined emoji": ("👨\u200d", OPENING),
    "emoji": ("😀", OPENING),
    "flags": ("🇩🇪", OPENING),
    "tag characters": ("\U000e0041", OPENING),
    "combining marks": ("\u0301", OPENING + "e"),
    "right-to-left overrides": ("\u202e", OPENING),
    "ideographs": ("漢字", OPENING),
    "look-alikes": ("саt ", OPENING),
    "private characters": ("\ue000", OPENING),
    "mathematical letters": ("𝐁𝐨𝐥𝐝 ", OPENING),
    # lines
    "list items": ("- x\n", _LINE),
    "numbered items": ("1. x\n", _LINE),
    "numbered in brackets": ("1) x\n", _LINE),
    "headings": ("# x\n", _LINE),
    "quoted lines": ("> x\n", _LINE),
    "nested quotes": ("> ", _LINE),
    "short lines": ("x\n", _LINE),
    "short paragraphs": ("x\n\n", _LINE),
    "equal lines": ("Buy it now\n", _LINE),
    "table": ("| a | b |\n|---|---|\n", _LINE),
    "fences": ("```\n", _LINE),
    "code": ("for (i=0;i<n;i++) { a[i] += b[i]; }\n", _LINE),
    "links": ("http://", OPENING),
    "whole links": ("https://a.com/b ", OPENING),
    "hosts": ("www.", OPENING),
    "one long link": ("a/", OPENING + "http://"),
    "addresses": ("a@b.", OPENING),
    "markdown links": ("[a](b", OPENING),
    "tags of markup": ("<a ", OPENING),
    "entities": ("&amp;", OPENING),
    "hashtags": ("#a ", OPENING),
    "mentions": ("@a ", OPENING),
    # words
    "one letter": ("a ", ""),
    "one word": ("very ", OPENING),
    "one endless word": ("a", ""),
    "one endless word of letters": ("abcdefghij", OPENING),
    "hyphenated": ("a-", OPENING),
    "clitics": ("a'", OPENING),
    "contractions": ("don't ", OPENING),
    "curly contractions": ("don’t ", OPENING),
    "written out": ("do not go ", OPENING),
    "subjects and verbs": ("it is so ", OPENING),
    "conjunctions": ("and ", OPENING),
    "function words": ("the of ", OPENING),
    "phrases": ("of course ", OPENING),
    "phrase prefixes": ("in ", OPENING),
    "long phrases": ("on the other hand because of in order to ", OPENING),
    "auxiliaries": ("had , ", OPENING),
    "names": ("Smith Jones ", OPENING),
    "capitals": ("THE VERY ", OPENING),
    "boosters in capitals": ("so VERY good ", OPENING),
    "negations": ("not never no n't without ", OPENING),
    "antitheses": ("not a bug, ", OPENING),
    "one sentence": ("the cat and the dog ", OPENING),
    "coordinations": ("she went home, and he did so ", OPENING),
    "asides": ("one — of them — and ", OPENING),
    "figures": ("1,000,", OPENING),
    "spaced figures": ("1,000 ", OPENING),
    "fractions": ("1/", OPENING),
    "times": ("10:", OPENING),
    "acronyms": ("A.B.C.", OPENING),
    "initials": ("A. B. ", OPENING),
    "abbreviations": ("e.g. ", OPENING),
    "its and it's": ("its a ", OPENING),
    # sentences
    "short sentences": ("I am. ", OPENING),
    "short questions": ("Is it so? ", OPENING),
    "lower-case sentences": ("so. ", OPENING),
    "one-letter sentences": ("a. ", OPENING),
    "quoted sentences": ('"No." ', OPENING),
}

UGLY: dict[str, Maker] = {name: _repeated(unit, opening) for name, (unit, opening) in _UNITS.items()}
"""Makers of texts that repeat known forms, by name."""

NEW_WORDS: dict[str, Maker] = {
    "new words": _distinct(_spelt),
    "new names": _distinct(lambda number: _spelt(number).capitalize()),
    "new mixed forms": _distinct(lambda number: f"w{number:x}"),
    "new numbers": _distinct(str),
    "new endings": _distinct(lambda number: f"{_spelt(number)}ing"),
    "new links": _distinct(lambda number: f"https://a.com/{number:x}"),
    "new hashtags": _distinct(lambda number: f"#{_spelt(number)}"),
    "new contractions": _distinct(lambda number: f"{_spelt(number)}n't"),
    "new lines": _distinct(_spelt, "\n"),
    "new sentences": _distinct(lambda number: f"{_spelt(number).capitalize()}."),
    "new hyphenated words": _distinct(lambda number: f"{_spelt(number)}-{_spelt(number)}"),
    "new look-alikes": _distinct(lambda number: f"с{_spelt(number)}"),
}
"""Makers of texts that consist of forms never seen before, by name: each form is examined once, which takes longer."""

ALL: dict[str, Maker] = UGLY | NEW_WORDS
"""All makers of ugly texts, by name."""
