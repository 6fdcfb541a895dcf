"""Reading texts: which are refused, and how a process that lives for long does it."""

import pytest
from spacy.language import Language

from libs import language
from services.analyzer.errors import LanguageUnsupported
from services.analyzer.use_cases.reader import SURE_WORDS, Reader

FOREIGN = {
    # Languages that share most short words with English: "is", "in", "was", "of", "we", "over", "a", "do", "me".
    "nl": "We waren vorig jaar in de winter naar het huis van mijn vader gegaan. Het was koud, maar er was een "
    "vuur en we dronken thee. Op zaterdag is er in het dorp een markt, en de bakker had het brood al "
    "klaar. Als je wilt, kun je met me mee, zei ze, want ik ga er over een uur of twee naartoe.",
    "af": "Ons was in die winter van verlede jaar by my pa se huis en daar het ons oor die kinders gepraat. Dit "
    "was koud, maar daar was 'n warm vuur. In die dorp is daar op Saterdag 'n mark. As jy wil, kan jy "
    "saam met my kom, want ek gaan tog oor 'n uur soontoe.",
    "it": "Siamo andati a casa di mio padre in inverno e abbiamo parlato dei bambini. Faceva freddo, ma non a "
    "me. In paese c'è un mercato, e so che va bene così. A me lo dice sempre, in fondo: se vuoi, vieni "
    "con me fra un'ora o due.",
    "pl": "Byliśmy zimą w domu ojca i tam rozmawialiśmy o dzieciach. Do tego było zimno, ale na to nie ma rady, "
    "a my to wiemy. W wiosce jest w sobotę targ, a piekarz miał już chleb. Jak chcesz, to chodź ze mną, "
    "bo i tak tam idę za godzinę albo dwie.",
}
HEADINGS = "\n".join(f"- Ship order {number}: blue paint, brushes, sandpaper, masking tape" for number in range(12))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(language.load, language.annotator())


@pytest.mark.parametrize("code", FOREIGN)
async def test_a_text_in_another_language_is_refused_by_its_name(reader: Reader, code: str) -> None:
    assert len(FOREIGN[code].split()) >= SURE_WORDS
    with pytest.raises(LanguageUnsupported, match=code):
        await reader.read(FOREIGN[code], "text")


async def test_english_without_function_words_is_read(reader: Reader) -> None:
    assert len(HEADINGS.split()) > SURE_WORDS
    assert (await reader.read(HEADINGS, "text")).text == HEADINGS


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
