"""Preloading for processes that fork, and for even latency: reads everything that measuring needs.

`python -m libs.stylometry.preload` compiles the kernels, which takes a minute; later processes read them from disk.
"""

import sys

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.vocab import Vocab

from libs.stylometry.expressions.background import background
from libs.stylometry.expressions.signature import MIN_SAMPLES, SampleText, signature
from libs.stylometry.kernels.compiled import forget_other_versions
from libs.stylometry.metrics import IDS, locate, measure
from libs.stylometry.profile.population import population
from libs.stylometry.repairs.effects import shipped
from libs.stylometry.score.scorer import EnrolmentVector, Scorer
from libs.stylometry.score.weights import WeightsVersionError
from libs.stylometry.statistics.grammar import Parsed
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text import word_norms
from libs.stylometry.text.document import Document
from libs.stylometry.text.lexeme_table import current_table

COMMON_FORMS = 4_000
"""Number of words of the frequency list whose rows are made at once; nine tokens in ten of most texts are among them.
"""

COMMON_OPENINGS = 500
"""Number of these, the commonest, that are also added with a capital, as they open sentences."""

_SENTENCE = "Every kernel reads this sentence once ."
_USUAL_WORDS = 300


def preload(scorer: Scorer) -> None:
    """Reads all that is fitted or listed, describes the commonest words, and readies the kernels."""
    word_norms.preload()
    population()
    shipped(scorer.version)
    background()
    common = sorted(word_norms.zipf_frequencies().items(), key=lambda item: (-item[1], item[0]))[:COMMON_FORMS]
    words = [word for word, _ in common]
    forms = [*words, *map(str.title, words[:COMMON_OPENINGS])]
    strings = {get_string_id(form): form for form in forms}
    current_table().rows(np.array(list(strings), np.uint64)[:, None], strings)
    _ready_kernels(scorer)


def _ready_kernels(scorer: Scorer) -> None:
    """Processes one sentence completely: each kernel is compiled, or read from disk, at its first call."""
    words: list[str] = list(_SENTENCE.split())
    verb = words.index("reads")
    relations = ["ROOT" if index == verb else "dep" for index in range(len(words))]
    doc = Doc(
        Vocab(),
        words=words,
        tags=["NN"] * len(words),
        pos=["NOUN"] * len(words),
        lemmas=words,
        heads=[verb] * len(words),
        deps=relations,
    )
    document = Document.of(doc)
    measure(TextStatistics.of(document, Parsed.of(doc)))
    for metric in IDS:
        locate(document, metric)
    signature([SampleText(document)] * MIN_SAMPLES)
    # As if the sentence were as long as texts are, or no number would be carried by it.
    draft = scorer.draft(document, _USUAL_WORDS)
    samples = MIN_SAMPLES + 1
    enrolment = scorer.enrol(EnrolmentVector(draft.embedding * samples, samples, _USUAL_WORDS * samples))
    scorer.sentence_contributions(scorer.project(enrolment), scorer.score(enrolment, draft), document, draft)


if __name__ == "__main__":
    forget_other_versions()
    try:
        preload(Scorer.load())
    except WeightsVersionError as outdated:  # reported only: fitting again, which fixes it, starts here
        sys.stderr.write(f"{outdated}\n")
