import copy
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from microcredentials import contexts
from microcredentials.contexts import CREDENTIALS_V1, CREDENTIALS_V2, DATA_INTEGRITY
from microcredentials.errors import UncheckableProof, UntrustedProof, UnusableKey
from microcredentials.keys import Algorithm, PublicKey, read_multikey
from microcredentials.multibase import read_base58, write_base58
from microcredentials.proofs import data_integrity
from microcredentials.proofs.data_integrity import (
    add_proof,
    check_use,
    eddsa_options,
    holds,
    proofs,
    sign,
)
from microcredentials.proofs.suites import SUITES
from microcredentials.verifying.proving import prove
from microcredentials.verifying.trust import NoNetwork
from tests.microcredentials import chain
from tests.microcredentials.test_keys_public import SIGNERS

NOW = datetime(2026, 7, 10, 10, tzinfo=UTC)
SUITES_TO_SIGN = [
    (name, kind)
    for name, suite in SUITES.items()
    for kind in suite.forms
    if name != "Ed25519Signature2020"
]
every_suite = pytest.mark.parametrize(("suite", "kind"), SUITES_TO_SIGN)


def credential(**changes):
    return {
        "@context": [CREDENTIALS_V2],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": {"id": "did:web:example.org", "name": "Somebody"},
        "validFrom": "2026-07-10T10:00:00Z",
        "credentialSubject": {"id": "urn:uuid:2", "name": "Something"},
    } | changes


def signed_by(kind, suite="", document=None, **options):
    return sign(document or credential(), SIGNERS[kind], created=NOW, suite=suite, options=options)


def is_proved(document):
    try:
        prove(document, NoNetwork())
    except UntrustedProof:
        return False
    return True


def code_of(document, error=UntrustedProof):
    with pytest.raises(error) as caught:
        prove(document, NoNetwork())
    return caught.value.code


@every_suite
def test_what_is_signed_verifies_and_what_is_changed_does_not(suite, kind):
    document = signed_by(kind, suite)
    (proof,) = document["proof"]

    assert proof["cryptosuite"] == suite
    assert prove(document, NoNetwork()).controller == "did:web:example.org"
    assert ("@context" in proof) is ("jcs" in suite)
    changed = copy.deepcopy(document)
    changed["credentialSubject"]["name"] = "Something else"
    assert code_of(changed) == "signature"
    changed = copy.deepcopy(document)
    changed["proof"][0]["created"] = "2026-07-10T10:00:01Z"
    assert code_of(changed) == "signature"


FLIPPED = {pair: signed_by(pair[1], pair[0]) for pair in SUITES_TO_SIGN}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SUITES_TO_SIGN), st.integers(0, 10_000), st.integers(1, 255))
def test_no_byte_of_a_signature_can_be_changed(pair, place, change):
    document = copy.deepcopy(FLIPPED[pair])
    signature = bytearray(read_base58(document["proof"][0]["proofValue"], maximum_characters=140))
    signature[place % len(signature)] ^= change
    document["proof"][0]["proofValue"] = write_base58(bytes(signature))

    assert not is_proved(document)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SUITES_TO_SIGN), st.integers(0, 10_000), st.characters(codec="ascii"))
def test_no_letter_of_a_proof_value_can_be_changed(pair, place, letter):
    document = copy.deepcopy(FLIPPED[pair])
    value = document["proof"][0]["proofValue"]
    place %= len(value)
    changed = value[:place] + letter + value[place + 1 :]
    document["proof"][0]["proofValue"] = changed

    assert is_proved(document) is (changed == value)


@pytest.mark.parametrize(
    ("kind", "suite"),
    [
        (Algorithm.ED25519, "eddsa-rdfc-2022"),
        (Algorithm.P256, "ecdsa-rdfc-2019"),
        (Algorithm.P384, "ecdsa-rdfc-2019"),
    ],
)
def test_a_key_has_a_suite_of_its_own(kind, suite):
    assert signed_by(kind)["proof"][0]["cryptosuite"] == suite


@pytest.mark.parametrize(
    ("kind", "suite"),
    [
        (Algorithm.RSA, ""),
        (Algorithm.RSA, "eddsa-rdfc-2022"),
        (Algorithm.P256, "eddsa-rdfc-2022"),
        (Algorithm.ED25519, "ecdsa-jcs-2019"),
        (Algorithm.ED25519, "Ed25519Signature2020"),
        (Algorithm.ED25519, "unknown"),
    ],
)
def test_a_key_does_not_sign_as_a_suite_of_another_kind(kind, suite):
    with pytest.raises(UnusableKey) as caught:
        signed_by(kind, suite)

    assert caught.value.code == "key_kind"


