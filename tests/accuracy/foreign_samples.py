"""Detection of samples by another author: `python -m tests.accuracy.foreign_samples --corpora DIR [--split test]`.

Personas of eight samples by one author, or seven and one by another author of the corpus, in the register of the rest.
Reports the share of the writer's own samples, and of the foreign ones, that score low enough against the others to be
reported as outliers; and the share of divided personas, of eight samples by one author and of four by each of two.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np

from libs.language import load
from libs.stylometry.fit.corpora import texts
from libs.stylometry.score.sample_groups import DIVIDED, division
from libs.stylometry.score.scorer import REGISTER_TEXTS, Draft, EnrolmentVector, Register, Scorer
from libs.stylometry.text.document import Document
from services.analyzer.use_cases.caveats import APART
from tests.accuracy.arguments import over_corpora

CORPORA = ("blog", "email", "essay", "fiction", "news", "novel")
SAMPLES = 8
MIN_WORDS = 100
MAX_AUTHORS = 40
MAX_TEXTS = 12
DRAWS = 200


def by_author(folder: Path, corpus: str, scorer: Scorer) -> dict[str, list[Draft]]:
    """Returns some drafts of some authors, of texts that are their own alone."""
    language, drafts = load(), defaultdict[str, list[Draft]](list)
    for text in texts(folder, corpus):
        words = len(text.text.split())
        taken = text.author in drafts or len(drafts) < MAX_AUTHORS
        if taken and words >= MIN_WORDS and len(drafts[text.author]) < MAX_TEXTS:
            drafts[text.author].append(Draft(scorer.embed(Document.of(language(text.text))), words))
    return drafts


def outliers(scorer: Scorer, samples: list[Draft], register: Register) -> list[bool]:
    """Returns, for each sample, True if it is reported as an outlier among the others."""
    total = np.sum([sample.embedding for sample in samples], axis=0, dtype=np.float64)
    voice = scorer.enrol(EnrolmentVector(total, len(samples), sum(sample.words for sample in samples)), register)
    matches = [scorer.score(scorer.without(voice, sample), sample).match for sample in samples]
    return [match is not None and match < APART for match in matches]


def is_divided(samples: list[Draft], register: Register) -> bool:
    """Returns True if the samples are reported to fall into two groups."""
    groups = division(np.array([sample.embedding for sample in samples]), register.centre)
    return groups is not None and groups.gap >= DIVIDED


def line(corpus: str, scorer: Scorer, authors: dict[str, list[Draft]]) -> str:
    """Formats a row of the table; "" if too few authors have enough texts."""
    random, own, foreign = np.random.default_rng(0), list[bool](), list[bool]()
    whole, halves = list[bool](), list[bool]()
    enough = [author for author, texts in authors.items() if len(texts) >= SAMPLES]
    if len(enough) < 2:
        return ""
    for _ in range(DRAWS):
        one, other = random.choice(enough, 2, replace=False).tolist()
        rest = [text.embedding for author, texts in authors.items() if author not in {one, other} for text in texts]
        register = Register.of(random.permutation(np.array(rest))[:REGISTER_TEXTS])
        mine = [authors[one][place] for place in random.permutation(len(authors[one]))[:SAMPLES].tolist()]
        own += outliers(scorer, mine, register)
        theirs = authors[other][int(random.integers(len(authors[other])))]
        foreign.append(outliers(scorer, [*mine[1:], theirs], register)[-1])
        drawn = random.permutation(len(authors[other]))[: SAMPLES // 2].tolist()
        whole.append(is_divided(mine, register))
        halves.append(is_divided([*mine[: SAMPLES // 2], *(authors[other][place] for place in drawn)], register))
    shares = (np.mean(own), np.mean(foreign), np.mean(whole), np.mean(halves))
    return f"{corpus:18s}{shares[0]:>16.1%}{shares[1]:>16.0%}{shares[2]:>16.1%}{shares[3]:>16.0%}"


def main() -> None:
    """Entry point."""
    arguments = over_corpora("tests.accuracy.foreign_samples", __doc__, "test").parse_args()
    scorer, folder = Scorer.load(), arguments.corpora / arguments.split
    print(f"{'reported as':18s}{'outlier: own':>16s}{'foreign ones':>16s}{'divided: one':>16s}{'two authors':>16s}")
    for corpus in CORPORA:
        if (folder / f"{corpus}.jsonl.gz").exists():
            print(line(corpus, scorer, by_author(folder, corpus, scorer)), flush=True)


if __name__ == "__main__":
    main()
