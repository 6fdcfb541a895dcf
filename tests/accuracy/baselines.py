"""Published results of other methods on the same trials, and one method computed here.

Figures: ROC-AUC at 5 samples and 250 words, (standard, hard), as the README of the corpora gives them; both Deltas
on 500 words. Character n-grams: Kestemont et al. 2016; Delta: Burrows 2002, Smith & Aldridge 2011 (cosine).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

PUBLISHED: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "z-scored metrics": {
        "test.blog": (0.695, 0.625),
        "test.email": (0.706, 0.548),
        "test.essay": (0.714, 0.635),
        "test.fiction": (0.779, 0.723),
        "test.news": (0.595, 0.535),
        "test.novel": (0.622, 0.577),
    },
    "Cosine Delta": {
        "test.blog": (0.806, 0.513),
        "test.email": (0.659, 0.493),
        "test.essay": (0.752, 0.660),
        "test.fiction": (0.792, 0.702),
        "test.news": (0.705, 0.451),
        "test.novel": (0.634, 0.562),
    },
    "PPM compression": {
        "test.blog": (0.767, 0.480),
        "test.email": (0.874, 0.559),
        "test.essay": (0.826, 0.537),
        "test.fiction": (0.940, 0.782),
        "test.news": (0.869, 0.481),
        "test.novel": (0.709, 0.385),
    },
    "General Impostors": {
        "test.blog": (0.805, 0.656),
        "test.email": (0.806, 0.561),
        "test.essay": (0.835, 0.637),
        "test.fiction": (0.844, 0.723),
        "test.news": (0.787, 0.492),
        "test.novel": (0.688, 0.539),
    },
    "learned metric, cold": {
        "test.blog": (0.940, 0.856),
        "test.email": (0.873, 0.717),
        "test.essay": (0.840, 0.744),
        "test.fiction": (0.851, 0.773),
        "test.news": (0.747, 0.456),
        "test.novel": (0.700, 0.618),
    },
    "learned metric, warm": {
        "test.blog": (0.937, 0.852),
        "test.email": (0.938, 0.833),
        "test.essay": (0.893, 0.798),
        "test.fiction": (0.920, 0.818),
        "test.news": (0.869, 0.584),
        "test.novel": (0.743, 0.646),
    },
}

CHARACTER_GRAMS = "character 3-5-grams"
_FEATURES = 20_000


def character_grams(
    personas: Sequence[str], queries: Sequence[str], pairs: tuple[NDArray[np.intp], NDArray[np.intp]]
) -> NDArray[np.float64]:
    """Returns the cosine of tf-idf weighted character 3-5-grams, persona (its samples joined) against query, per pair.

    Document frequencies come from the personas alone: queries are only scored.
    """
    vectorizer = TfidfVectorizer(
        analyzer="char", ngram_range=(3, 5), max_features=_FEATURES, sublinear_tf=True, dtype=np.float32
    )
    voices = vectorizer.fit_transform(personas)
    drafts = vectorizer.transform(queries)
    rows, columns = pairs
    scores = np.empty(len(rows))
    for start in range(0, len(rows), _FEATURES):
        part = slice(start, start + _FEATURES)
        scores[part] = np.asarray(voices[rows[part]].multiply(drafts[columns[part]]).sum(axis=1)).ravel()
    return scores