def test_a_key_of_another_kind_or_size_does_not_fit_the_signature():
    document = signed_by(Algorithm.P256)
    (proof,) = proofs(document)

    for kind in (Algorithm.ED25519, Algorithm.P384, Algorithm.RSA):
        assert not holds(document, proof, PublicKey(kind, SIGNERS[kind].public))
    assert holds(document, proof, read_multikey(proof.key_id.partition("#")[2]))


def test_a_key_that_makes_no_signature_is_found_out(monkeypatch):
    class Broken:
        algorithm, public = Algorithm.ED25519, SIGNERS[Algorithm.ED25519].public
        key_id = SIGNERS[Algorithm.ED25519].key_id

        def sign(self, message):
            return bytes(64)

    with pytest.raises(UntrustedProof) as caught:
        sign(credential(), Broken(), created=NOW)

    assert caught.value.code == "signature"


def test_our_own_proof_states_what_the_fast_path_states():
    (proof,) = signed_by(Algorithm.ED25519)["proof"]
    stated = eddsa_options(SIGNERS[Algorithm.ED25519].key_id, "2026-07-10T10:00:00Z")

    assert list(proof.items())[:-1] == list(stated.items())


def test_one_proof_need_not_stand_in_a_list():
    document = chain.award_json()
    document["proof"] = document["proof"][0]
    (proof,) = proofs(document)

    assert proof.key_id == chain.VU_SIGNER.key_id
    assert holds(document, proof, read_multikey(proof.key_id.partition("#")[2]))


@pytest.mark.parametrize(
    "changes",
    [
        {"proofValue": write_base58(bytes(63))},
        {"proofValue": write_base58(bytes(65))},
        {"proofValue": "u" + "A" * 86},
        {"proofValue": "z"},
        {"proofValue": "z" + "1" * 200},
        {"proofValue": 5},
        {"created": "yesterday"},
        {"created": None},
        {"expires": "tomorrow"},
        {"expires": 5},
        {"domain": [5]},
        {"challenge": 5},
        {"nonce": {}},
        {"id": []},
        {"verificationMethod": {"id": "x"}},
        {"type": 5},
    ],
)
def test_a_proof_of_another_shape_is_not_readable(changes):
    document = signed_by(Algorithm.ED25519)
    document["proof"][0] |= changes

    assert code_of(document) == "proof_encoding"


@pytest.mark.parametrize("found", [None, []])
def test_a_document_without_a_proof_is_not_signed(found):
    assert code_of(credential(proof=found)) == "no_proof"
    assert code_of(credential()) == "no_proof"


@pytest.mark.parametrize("found", ["", {}, ["proof"], [None], [{}] * 5])
def test_what_stands_in_the_place_of_a_proof_is_not_readable(found):
    assert code_of(credential(proof=found)) == "proof_encoding"


@pytest.mark.parametrize("suite", ["eddsa-2022", "ecdsa-sd-2023", "bbs-2023", ""])
def test_a_suite_that_we_do_not_know_could_not_be_checked(suite):
    document = signed_by(Algorithm.ED25519)
    document["proof"][0]["cryptosuite"] = suite

    assert code_of(document, UncheckableProof) == "unsupported_suite"
    document["proof"][0]["type"] = "RsaSignature2018"
    assert code_of(document, UncheckableProof) == "unsupported_suite"


def test_a_proof_for_another_purpose_is_refused():
    document = signed_by(Algorithm.ED25519)
    document["proof"][0]["proofPurpose"] = "authentication"

    assert code_of(document) == "purpose"


def test_a_second_proof_that_we_cannot_check_takes_nothing_away():
    document = signed_by(Algorithm.ED25519)
    document["proof"].append(document["proof"][0] | {"cryptosuite": "bbs-2023"})

    assert is_proved(document)


def test_a_second_proof_that_does_not_hold_spoils_the_document():
    document = add_proof(signed_by(Algorithm.ED25519), SIGNERS[Algorithm.P256], created=NOW)
    assert is_proved(document)
    document["proof"][1]["proofValue"] = write_base58(bytes(64))

    assert code_of(document) == "signature"


def test_the_proof_of_the_issuer_is_the_one_that_counts():
    by_another = sign(credential(), chain.BODY_SIGNER, created=NOW)
    document = add_proof(by_another, SIGNERS[Algorithm.ED25519], created=NOW)

    assert prove(document, NoNetwork()).key_id == SIGNERS[Algorithm.ED25519].key_id
    assert prove(by_another, NoNetwork()).key_id == chain.BODY_SIGNER.key_id


def test_a_fifth_proof_is_not_added():
    document = credential()
    for _ in range(4):
        document = add_proof(document, SIGNERS[Algorithm.ED25519], created=NOW)

    assert is_proved(document)
    with pytest.raises(UntrustedProof):
        add_proof(document, SIGNERS[Algorithm.ED25519], created=NOW)


