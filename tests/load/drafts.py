"""Texts of any length that do not repeat: sentences of the demo writers, shuffled for every text."""

import random
import re
from itertools import cycle

from tests.support.stack import REPOSITORY

DEMO = REPOSITORY / "demo"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_PARAGRAPH_SENTENCES = 4


class Drafts:
    """Makes texts. The same seed makes the same texts in the same order."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        files = sorted(DEMO.glob("*/draft.md")) + sorted(DEMO.glob("*/posts/*.md"))
        self._sentences = [sentence for file in files for sentence in _sentences(file.read_text())]

    def text(self, words: int) -> str:
        """Returns a text of `words` words, in paragraphs."""
        self._random.shuffle(self._sentences)
        return _cut(self._sentences, words)

    def pair(self, words: int) -> tuple[str, str]:
        """Returns two texts of `words` words with the same sentences in another order: equal work, nothing to reuse."""
        one = self.text(words)
        sentences = [sentence for paragraph in one.split("\n\n") for sentence in _SENTENCE_END.split(paragraph)]
        self._random.shuffle(sentences)
        return one, _cut(sentences, words)


def _sentences(text: str) -> list[str]:
    paragraphs = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [sentence for paragraph in paragraphs for sentence in _SENTENCE_END.split(paragraph)]


def _cut(sentences: list[str], words: int) -> str:
    """Returns the first `words` words of the sentences, which are repeated if they do not suffice."""
    paragraphs: list[list[str]] = [[]]
    for count, sentence in enumerate(cycle(sentences), start=1):
        taken = sentence.split()[:words]
        paragraphs[-1].extend(taken)
        words -= len(taken)
        if not words:
            break
        if count % _PARAGRAPH_SENTENCES == 0:
            paragraphs.append([])
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
