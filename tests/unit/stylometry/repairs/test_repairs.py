"""Repairs change what is safe to change, and leave what could have another meaning."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.language import load
from libs.stylometry.repairs import marks
from libs.stylometry.repairs.contractions import contracted, written_out
from libs.stylometry.repairs.edits import Edit, apart, applied
from libs.stylometry.repairs.kinds import RULES
from libs.stylometry.repairs.sentences import cut_at_coordinations
from libs.stylometry.repairs.terms import BannedTerm, find_terms, replacements
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Span

_nlp = load()


def read(text: str) -> Document:
    return Document.of(_nlp(text), text)


def repaired(find: Callable[[Document], list[Edit]], text: str) -> str:
    return applied(text, apart(find(read(text))))


LONG = "We walked along the river until the light had gone from the hills around the town, "

CHANGED = [
    (contracted, "It is late and I do not know.", "It's late and I don't know."),
    (contracted, "Will not do. She cannot see; they are here.", "Won't do. She can't see; they're here."),
    (contracted, "We said “that’s fine”; he is right here.", "We said “that’s fine”; he’s right here."),
    (written_out, "I don't know, and you can't say.", "I do not know, and you cannot say."),
    (written_out, "Won’t do; they've gone, we'll see.", "Will not do; they have gone, we will see."),
    (marks.straight_quotes, "He said “no” twice.", 'He said "no" twice.'),
    (marks.curly_quotes, '"No," he said ("never").', "“No,” he said (“never”)."),
    (marks.curly_apostrophes, "It's the dogs' bone.", "It’s the dogs’ bone."),
    (marks.straight_apostrophes, "It’s the dogs’ bone.", "It's the dogs' bone."),
    (marks.full_stops_for_semicolons, "It rained; we stayed in.", "It rained. We stayed in."),
    (marks.full_stops_for_semicolons, "It rained; and we stayed in.", "It rained, and we stayed in."),
    (marks.full_stops_for_exclamations, "Great!!! Really?! Yes!", "Great. Really? Yes."),
    (marks.full_stops_for_ellipses, "So it goes... Then it stops…", "So it goes. Then it stops."),
    (marks.commas_for_dashes, "The house—an old one—stood empty.", "The house, an old one, stood empty."),
    (marks.commas_for_dashes, "It was late — but not too late.", "It was late, but not too late."),
    (marks.without_emoji, "Good news 🎉 for all 👩‍👩‍👧!", "Good news for all!"),
    (marks.single_spaces, "One.  Two.   Three.", "One. Two. Three."),
    (marks.double_spaces, "One. Two? Three.", "One.  Two?  Three."),
    (marks.plain_characters, "a\u00a0b\u200bc", "a bc"),
    (marks.without_bold, "This is **so** very __good__.", "This is so very good."),
    (marks.lower_case, "That is NOT what I said. REALLY bad.", "That is not what I said. Really bad."),
    (marks.capitals, "that is all. so it ends.", "That is all. So it ends."),
    (marks.and_for_ampersands, "salt & pepper at Marks & Spencer", "salt and pepper at Marks & Spencer"),
    (cut_at_coordinations, f"{LONG}and we sat down by the water.", f"{LONG[:-2]}. We sat down by the water."),
    (cut_at_coordinations, f"{LONG}but she wanted to go on alone.", f"{LONG[:-2]}. But she wanted to go on alone."),
]

LEFT = [
    (contracted, "Is that as good as it is now? I know how good it is to you."),
    (contracted, "Do not you dare. I do NOT know. Yes, I am."),
    (written_out, "Isn't it? Don't you dare. It's John's. He'd go."),
    (written_out, "I ain't going, and DON'T shout."),
    (marks.full_stops_for_semicolons, "Bring apples, sweet ones; pears, ripe ones; so far none came; plums."),
    (marks.commas_for_dashes, "He ran—he never stopped—and fell. Open 11:40–1:10. The 2019 — 2020 season."),
    (marks.full_stops_for_ellipses, "I was... well, tired."),
    (marks.lower_case, "NASA and the WHO, and the GREAT BIG FLOOD OF THE YEAR."),
    (marks.capitals, "Yes... or so. iPhone users agree.\n\n- eggs\n- milk"),
    (marks.without_bold, "__________ and ** stars ** and f**k off you f**k"),
    (cut_at_coordinations, "We sat down, and we ate."),
    (cut_at_coordinations, f"If it had been me who {LONG}and we sat down by the water, it would not do."),
    (cut_at_coordinations, f'{LONG[:-2]} and said "no, and we mean it, whatever you think of us".'),
]


def name_of(value: object) -> str | None:
    return getattr(value, "__name__", None)


@pytest.mark.parametrize(("find", "text", "better"), CHANGED, ids=name_of)
def test_what_is_safe_is_changed(find: Callable[[Document], list[Edit]], text: str, better: str) -> None:
    assert repaired(find, text) == better


@pytest.mark.parametrize(("find", "text"), LEFT, ids=name_of)
def test_what_could_mean_something_else_is_left(find: Callable[[Document], list[Edit]], text: str) -> None:
    assert repaired(find, text) == text


def test_banned_terms_are_whole_words_in_any_case_and_the_longest_counts() -> None:
    terms = [BannedTerm("use", "apply"), BannedTerm("make use of", "use"), BannedTerm("synergy")]
    text = "Make use of it; USE it. Users, synergy!"
    places = find_terms(text, terms)
    assert [text[span.start : span.end] for _, span in places] == ["Make use of", "USE", "synergy"]
    assert applied(text, apart(replacements(text, places))) == "Use it; APPLY it. Users, synergy!"


_PARTS = """I don't it's we you're cannot house NOT REALLY **so** ; — -- ! !! ? . ... … " “ ” ' ’ ( ) & 🎉"""
words = st.sampled_from([*_PARTS.split(), "it is", ", and", ", but", "\n", "\n\n", "  ", "\u00a0"])
texts = st.lists(words, min_size=1, max_size=60).map(" ".join)


@given(texts)
def test_edits_lie_in_the_text_apart_and_in_order_and_the_rest_stays(text: str) -> None:
    document = read(text)
    for kind in RULES:
        edits = apart(kind.find(document))
        ends = [0, *(place for edit in edits for place in edit.span), len(text)]
        assert ends == sorted(ends)
        changed = applied(text, edits)
        assert len(changed) == len(text) + sum(
            len(edit.replacement) - (edit.span.end - edit.span.start) for edit in edits
        )


@given(texts)
def test_a_repair_finds_nothing_more_where_it_was_made(text: str) -> None:
    for find in (marks.straight_quotes, marks.curly_quotes, marks.straight_apostrophes, marks.without_emoji):
        once = repaired(find, text)
        assert repaired(find, once) == once


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6), st.text(max_size=3)), max_size=12))
def test_edits_apart_keep_those_named_first(drawn: list[tuple[int, int, str]]) -> None:
    edits = [Edit(Span(start, start + length), replacement) for start, length, replacement in drawn]
    kept = apart(edits)
    assert kept == sorted(kept)
    assert edits[:1] == [] or edits[0] in kept
    for edit in edits:
        assert any(edit.span.start <= other.span.end and other.span.start <= edit.span.end for other in kept)
