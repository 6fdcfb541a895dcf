"""A text that is edited again and again reads as it would from the start."""

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from libs.language import pieces
from libs.stylometry.score.scorer import Enrolment
from libs.stylometry.text.document import Document
from services.analyzer.use_cases.incremental_reader import Versions
from tests.support.stylometry_reading import pipeline
from tests.support.stylometry_scoring import enrolment, posts, scorer

WORDS = (
    "I we can't gonna cannot it's never “quoted” ‘single’ 'tis the Paris Two No Vol pp 5 1. 3.5% a) - * # ## U.S. e.g. "
    "etc. approx. Mr. Ph.D. o.O :-) ( ) ... … ?! . ! ? \" ” '' — -- 😀 👩‍👩‍👧 🇩🇪 !!!!!!!!!!!!!!!!!!! "
    "https://example.com/a.html. word-with-hyphens naïve garden. winter! river? however. Then Where "
    "It'd\u200b co\u00adoperate ca\u2060n't \ufeffThe end\u200b.\u200b \u200b \u200d"
)
GAPS = (
    "",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    " \n",
    "\n \n",
    "\t",
    "\u00a0",
    "\u2028",
    "\u2003",
    "\x0c",
    "\n- ",
    "\n1. ",
)
PROSE = (
    "She waited there for hours. Nobody came. However, the river rose again! Was it over? They said so.\n\n"
    "- One item here. Another sentence stays with it.\n- Two items\nand a line that goes on. Then more.\n\n"
    "He didn't say: “Wait there.” Nobody listened. We asked for about approx. Twenty plates.\r\n\r\n"
    "The end was near. No. 5 was missing. See vol. Two of that."
)

chunk = st.one_of(
    st.lists(st.tuples(st.sampled_from(WORDS.split()), st.sampled_from(GAPS)), max_size=6).map(
        lambda parts: "".join(word + gap for word, gap in parts)
    ),
    st.sampled_from([*PROSE.split("\n\n"), "\n\n", "", " "]),
    st.text(max_size=8),
)
edits = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), chunk), max_size=12)


def edited(text: str, edit: tuple[float, float, str]) -> str:
    start = round(edit[0] * len(text))
    end = start + round(edit[1] ** 4 * (len(text) - start))
    return text[:start] + edit[2] + text[end:]


def same(one: Document, other: Document) -> bool:
    arrays = ("start", "end", "sentence", "paragraph", "spoken", "opening")
    forms = [one.form(place) for place in range(len(one))], [other.form(place) for place in range(len(other))]
    alike = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
    return alike and forms[0] == forms[1] and (one.table is not other.table or np.array_equal(one.tokens, other.tokens))


@cache
def demo() -> str:
    return "\n\n".join(post for writer in posts().values() for post in writer)


@cache
def ada() -> Enrolment:
    return enrolment(posts()["ada-field-notes"])


@settings(max_examples=400)
@given(st.one_of(chunk, st.just(PROSE)), edits)
@example("o", [(1.0, 0.0, ". O garden. O.O")])
@example("- item there. Then\nmore", [(1.0, 0.0, " winter. Then")])
@example("Whats that whats. We asked.", [])
def test_every_version_has_the_tokens_and_sentences_of_the_whole_text(
    text: str, changes: list[tuple[float, float, str]]
) -> None:
    versions = Versions()
    for change in [(0.0, 0.0, ""), *changes]:
        text = edited(text, change)
        assert same(versions.read(pipeline(), text), Document.of(pipeline()(text), text))


@given(st.text())
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text, pipeline())) == text


def test_real_prose_is_cut_into_sentences_and_reads_the_same() -> None:
    cut = pieces(demo(), pipeline())
    assert len(cut) > len(demo().split("\n\n")) * 1.5
    assert same(Versions().read(pipeline(), demo()), Document.of(pipeline()(demo()), demo()))


def test_only_the_changed_piece_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    language = pipeline()
    whole = type(language).__call__
    monkeypatch.setattr(
        type(language),
        "__call__",
        lambda self, text: (read.append(text), whole(self, text))[1],  # type: ignore[func-returns-value]
    )
    versions = Versions()
    versions.read(language, PROSE)
    assert "".join(read) == PROSE
    read.clear()
    versions.read(language, PROSE.replace("Nobody came.", "Nobody ever came."))
    assert read == ["Nobody ever came. "]


def test_another_pipeline_reads_everything_anew() -> None:
    from libs import language

    versions, text = Versions(), "She waited there for hours. Nobody came."
    first = versions.read(pipeline(), text)
    other = language.load()
    again = versions.read(other, text)
    assert same(first, again)
    assert "waited" in other.vocab.strings


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.5), chunk), min_size=1, max_size=8))
def test_every_version_scores_as_the_whole_text(changes: list[tuple[float, float, str]]) -> None:
    text, versions, draft = demo()[:2500], Versions(), None
    for change in changes:
        text = edited(text, change)
        document = versions.read(pipeline(), text)
        draft = scorer().draft(document, len(document.words), draft)
        whole = scorer().draft(Document.of(pipeline()(text), text), len(document.words))
        one, other = (scorer().log_odds(ada(), each) for each in (draft, whole))
        assert one == pytest.approx(other, abs=1e-5)


def test_rounding_does_not_grow_with_the_versions() -> None:
    text, versions, draft = demo()[:1500], Versions(), None
    for word in re.findall(r"\w+ ", demo())[:400]:
        at = text.index(" ", len(text) // 2) + 1
        text = text[:at] + word + text[at:]
        document = versions.read(pipeline(), text)
        draft = scorer().draft(document, len(document.words), draft)
    assert draft
    whole = scorer().draft(Document.of(pipeline()(text), text), draft.words)
    assert draft.embedding == pytest.approx(whole.embedding, abs=1e-6)
