"""Which texts are the same, what counts for a voice, and how a stored fingerprint goes on."""

import unicodedata
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analyzer.domain.fingerprint import StoredFingerprint
from services.analyzer.domain.sample import NewSample, PersonaId, Provenance, digest_of
from services.analyzer.errors import FingerprintOutdated
from tests.unit.analyzer.rows import DEFINITIONS, NOW

STORED = StoredFingerprint(PersonaId(uuid.UUID(int=5)), 3, b"sums", NOW, DEFINITIONS, outdated=False, erased=False)


@given(st.text())
def test_a_text_is_recognised_however_its_letters_are_composed(text: str) -> None:
    assert digest_of(unicodedata.normalize("NFD", text)) == digest_of(unicodedata.normalize("NFC", text))


@given(st.lists(st.text(st.characters(categories=("L",)), min_size=1), min_size=2), st.sampled_from("\n\t  "))
def test_a_text_is_recognised_whatever_white_space_parts_its_words(words: list[str], space: str) -> None:
    assert digest_of(f"{space}{space.join(words)}\n") == NewSample(" ".join(words)).digest
    assert digest_of("".join(words)) != digest_of(" ".join(words))


@pytest.mark.parametrize("provenance", Provenance)
def test_every_provenance_has_the_number_of_the_contract(provenance: Provenance) -> None:
    from persona.analyzer.v1 import sample_pb2

    assert sample_pb2.Provenance.Value(f"PROVENANCE_{provenance.name}") == provenance


def test_a_changed_fingerprint_is_the_next_revision() -> None:
    changed = STORED.changed(b"more", NOW)
    assert (changed.revision, changed.sums, changed.definitions) == (4, b"more", DEFINITIONS)


def test_a_fingerprint_of_other_definitions_is_not_used() -> None:
    from dataclasses import replace

    STORED.expect_current()
    with pytest.raises(FingerprintOutdated):
        replace(STORED, outdated=True).expect_current()
