"""Whether a sample by somebody else is found: `python -m tests.accuracy.foreign_samples --corpora DIR [--split test]`.

Personas of eight samples by one author, or seven and one of another of the corpus, in the register of the rest. How
often a sample of the writer's own, and the foreign one, scores so low against the others that it is said to stand
apart.
"""

import argparse
import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.language import load
from libs.stylometry.document import Document
from libs.stylometry.score import REGISTER_TEXTS, Draft, Register, Scorer, VoiceVector
from services.analyzer.caveats import APART

CORPORA = ("blog", "email", "essay", "fiction", "news", "novel")
SAMPLES = 8
LEAST_WORDS = 100
MOST_AUTHORS = 40
MOST_TEXTS = 12
DRAWS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A style vector and the words behind it."""

    style: NDArray[np.float32]
    words: int


def by_author(path: Path, scorer: Scorer) -> dict[str, list[Text]]:
    """Some texts of some authors, their own alone."""
    language, found = load(), defaultdict[str, list[Text]](list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            words, author = len(row["text"].split()), row["author"]
            known = author in found or len(found) < MOST_AUTHORS
            own = (row.get("kind") or "own") in {"own", "human"} and words >= LEAST_WORDS
            if known and own and len(found[author]) < MOST_TEXTS:
                found[author].append(Text(scorer.embed(Document.of(language(row["text"]))), words))
    return found


def stand_apart(scorer: Scorer, texts: list[Text], register: Register) -> list[bool]:
    """Of each text, whether it is said to stand apart from the others."""
    told: list[bool] = []
    for place, text in enumerate(texts):
        rest = texts[:place] + texts[place + 1 :]
        total = np.sum([each.style for each in rest], axis=0, dtype=np.float64)
        voice = scorer.enrol(VoiceVector(total, len(rest), sum(each.words for each in rest)), register)
        match = scorer.score(voice, Draft(text.style, text.words)).match
        told.append(match is not None and match < APART)
    return told


def line(corpus: str, scorer: Scorer, authors: dict[str, list[Text]]) -> str:
    """One row of the table; "" where too few authors have enough texts."""
    random, own, foreign = np.random.default_rng(0), list[bool](), list[bool]()
    enough = [author for author, texts in authors.items() if len(texts) >= SAMPLES]
    if len(enough) < 2:
        return ""
    for _ in range(DRAWS):
        one, other = random.choice(enough, 2, replace=False).tolist()
        rest = [text.style for author, texts in authors.items() if author not in {one, other} for text in texts]
        register = Register.of(random.permutation(np.array(rest))[:REGISTER_TEXTS])
        mine = [authors[one][place] for place in random.permutation(len(authors[one]))[:SAMPLES].tolist()]
        own += stand_apart(scorer, mine, register)
        theirs = authors[other][int(random.integers(len(authors[other])))]
        foreign.append(stand_apart(scorer, [*mine[1:], theirs], register)[-1])
    return f"{corpus:12s}{np.mean(own):>16.1%}{np.mean(foreign):>16.0%}"


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.foreign_samples", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora's layout")
    parser.add_argument("--split", default="test")
    arguments = parser.parse_args()
    scorer = Scorer.load()
    print(f"{'said to be apart':12s}{'own samples':>12s}{'foreign ones':>16s}")
    for corpus in CORPORA:
        path = arguments.corpora / arguments.split / f"{corpus}.jsonl.gz"
        if path.exists():
            print(line(corpus, scorer, by_author(path, scorer)), flush=True)


if __name__ == "__main__":
    main()
