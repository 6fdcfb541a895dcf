"""A tokenizer that no text can hold up."""

# spaCy's compiled modules carry no types
# pyright: reportUntypedBaseClass=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import re

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

LONGEST_RUN = 200
"""Characters without white space that are read at once.

spaCy takes marks off a run one by one and looks at all of the rest each time: a long run of marks or emoji costs the
square of its length. No word, and few addresses, are longer.
"""

_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")


class BoundedTokenizer(Tokenizer):
    """spaCy's tokenizer, which reads runs beyond `LONGEST_RUN` in pieces."""

    def __call__(self, text: str) -> Doc:
        if _LONG_RUN.search(text) is None:
            return super().__call__(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _pieces(text):
            for token in super().__call__(piece):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self.vocab, words=words, spaces=spaces)


def _pieces(text: str) -> list[str]:
    """The text, cut inside its long runs and nowhere else."""
    cuts = [0]
    for run in _LONG_RUN.finditer(text):
        cuts.extend(range(run.start() + LONGEST_RUN, run.end(), LONGEST_RUN))
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
