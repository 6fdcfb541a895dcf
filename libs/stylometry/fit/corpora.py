"""Reads the fitting corpora: gzipped JSON lines of texts by pseudonymous authors."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scipy.sparse and scikit-learn carry no types.

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PIECE_WORDS = 105
"""Minimum words of a piece: drafts are shorter than posts, and the map should know short texts."""

_SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+|\n\n")
_IMITATIONS = ("llm", "human_imitation", "human_obfuscation")


@dataclass(frozen=True, slots=True)
class AuthorText:
    """A text of an author; `whole` is false for a piece of a document."""

    corpus: str
    author: str
    document: str
    text: str
    whole: bool = True


def texts(folder: Path, corpus: str) -> list[AuthorText]:
    """The authors' own texts of `folder`/`corpus`.jsonl.gz, in the order of the file."""
    with gzip.open(folder / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        AuthorText(corpus, row["author"], row["doc_id"], row["text"])
        for row in rows
        if not (row.get("kind") or "").startswith(_IMITATIONS)
    ]


def pieces(whole: AuthorText, most: int) -> Iterator[AuthorText]:
    """The first `most` pieces of a text, whole sentences each."""
    sentences: list[str] = []
    words = found = 0
    for sentence in _SENTENCE_BREAK.split(whole.text):
        if found == most:
            return
        sentences.append(sentence)
        words += len(sentence.split())
        if words >= PIECE_WORDS:
            yield AuthorText(whole.corpus, whole.author, whole.document, " ".join(sentences), whole=False)
            sentences, words, found = [], 0, found + 1