def chained(suite="eddsa-rdfc-2022"):
    """A second proof that builds on the first, and a third on both."""
    signer = SIGNERS[Algorithm.ED25519]
    one, two = "urn:uuid:one", "urn:uuid:two"
    document = signed_by(Algorithm.ED25519, suite, id=one)
    document = add_proof(
        document, signer, created=NOW, suite=suite, options={"id": two}, previous=[one]
    )
    return add_proof(document, signer, created=NOW, suite=suite, previous=[one, two])


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_chain_holds_as_a_whole(suite):
    document = chained(suite)

    assert [proof.get("previousProof") for proof in document["proof"]] == [
        None,
        "urn:uuid:one",
        ["urn:uuid:one", "urn:uuid:two"],
    ]
    assert is_proved(document)
    document["proof"][0] |= {"nonce": "x"}
    assert not is_proved(document)


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        (1, {"previousProof": "urn:uuid:missing"}),
        (1, {"previousProof": ["urn:uuid:one", "urn:uuid:one"]}),
        (1, {"previousProof": 5}),
        (1, {"previousProof": ["urn:uuid:one"] * 5}),
        (1, {"id": "urn:uuid:one"}),
        (0, {"previousProof": "urn:uuid:two"}),
        (0, {"previousProof": "urn:uuid:one"}),
    ],
)
def test_a_chain_that_leads_nowhere_is_refused(place, changes):
    document = chained()
    document["proof"][place] |= changes

    assert code_of(document) == "proof_chain"


def test_a_link_that_was_taken_out_is_missed():
    document = chained()
    del document["proof"][0]

    assert code_of(document) == "proof_chain"


def test_a_chain_on_a_proof_that_we_cannot_check_could_not_be_checked():
    document = chained()
    document["proof"][0]["cryptosuite"] = "bbs-2023"

    assert code_of(document, UncheckableProof) == "unsupported_suite"


def test_a_proof_for_a_time_that_is_over_does_not_count():
    document = signed_by(Algorithm.ED25519, expires="2026-08-01T00:00:00Z")
    (proof,) = proofs(document)
    end = datetime(2026, 8, 1, tzinfo=UTC)

    assert prove(document, NoNetwork(), at=end - timedelta(seconds=1)).expires == end
    check_use(proof)
    with pytest.raises(UncheckableProof) as caught:
        prove(document, NoNetwork(), at=end)
    assert caught.value.code == "proof_expired"


@pytest.mark.parametrize("domain", ["example.org", ["other.org", "example.org"]])
def test_a_proof_counts_for_whom_and_when_it_was_made(domain):
    document = signed_by(Algorithm.ED25519, domain=domain, challenge="abc")

    assert prove(document, NoNetwork(), domain="example.org", challenge="abc")
    assert prove(document, NoNetwork())
    for asked, code in [
        ({"domain": "elsewhere.org"}, "proof_domain"),
        ({"challenge": "xyz"}, "proof_challenge"),
    ]:
        with pytest.raises(UntrustedProof) as caught:
            prove(document, NoNetwork(), **asked)
        assert caught.value.code == code


def test_a_proof_that_names_nobody_was_not_made_for_the_one_who_asks():
    with pytest.raises(UntrustedProof) as caught:
        prove(signed_by(Algorithm.ED25519), NoNetwork(), domain="example.org")

    assert caught.value.code == "proof_domain"


def older(**changes):
    """A credential of data model 1.1, whose context does not know proofs of today."""
    return {
        "@context": [CREDENTIALS_V1],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": "did:web:example.org",
        "issuanceDate": "2026-07-10T10:00:00Z",
        "credentialSubject": {"id": "urn:uuid:2"},
    } | changes


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_an_older_credential_gets_the_words_of_its_proof(suite):
    document = signed_by(Algorithm.ED25519, suite, older())

    assert document["@context"] == [CREDENTIALS_V1, DATA_INTEGRITY]
    assert is_proved(document)


def test_an_older_credential_whose_issuer_left_them_out_verifies_too():
    document = signed_by(Algorithm.ED25519, document=older())
    document["@context"] = CREDENTIALS_V1

    assert is_proved(document)


