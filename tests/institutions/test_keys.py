import json

import pytest

from keurmerk.institutions.keys import (
    KeyNotAvailable,
    _bound,
    kinds_here,
    open_signer,
    seal_new_key,
)
from keurmerk.institutions.models import KeyKind, SignedDocument, SigningKey
from keurmerk.institutions.states import KeyState
from microcredentials.keys import fits
from tests.factories import DesignatedBodyFactory, InstitutionFactory, real_key

pytestmark = pytest.mark.django_db
MESSAGE = b"what is signed"


def test_a_sealed_key_opens_to_sign(keks):
    key = real_key(KeyKind.ISSUING, institution=InstitutionFactory())

    signer = open_signer(key)

    assert signer.key_id == str(key)
    assert fits(signer.public, signer.sign(MESSAGE), MESSAGE)


def test_a_page_never_opens_a_key(keks, settings):
    key = real_key(KeyKind.OPERATOR)
    settings.KEK_FILES = {"operator": "", "mark": "", "issuing": ""}

    assert kinds_here() == []
    with pytest.raises(KeyNotAvailable, match="no key-encryption key"):
        open_signer(key)


def test_a_worker_opens_only_the_kinds_it_was_given(keks, settings, kek_files):
    key = real_key(KeyKind.MARK, body=DesignatedBodyFactory())
    settings.KEK_FILES = {"issuing": kek_files["issuing"]}

    assert kinds_here() == ["issuing"]
    with pytest.raises(KeyNotAvailable):
        open_signer(key)


def test_the_private_key_is_nowhere_in_the_row(keks, monkeypatch):
    seed = bytes(range(32))
    monkeypatch.setattr("keurmerk.institutions.keys.generate_seed", lambda: seed)
    key = real_key(KeyKind.ISSUING, institution=InstitutionFactory())

    assert seed not in bytes(key.sealed)
    assert len(key.sealed) == 120


def test_a_key_that_is_moved_to_another_institution_does_not_open(keks):
    key = real_key(KeyKind.ISSUING, institution=InstitutionFactory())
    key.institution = InstitutionFactory()

    with pytest.raises(KeyNotAvailable, match="sealed for something else"):
        open_signer(key)


def test_a_flipped_bit_is_noticed(keks):
    key = real_key(KeyKind.ISSUING, institution=InstitutionFactory())
    key.sealed = bytes([key.sealed[0] ^ 1]) + bytes(key.sealed[1:])

    with pytest.raises(KeyNotAvailable):
        open_signer(key)


@pytest.mark.parametrize("state", [KeyState.COMPROMISED, KeyState.TO_BE_MADE])
def test_a_compromised_or_unmade_key_never_signs(keks, state):
    key = real_key(KeyKind.ISSUING, institution=InstitutionFactory())
    SigningKey.objects.update(state=state)
    key.refresh_from_db()

    with pytest.raises(KeyNotAvailable, match="cannot be opened"):
        open_signer(key)


def test_a_retired_key_still_signs_what_was_released_before(keks):
    institution = InstitutionFactory()
    key = real_key(KeyKind.ISSUING, institution=institution)
    real_key(KeyKind.ISSUING, institution=institution)
    key.refresh_from_db()

    assert key.state == KeyState.RETIRED
    assert open_signer(key).key_id == key.key_id


@pytest.mark.parametrize(
    ("careless", "words"),
    [
        ({"mode": 0o444}, "readable by others"),
        ({"place": "data"}, "lies in the data folder"),
        ({"content": "00" * 31}, "not 64 hex digits"),
        ({"content": "secret"}, "not 64 hex digits"),
    ],
)
def test_a_careless_kek_is_not_used(tmp_path, settings, careless, words):
    kek = {"mode": 0o400, "place": "keys", "content": "00" * 32} | careless
    settings.DATA_DIR = tmp_path / "data"
    (tmp_path / kek["place"]).mkdir()
    path = tmp_path / kek["place"] / "kek"
    path.write_text(kek["content"])
    path.chmod(kek["mode"])
    settings.KEK_FILES = {"operator": str(path)}

    with pytest.raises(KeyNotAvailable, match=words):
        seal_new_key(SigningKey(kind=KeyKind.OPERATOR, did="did:web:keurmerk.example:operator"))


def test_what_is_sealed_is_bound_to_its_owner_and_purpose(keks):
    institution = InstitutionFactory(slug="vu")
    key = real_key(KeyKind.ISSUING, institution=institution)

    bound = json.loads(_bound(key.kek_id, key.key_id, key))

    assert bound == [key.kek_id, key.key_id, "vu", "Ed25519"]
    assert not SignedDocument.objects.exists()
