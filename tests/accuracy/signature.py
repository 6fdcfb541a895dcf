"""Recurrence of signature expressions: `python -m tests.accuracy.signature --corpora DIR [--split test]`.

Each blogger's posts are split in two by time. Reports the share of the ten foremost expressions of the earlier half
that exceed the background in the later half, too, with z over 1.96. For comparison, the ten of highest z alone, without
regard to dispersion and to expressions within others; and as chance level, the same ten in another blogger's later
posts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.language import load
from libs.stylometry.expressions.background import background
from libs.stylometry.expressions.counts import Compared, Counts, Occurrences, SampleText
from libs.stylometry.expressions.redundancy import SURELY
from libs.stylometry.expressions.signature import SignatureExpression, signature
from libs.stylometry.fit.corpora import texts
from libs.stylometry.text.document import Document
from tests.accuracy.arguments import over_corpora

FOREMOST, AUTHORS, POSTS = 10, 100, 30
EARLIER = (0, 8, 4)
"""Number of earlier posts, the latest of them; 0: all."""


@dataclass(frozen=True, slots=True)
class Posts:
    """Some posts of a blogger, with z of every expression in them."""

    samples: Sequence[SampleText]
    occurrences: Occurrences
    counts: Counts
    z: NDArray[np.float64]

    @classmethod
    def of(cls, samples: Sequence[SampleText]) -> "Posts":
        occurrences = Occurrences.of(samples)
        counts = Counts.of(samples, occurrences)
        return cls(samples, occurrences, counts, Compared.with_usual(counts, background()).odds.z)

    def foremost_by_z(self) -> list[int]:
        """Returns the keys of the expressions of highest z."""
        return self.counts.key[np.argsort(-self.z, kind="stable")[:FOREMOST]].tolist()

    def signature(self) -> list[int]:
        """Returns the keys of the foremost signature expressions."""
        return [self._key(expression) for expression in signature(self.samples)[:FOREMOST]]

    def _key(self, expression: SignatureExpression) -> int:
        occurrences, place = self.occurrences, expression.places[0]
        here = (
            (occurrences.sample == place.sample)
            & (occurrences.start == place.span.start)
            & (occurrences.end == place.span.end)
        )
        return int(occurrences.key[here & (occurrences.kind == expression.kind)][0])

    def again(self, keys: Sequence[int]) -> list[bool]:
        """Returns, for each key, True if its expression significantly exceeds the background in these posts."""
        above = set(self.counts.key[self.z > SURELY].tolist())
        return [key in above for key in keys]


def halves(folder: Path) -> list[tuple[list[SampleText], list[SampleText]]]:
    """Returns the earlier and later posts of each blogger."""
    nlp = load()
    bloggers: list[tuple[list[SampleText], list[SampleText]]] = []
    for _, group in groupby(texts(folder, "blog"), key=lambda text: text.author):
        posts = [SampleText(Document.of(nlp(post.text), post.text)) for post in list(group)[:POSTS]]
        bloggers.append((posts[: len(posts) // 2], posts[len(posts) // 2 :]))
        if len(bloggers) == AUTHORS:
            break
    return bloggers


def line(bloggers: Sequence[tuple[list[SampleText], list[SampleText]]], earlier: int) -> str:
    """The row of the table for so many earlier posts."""
    before = [Posts.of(posts[-earlier:]) for posts, _ in bloggers]
    after = [Posts.of(posts) for _, posts in bloggers]
    chosen, by_z = [posts.signature() for posts in before], [posts.foremost_by_z() for posts in before]
    ours = [posts.again(keys) for posts, keys in zip(after, chosen, strict=True)]
    plain = [posts.again(keys) for posts, keys in zip(after, by_z, strict=True)]
    others = [posts.again(keys) for posts, keys in zip([*after[1:], after[0]], chosen, strict=True)]
    shown = sum(map(len, chosen)) / len(chosen)
    return f"{earlier or 'all':>7}{_interval(ours):>22}{_share(plain):>10}{_share(others):>12}{shown:>10.1f}"


def _share(again: Sequence[Sequence[bool]]) -> str:
    return f"{np.mean([recurs for own in again for recurs in own]):.2f}"


def _interval(again: Sequence[Sequence[bool]]) -> str:
    """Formats the share, with a 95% bootstrap interval over bloggers."""
    hits, totals = (np.array([f(own) for own in again], np.float64) for f in (sum, len))
    drawn = np.random.default_rng(0).integers(len(hits), size=(2000, len(hits)))
    low, high = np.quantile(hits[drawn].sum(axis=1) / totals[drawn].sum(axis=1), [0.025, 0.975])
    return f"{_share(again)} ({low:.2f} to {high:.2f})"


def main() -> None:
    """Entry point."""
    arguments = over_corpora("tests.accuracy.signature", __doc__, "test").parse_args()
    bloggers = halves(arguments.corpora / arguments.split)
    print(f"{'posts':>7}{'signature':>22}{'by z':>10}{'by chance':>12}{'shown':>10}")
    for earlier in EARLIER:
        print(line(bloggers, earlier), flush=True)


if __name__ == "__main__":
    main()
