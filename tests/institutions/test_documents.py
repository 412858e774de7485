import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command

from keurmerk.institutions.documents import (
    admission_document,
    body_did,
    did_document_of,
    framework_id,
    operator_fingerprint,
    operator_party,
    party,
    trust,
)
from keurmerk.institutions.keys import open_signer, store
from keurmerk.institutions.models import KeyKind, SignedDocument, SigningKey
from keurmerk.institutions.states import KeyState
from microcredentials import InvalidDocument, read_trust
from microcredentials.keys import fingerprint
from tests.conftest import NOW
from tests.factories import (
    AdmissionFactory,
    DesignatedBodyFactory,
    InstitutionFactory,
    PlatformFactory,
    SignedDocumentFactory,
    SigningKeyFactory,
    real_key,
)

pytestmark = pytest.mark.django_db


def test_a_party_is_named_in_the_language_of_the_document():
    body = DesignatedBodyFactory(institution__slug="vu", slug="board", name_en="The board")

    assert party(body, "en").name == "The board"
    assert party(body).id == "did:web:keurmerk.example:issuers:vu:bodies:board"
    assert party(body.institution).id == "did:web:keurmerk.example:issuers:vu"
    assert party(body.institution).name == body.institution.name_nl


def test_the_operator_is_named_in_the_language_of_the_document():
    PlatformFactory(operator_name_nl="Beheerder", operator_name_en="Operator")

    assert [operator_party().name, operator_party("en").name] == ["Beheerder", "Operator"]


def test_a_port_in_the_public_address_is_escaped_in_the_name(settings):
    settings.PUBLIC_HOST = "localhost:8000"
    body = DesignatedBodyFactory(institution__slug="vu", slug="board")

    assert body_did(body) == "did:web:localhost%3A8000:issuers:vu:bodies:board"


def test_a_retired_key_stays_for_checking_and_asserting(keks):
    institution = InstitutionFactory()
    first = real_key(KeyKind.ISSUING, institution=institution)
    second = real_key(KeyKind.ISSUING, institution=institution, made_at=NOW)

    document = did_document_of(first.did)

    assert [method["id"] for method in document["verificationMethod"]] == [
        first.key_id,
        second.key_id,
    ]
    assert document["assertionMethod"] == [first.key_id, second.key_id]
    assert {method["type"] for method in document["verificationMethod"]} == {"Multikey"}
    assert {method["controller"] for method in document["verificationMethod"]} == {first.did}


def test_a_key_that_is_still_to_be_made_is_not_there_yet():
    key = SigningKeyFactory(state=KeyState.TO_BE_MADE, multikey="")

    assert did_document_of(key.did)["verificationMethod"] == []


def test_a_compromised_key_is_called_revoked_and_asserts_while_its_documents_are_in_use():
    key = SigningKeyFactory(state=KeyState.COMPROMISED, compromised_since=NOW)

    assert did_document_of(key.did)["assertionMethod"] == []
    SignedDocumentFactory(key=key)

    document = did_document_of(key.did)
    assert document["assertionMethod"] == [key.key_id]
    assert document["verificationMethod"][0]["revoked"] == "2026-11-24T09:00:00Z"


def test_an_admission_says_who_may_mark_and_award_what_and_when():
    PlatformFactory()
    admission = AdmissionFactory(released_at=NOW, level_from=6, level_to=7)
    board = DesignatedBodyFactory(institution=admission.institution)
    admission.bodies.add(board)

    document = admission_document(admission)

    assert document.bodies == (body_did(board),)
    assert document.levels == (6, 7)
    assert document.framework.id == framework_id("nl-ho-2025")
    assert document.framework.id == "https://keurmerk.example/frameworks/nl-ho-2025"
    assert document.created == NOW


def test_an_admission_is_not_a_document_before_its_release():
    with pytest.raises(ValueError, match="after its release"):
        admission_document(AdmissionFactory())


def test_what_is_stored_is_what_was_signed_byte_for_byte(keks):
    PlatformFactory()
    key = real_key(KeyKind.OPERATOR)
    admission = AdmissionFactory(released_at=NOW)
    admission.bodies.add(DesignatedBodyFactory(institution=admission.institution))

    stored = store(admission_document(admission), open_signer(key), key, NOW)

    assert json.loads(stored.text)["type"][-1] == "EndorsementCredential"
    assert len(str(stored)) == 64
    assert (stored.key, stored.signed_at) == (key, NOW)


def test_what_breaks_a_rule_is_not_signed_and_not_stored(keks):
    PlatformFactory()
    key = real_key(KeyKind.OPERATOR)
    document = admission_document(AdmissionFactory(released_at=NOW))

    with pytest.raises(InvalidDocument, match="names no designated body"):
        store(document, open_signer(key), key, NOW)

    assert not SignedDocument.objects.exists()


def test_the_fingerprint_of_the_operator_is_that_of_its_key_in_use(keks):
    assert operator_fingerprint() is None
    key = real_key(KeyKind.OPERATOR)

    found = operator_fingerprint()

    assert found == fingerprint(key.multikey)
    real_key(KeyKind.OPERATOR)
    assert operator_fingerprint() != found
    assert SigningKey.objects.get(pk=key.pk).state == KeyState.RETIRED


def test_the_trust_file_names_every_operator_key(keks):
    first = real_key(KeyKind.OPERATOR)
    real_key(KeyKind.ISSUING, institution=InstitutionFactory())
    second = real_key(KeyKind.OPERATOR, made_at=NOW)
    out = StringIO()

    call_command("trust", "export", stdout=out)

    assert read_trust(out.getvalue()) == trust()
    assert [key.id for key in trust().operator_keys] == [first.key_id, second.key_id]
    assert trust().operator_keys[0].active_until == NOW
    assert trust().operator_keys[0].active_from == dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
