"""The demo writers' posts as voices and drafts, for tests of the score."""

from functools import cache
from pathlib import Path

import numpy as np

from libs.stylometry.score.scorer import Draft, Enrolment, EnrolmentVector, Register, Scorer
from tests.support.stylometry_reading import document

_DEMO = Path(__file__).parents[2] / "demo"


@cache
def scorer() -> Scorer:
    return Scorer.load()


@cache
def posts() -> dict[str, list[str]]:
    """The posts of each demo writer."""
    return {
        folder.name: [post.read_text() for post in sorted((folder / "posts").glob("*.md"))]
        for folder in sorted(_DEMO.iterdir())
        if (folder / "posts").is_dir()
    }


def draft(text: str) -> Draft:
    return scorer().draft(document(text), len(text.split()))


def register_of(texts: list[str], writers: int = 0) -> Register:
    return Register.of(np.array([scorer().embed(document(text)) for text in texts]), writers)


def voice(texts: list[str]) -> EnrolmentVector:
    vectors = np.array([scorer().embed(document(text)) for text in texts], np.float64).reshape(-1, scorer().dimensions)
    words = sum(len(text.split()) for text in texts)
    return EnrolmentVector(vectors.sum(axis=0), len(texts), words)


def enrolment(texts: list[str], register: Register | None = None) -> Enrolment:
    return scorer().enrol(voice(texts), register)
