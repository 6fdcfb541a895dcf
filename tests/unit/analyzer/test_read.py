"""Reading texts in a process that lives for long."""

from spacy.language import Language

from libs import language
from services.analyzer.read import Reader


async def test_pipeline_is_made_anew_when_it_has_kept_too_many_forms() -> None:
    made: list[Language] = []

    def load() -> Language:
        made.append(language.load())
        return made[-1]

    few = len(language.load().vocab.strings) + 50
    reader = Reader(load, language.annotator(), most_forms=few)
    for number in range(30):
        text = f"The plain story number {number} has word{number}a and word{number}b and word{number}c in it today."
        assert (await reader.read(text, "text")).text == text
    assert 1 < len(made) < 10
