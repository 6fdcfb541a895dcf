"""Reading everything that measuring needs before the first text: for processes that fork, and for even latency."""

import numpy as np
from spacy.strings import get_string_id

from libs.stylometry import norms
from libs.stylometry.lexemes import current_table
from libs.stylometry.phrases import matches
from libs.stylometry.population import population

COMMON_FORMS = 4_000
"""Words of the frequency list whose rows are made at once; nine tokens in ten of most texts are among them."""


def preload() -> None:
    """Reads resources, word lists and the population, and describes the commonest words."""
    norms.preload()
    matches(np.zeros(2, np.int32))
    population()
    common = sorted(norms.zipf_frequencies().items(), key=lambda item: (-item[1], item[0]))[:COMMON_FORMS]
    forms = [form for word, _ in common for form in (word, word.title())]
    strings = {get_string_id(form): form for form in forms}
    current_table().rows(np.array(list(strings), np.uint64), strings)
