"""Conformance of lengths on X and of links with the suite of twitter-text: `python -m tests.accuracy.twitter_text DIR`.

DIR is the `conformance` folder of the library's repository, which is not part of this one. Lengths are those of
configuration v3, the one in use, in which emoji sequences count as one.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from libs import language
from libs.stylometry.metrics import locate
from libs.stylometry.metrics import measure as measure_metrics
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from tests.load.report import Row, show

TITLE = "Conformance with twitter-text"
_LENGTHS = ("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the suite, with our result."""

    kind: str
    description: str
    text: str
    expected: object
    result: object

    @property
    def agrees(self) -> bool:
        """True if our result is the expected one."""
        return self.expected == self.result


def cases(conformance: Path) -> Iterator[Case]:
    """Yields the cases on length, links and hashtags."""
    nlp = language.load()
    for group in _LENGTHS:
        for case in _group(conformance / "validate.yml", group):
            measured = measure_metrics(TextStatistics.of(Document.of(nlp(case["text"]))))
            expected = case["expected"]["weightedLength"]
            yield Case("length", case["description"], case["text"], expected, int(measured["weighted_len"]))
    for kind, metric in (("urls", "link_rate"), ("hashtags", "hashtag_rate")):
        for case in _group(conformance / "extract.yml", kind):
            text: str = case["text"]
            forms = [text[place.start : place.end] for place in locate(Document.of(nlp(text)), metric)]
            yield Case(kind, case["description"], text, case["expected"], [form.lstrip("#＃") for form in forms])


def _group(path: Path, name: str) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["tests"][name]


def measure(conformance: Path) -> list[Row]:
    """Returns the share of cases of each kind in which we agree; prints the others."""
    results = list(cases(conformance))
    for case in results:
        if not case.agrees:
            difference = f"{case.expected!s:.{_SHOWN}} expected, {case.result!s:.{_SHOWN}} found"
            print(f"{case.kind}: {case.description}\n    {case.text[:_SHOWN]!r}: {difference}")
    rows: list[Row] = []
    for kind in dict.fromkeys(case.kind for case in results):
        of_kind = [case.agrees for case in results if case.kind == kind]
        rows.append(Row(kind, sum(of_kind) / len(of_kind), "of cases", beside=f"{sum(of_kind)} of {len(of_kind)}"))
    return rows


def main() -> int:
    """Prints the cases that differ, and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("conformance", type=Path, help="folder with validate.yml and extract.yml")
    show(TITLE, measure(parser.parse_args().conformance))
    return 0


if __name__ == "__main__":
    sys.exit(main())