def test_an_older_credential_that_has_them_keeps_its_contexts():
    present = [CREDENTIALS_V1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
    present += [DATA_INTEGRITY]

    assert signed_by(Algorithm.ED25519, document=older(**{"@context": present}))["@context"] == (
        present
    )


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unknown": "word"}, "unsigned_terms"),
        ({"type": ["VerifiableCredential", "Unknown"]}, "unsigned_terms"),
        ({"id": "relative"}, "relative_iri"),
        ({"credentialSubject": {"id": "urn:uuid:2", "unknown": 1}}, "unsigned_terms"),
        ({"credentialSubject": {"@context": CREDENTIALS_V2, "name": "x"}}, "nested_context"),
    ],
)
def test_no_suite_signs_a_word_without_a_meaning(suite, changes, code):
    with pytest.raises(UntrustedProof) as caught:
        signed_by(Algorithm.ED25519, suite, credential(**changes))

    assert caught.value.code == code


def sign_blindly(document, monkeypatch, **options):
    """Sign JSON as somebody does who checks no words."""
    with monkeypatch.context() as patch:
        patch.setattr(data_integrity, "screen", lambda _: None)
        patch.setattr(data_integrity, "statements", lambda _: "")
        patch.setattr(data_integrity, "first_opinion", lambda _: "")
        patch.setattr(data_integrity, "second_opinion", lambda _: "")
        return signed_by(Algorithm.ED25519, "eddsa-jcs-2022", document, **options)


@pytest.mark.parametrize(
    ("changes", "options", "code"),
    [
        ({"unknown": "word"}, {}, "unsigned_terms"),
        ({"id": "relative"}, {}, "relative_iri"),
        ({}, {"unknown": "word"}, "unsigned_terms"),
        ({}, {"@id": "urn:x"}, "keyword_not_allowed"),
    ],
)
def test_a_signature_on_json_gives_no_meaning_to_words(monkeypatch, changes, options, code):
    document = sign_blindly(credential(**changes), monkeypatch, **options)

    assert code_of(document) == code


def test_a_suite_on_statements_has_no_contexts_in_its_proof():
    document = signed_by(Algorithm.ED25519)
    document["proof"][0]["@context"] = document["@context"]

    assert code_of(document) == "nested_context"


def test_a_context_may_be_added_to_signed_json_if_it_changes_nothing():
    document = signed_by(Algorithm.ED25519, "eddsa-jcs-2022")
    document["@context"] = [*document["@context"], DATA_INTEGRITY]

    assert is_proved(document)


def test_a_context_that_was_signed_is_not_taken_away():
    document = signed_by(
        Algorithm.ED25519,
        "eddsa-jcs-2022",
        credential(**{"@context": [CREDENTIALS_V2, DATA_INTEGRITY]}),
    )
    document["@context"] = [CREDENTIALS_V2]

    assert code_of(document) == "context_order"


def test_a_context_that_gives_signed_json_another_meaning_is_refused(tmp_path, monkeypatch):
    original, addresses = contexts._path, ["https://example.org/1", "https://example.org/2"]
    for number, address in enumerate(addresses):
        words = {"@context": {"word": f"{address}#word"}}
        (tmp_path / str(number)).write_text(json.dumps(words))
        digest = hashlib.sha256(rfc8785.dumps(words)).hexdigest()
        monkeypatch.setitem(contexts.PINNED, address, (f"test/{number}", digest))
    monkeypatch.setattr(
        contexts,
        "_path",
        lambda name: tmp_path / name[5:] if name.startswith("test/") else original(name),
    )
    unsigned = credential(**{"@context": [CREDENTIALS_V2, addresses[0]], "word": "x"})
    document = signed_by(Algorithm.ED25519, "eddsa-jcs-2022", unsigned)
    assert is_proved(document)
    document["@context"] = [CREDENTIALS_V2, *addresses]

    assert code_of(document) == "context_order"


def test_signed_json_without_contexts_in_its_proof_is_read_under_its_own(monkeypatch):
    document = credential()
    signer = SIGNERS[Algorithm.ED25519]
    options = eddsa_options(signer.key_id, "2026-07-10T10:00:00Z")
    options["cryptosuite"] = "eddsa-jcs-2022"
    form = SUITES["eddsa-jcs-2022"].forms[Algorithm.ED25519]
    value = write_base58(signer.sign(data_integrity.message(document, options, form)))

    assert is_proved(document | {"proof": options | {"proofValue": value}})


def test_a_number_without_one_spelling_is_not_signed():
    with pytest.raises(UntrustedProof) as caught:
        SUITES["eddsa-jcs-2022"].forms[Algorithm.ED25519].transform({"n": 2**60})

    assert caught.value.code == "canonical_json"


@pytest.mark.parametrize("contexts", [None, [], {}, [{}], 7])
def test_what_does_not_say_what_its_words_mean_is_not_signed(contexts):
    with pytest.raises(UntrustedProof):
        sign({"@context": contexts}, chain.VU_SIGNER, created=chain.RELEASED)
    with pytest.raises(UntrustedProof):
        sign({}, chain.VU_SIGNER, created=chain.RELEASED)
