"""Rules of personas, versions and keys that hold whatever stores them."""

import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry.domain import (
    Content,
    FingerprintRef,
    PersonaId,
    Term,
    TermDifference,
    TermRule,
    Version,
    VersionId,
    difference,
    hash_secret,
    new_secret,
    shown_prefix,
)
from services.registry.errors import TermRepeated

words = st.text(st.characters(categories=("L",)), min_size=1, max_size=8)
terms = st.builds(Term, words, st.sampled_from(TermRule), words)
contents = st.lists(terms, max_size=6, unique_by=lambda term: term.key).map(lambda made: Content(terms=tuple(made)))


def version(content: Content, number: int = 1) -> Version:
    return Version(
        id=VersionId(uuid.UUID(int=number)),
        persona_id=PersonaId(uuid.UUID(int=9)),
        number=number,
        parent_id=None,
        restored_id=None,
        author="key:test",
        reason="",
        content=content,
        create_time=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_a_term_has_one_rule_whatever_its_case() -> None:
    with pytest.raises(TermRepeated) as caught:
        Content(
            terms=(Term("Straße", TermRule.BANNED), Term("quay", TermRule.BANNED), Term("STRASSE", TermRule.REQUIRED))
        )
    assert [violation.field for violation in caught.value.violations] == ["content.terms[2].text"]


@given(contents)
def test_a_version_does_not_differ_from_itself(content: Content) -> None:
    found = difference(version(content, 1), version(content, 2))
    assert (found.terms, found.fingerprints) == ((), None)


@given(contents, contents)
def test_a_difference_read_backwards_is_the_difference_the_other_way(before: Content, after: Content) -> None:
    there, back = difference(version(before), version(after)), difference(version(after), version(before))
    assert [(each.before, each.after) for each in there.terms] == [(each.after, each.before) for each in back.terms]


@given(contents, contents)
def test_a_difference_leads_from_one_version_to_the_other(before: Content, after: Content) -> None:
    state = {term.key: term for term in before.terms}
    for change in difference(version(before), version(after)).terms:
        assert state.get(change.text.casefold()) == change.before
        if change.after is None:
            del state[change.text.casefold()]
        else:
            state[change.text.casefold()] = change.after
    assert state == {term.key: term for term in after.terms}


def test_a_changed_note_is_a_difference_under_the_newer_spelling() -> None:
    old, new = Term("harbour", TermRule.REQUIRED), Term("Harbour", TermRule.REQUIRED, "a place")
    found = difference(version(Content(terms=(old,))), version(Content(terms=(new,))))
    assert found.terms == (TermDifference("Harbour", old, new),)


def test_versions_on_different_fingerprints_differ_in_them() -> None:
    first, second = FingerprintRef(1, 3, 900), FingerprintRef(2, 4, 1200)
    found = difference(version(Content(first)), version(Content(second)))
    assert found.fingerprints == (first, second)


def test_secrets_differ_and_show_little_of_themselves() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert hash_secret(first) != hash_secret(second)
    assert first.startswith(shown_prefix(first))
    assert shown_prefix(first) != first
