import json
import warnings
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import import_key

from microcredentials import CheckCode, Verdict, verify
from microcredentials.contexts import CREDENTIALS_V1, CREDENTIALS_V2
from microcredentials.errors import (
    CredentialError,
    InvalidDocument,
    UncheckableProof,
    Unreachable,
    Unreadable,
    UntrustedProof,
)
from microcredentials.keys import Algorithm, PublicKey, did_document, did_jwk, jwk_of, thumbprint
from microcredentials.multibase import read_base64url, write_base64url
from microcredentials.proofs.data_integrity import sign
from microcredentials.proofs.vc_jwt import (
    TokenForm,
    credential_of,
    decode,
    sign_jwt,
    token_holds,
    token_proof,
)
from microcredentials.strict_json import Signed
from microcredentials.verifying.proving import prove_award, prove_token
from microcredentials.verifying.trust import NoNetwork
from tests.microcredentials import chain
from tests.microcredentials.test_keys_public import DID, KEYS, SIGNERS

ISSUED = datetime(2026, 7, 11, 10, tzinfo=UTC)
NOW = datetime(2026, 8, 1, tzinfo=UTC)
SIGNER = SIGNERS[Algorithm.ED25519]
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
every_kind = pytest.mark.parametrize("kind", list(Algorithm))
every_form = pytest.mark.parametrize("form", list(TokenForm))


class Web:
    """Holds documents by address."""

    def __init__(self, **documents):
        self.documents = documents

    def fetch(self, url):
        if url not in self.documents:
            raise Unreachable("nothing there")
        return json.dumps(self.documents[url]).encode()


def credential(**changes):
    return {
        "@context": [CREDENTIALS_V2],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": {"id": DID, "name": "Somebody"},
        "validFrom": "2026-07-10T10:00:00Z",
        "credentialSubject": {"id": "urn:uuid:2", "name": "Something"},
    } | changes


def older(**changes):
    return {
        "@context": [CREDENTIALS_V1],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": DID,
        "issuanceDate": "2026-07-10T10:00:00Z",
        "expirationDate": "2027-07-10T10:00:00Z",
        "credentialSubject": {"id": "urn:uuid:2"},
    } | changes


CLAIMS = {"iss": DID, "jti": "urn:uuid:1", "sub": "urn:uuid:2", "nbf": 1783677600}


def token(header=None, payload=None, *, signer=SIGNER, without=()):
    """A token of any header and payload, signed blindly."""
    head = {"alg": "EdDSA", "typ": "JWT", "kid": signer.key_id} | (header or {})
    head = {word: member for word, member in head.items() if word not in without}
    body = credential() | CLAIMS if payload is None else payload
    signed = ".".join(write_base64url(json.dumps(part).encode()) for part in (head, body))
    return f"{signed}.{write_base64url(signer.sign(signed.encode()))}"


def code_of(text, error=UntrustedProof, web=None):
    with pytest.raises(error) as caught:
        prove_token(text, web or NoNetwork())
    return caught.value.code


def by_joserfc(text, key, algorithm):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that EdDSA has a newer name
        return jws.deserialize_compact(text, import_key(jwk_of(key)), algorithms=[algorithm])


@every_kind
@every_form
def test_what_is_signed_is_read_back_and_verifies_elsewhere_too(kind, form):
    signer = SIGNERS[kind]
    text = sign_jwt(credential(), signer, form=form, issued=ISSUED)
    web = Web(**{"https://example.org/.well-known/did.json": listed(kind)})

    header, payload = decode(text)
    proof = prove_token(text, web)

    assert credential_of(text) == credential()
    assert (proof.controller, proof.key_id, proof.created) == (DID, signer.key_id, ISSUED)
    assert header["typ"] == form
    assert json.loads(payload)["iss"] == DID
    assert by_joserfc(text, KEYS[kind], header["alg"]).payload.decode() == payload


def listed(kind):
    return did_document(DID, [], jwks=[KEYS[kind]])


@every_kind
def test_what_another_library_signs_verifies(kind):
    private = {Algorithm.ED25519: "EdDSA", Algorithm.RSA: "RS256"}
    signer, algorithm = SIGNERS[kind], private.get(kind, f"ES{str(kind)[2:]}")
    header = {"alg": algorithm, "kid": signer.key_id, "typ": "JWT"}
    key = import_key(
        signer._private_key, {Algorithm.ED25519: "OKP", Algorithm.RSA: "RSA"}.get(kind, "EC")
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        payload = json.dumps(credential() | CLAIMS)
        text = jws.serialize_compact(header, payload, key, algorithms=[algorithm])

    assert token_holds(text, token_proof(text), KEYS[kind])


def test_the_token_of_a_badge_says_what_the_standard_asks():
    text = sign_jwt(credential(validUntil="2027-07-10T10:00:00Z"), SIGNER)
    header, payload = decode(text)

    assert header == {"alg": "EdDSA", "kid": SIGNER.key_id, "typ": "JWT"}
    claims = {word: member for word, member in json.loads(payload).items() if len(word) == 3}
    assert claims == CLAIMS | {"exp": 1815213600}


def test_the_other_form_says_what_its_standard_asks():
    text = sign_jwt(credential(), SIGNER, form=TokenForm.VC_JOSE)
    header, payload = decode(text)

    assert header == {"alg": "EdDSA", "kid": SIGNER.key_id, "typ": "vc+jwt", "cty": "vc"}
    assert json.loads(payload) == credential() | {"iss": DID}
    assert prove_token(text, NoNetwork()).created == datetime(2026, 7, 10, 10, tzinfo=UTC)


def test_a_token_by_rsa_is_the_same_every_time():
    signer = SIGNERS[Algorithm.RSA]

    assert sign_jwt(credential(), signer) == sign_jwt(credential(), signer)


def test_an_older_credential_stands_in_its_claim():
    text = sign_jwt(older(), SIGNER)

    assert json.loads(decode(text)[1])["vc"] == older()
    assert credential_of(text) == older()
    assert prove_token(text, NoNetwork()).controller == DID


def test_an_older_token_says_around_the_credential_what_it_leaves_out():
    inner = older()
    for word in ("id", "issuer", "issuanceDate", "expirationDate"):
        del inner[word]
    inner["credentialSubject"] = {}
    text = token(payload=CLAIMS | {"exp": 1815213600, "vc": inner})

    assert credential_of(text) == older()
    assert prove_token(text, NoNetwork())


def test_an_older_token_need_not_say_everything_around_it():
    text = token(payload={"vc": older(credentialSubject=[{"id": "urn:uuid:2"}]), "sub": "x"})

    assert credential_of(text)["credentialSubject"] == [{"id": "urn:uuid:2"}]
    assert code_of(text) == "token_claims"


def test_the_end_of_a_badge_may_stand_around_it():
    text = token(payload=credential() | CLAIMS | {"exp": 1815213600})

    assert credential_of(text)["validUntil"] == "2027-07-10T10:00:00Z"
    assert prove_token(text, NoNetwork(), at=datetime(2030, 1, 1, tzinfo=UTC)).expires is None


def test_the_end_of_the_other_form_is_that_of_the_signature():
    text = token({"typ": "vc+jwt"}, credential() | {"exp": 1815213600})

    assert "validUntil" not in credential_of(text)
    assert prove_token(text, NoNetwork(), at=NOW)
    with pytest.raises(UncheckableProof) as caught:
        prove_token(text, NoNetwork(), at=datetime(2027, 7, 10, 10, tzinfo=UTC))
    assert caught.value.code == "proof_expired"


FLIPPED = {
    (kind, form): sign_jwt(credential(), SIGNERS[kind], form=form)
    for kind in Algorithm
    for form in TokenForm
}


def holds(text, key):
    try:
        return token_holds(text, token_proof(text), key)
    except CredentialError:
        return False


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(list(FLIPPED)), st.integers(0, 10_000), st.integers(1, 255))
def test_no_byte_of_a_token_can_be_changed(pair, place, change):
    parts = [bytearray(read_base64url(part)) for part in FLIPPED[pair].split(".")]
    part = parts[place % 3]
    part[place % len(part)] ^= change
    text = ".".join(write_base64url(bytes(part)) for part in parts)

    assert not holds(text, KEYS[pair[0]])


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(list(FLIPPED)), st.integers(0, 100_000), st.characters(codec="ascii"))
def test_no_letter_of_a_token_can_be_changed(pair, place, letter):
    text = FLIPPED[pair]
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]

    assert holds(changed, KEYS[pair[0]]) is (changed == text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b",
        "a.b.c.d",
        "a.b.c",
        FLIPPED[Algorithm.ED25519, TokenForm.VC_JOSE] + "=",
        FLIPPED[Algorithm.ED25519, TokenForm.VC_JOSE] + "~",
        "\n" + FLIPPED[Algorithm.ED25519, TokenForm.VC_JOSE],
        "A" * 600_000 + ".AA.AA",
    ],
)
def test_what_is_no_token_is_not_readable(text):
    with pytest.raises(Unreadable) as caught:
        decode(text)
    assert caught.value.code == "token_encoding"
    assert code_of(text) == "proof_encoding"


@pytest.mark.parametrize(
    ("header", "payload", "code"),
    [
        (b"[]", b"{}", "expected_object"),
        (b"\xff", b"{}", "not_utf8"),
        (b"{}", b"\xff", "not_utf8"),
        (b'{"alg":"EdDSA","alg":"none"}', b"{}", "duplicate_key"),
        (b"{}", b'{"iss":"a","iss":"b"}', "duplicate_key"),
        (b"{}", b'{"exp":NaN}', "number_range"),
        (b"{}", b"", "not_json"),
    ],
)
def test_the_parts_of_a_token_are_read_as_strictly_as_a_file(header, payload, code):
    text = f"{write_base64url(header)}.{write_base64url(payload)}.AA"

    with pytest.raises(Unreadable) as caught:
        credential_of(text)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("header", "code"),
    [
        *[({"alg": name}, "alg") for name in ("none", "None", "NONE", "nOnE", "HS256", "HS512")],
        ({"alg": ["EdDSA"]}, "alg"),
        ({"alg": None}, "alg"),
        ({"typ": "dc+sd-jwt"}, "typ"),
        ({"typ": ["JWT"]}, "typ"),
        ({"typ": "vc+jwt", "cty": "vp"}, "typ"),
        ({"cty": "vc"}, "token_header"),
        ({"crit": ["exp"]}, "token_header"),
        ({"b64": False, "crit": ["b64"]}, "token_header"),
        ({"typ": "vc+jwt", "crit": ["exp"]}, "token_header"),
        ({"typ": "vc+jwt", "b64": False}, "token_header"),
        ({"new": "word"}, "token_header"),
        ({"jku": "https://evil.example/k"}, "key_not_of_issuer"),
        ({"x5u": "https://evil.example/c"}, "key_not_of_issuer"),
        ({"x5c": ["AAAA"]}, "key_not_of_issuer"),
        ({"typ": "vc+jwt", "x5t": "AAAA"}, "key_not_of_issuer"),
        ({"kid": "../../etc/passwd"}, "kid"),
        ({"kid": "' OR 1=1--"}, "kid"),
        ({"kid": "k" * 10_000}, "kid"),
        ({"kid": DID + "#" + "k" * 10_000}, "kid"),
        ({"kid": "http://example.org/key"}, "kid"),
        ({"kid": 5}, "kid"),
        ({"typ": "vc+jwt", "kid": "short"}, "kid"),
    ],
)
def test_a_header_that_nobody_may_rely_on_is_refused(header, code):
    payload = credential() | CLAIMS
    if header.get("kid") == "short":
        del payload["iss"]

    assert code_of(token(header, payload)) == code


@pytest.mark.parametrize("name", ["ES512", "PS256", "RS512", "ES256K"])
def test_an_algorithm_that_we_do_not_have_could_not_be_checked(name):
    assert code_of(token({"alg": name}), UncheckableProof) == "unsupported_suite"


def test_the_name_of_an_algorithm_goes_with_its_key():
    assert code_of(token({"alg": "ES256"})) == "signature"
    assert prove_token(token({"alg": "Ed25519"}), NoNetwork())


def test_a_key_of_its_own_is_nobody_elses():
    header = {"jwk": jwk_of(KEYS[Algorithm.ED25519])}

    proof = prove_token(token(header, without={"kid"}), NoNetwork())

    assert proof.controller == did_jwk(KEYS[Algorithm.ED25519]) != DID


def test_a_key_that_is_named_counts_before_one_that_is_shown():
    header = {"jwk": jwk_of(KEYS[Algorithm.P256])}

    assert prove_token(token(header), NoNetwork()).controller == DID


@pytest.mark.parametrize(
    ("jwk", "code"),
    [
        (jwk_of(KEYS[Algorithm.ED25519]) | {"d": "AAAA"}, "token_header"),
        ({"kty": "oct", "k": "AAAA"}, "token_header"),
        ({"kty": "OKP"}, "kid"),
        ("AAAA", "kid"),
    ],
)
def test_a_key_that_is_shown_must_be_a_public_one(jwk, code):
    assert code_of(token({"jwk": jwk}, without={"kid"})) == code


def test_a_token_without_a_key_is_refused():
    assert code_of(token(without={"kid"})) == "kid"


def test_a_key_at_an_address_of_the_issuer_is_the_issuers():
    url = "https://example.org/keys/1.jwk"
    text = sign_jwt(credential(), SIGNERS[Algorithm.RSA], key_url=url)

    assert decode(text)[0]["kid"] == url
    web = Web(**{url: jwk_of(KEYS[Algorithm.RSA])})
    assert prove_token(text, web).controller == DID
    assert code_of(text, UncheckableProof) == "key_unknown"


def test_a_key_at_an_address_of_somebody_else_is_not_the_issuers():
    url = "https://elsewhere.org/keys/1.jwk"
    text = sign_jwt(credential(), SIGNERS[Algorithm.P256], key_url=url)

    assert prove_token(text, Web(**{url: jwk_of(KEYS[Algorithm.P256])})).controller == url


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
@pytest.mark.parametrize("start", ["", "#"])
def test_a_short_name_is_one_of_the_issuers_keys(typ, start):
    name = start + thumbprint(KEYS[Algorithm.P384])
    text = token({"typ": typ, "kid": name, "alg": "ES384"}, signer=SIGNERS[Algorithm.P384])
    web = Web(**{"https://example.org/.well-known/did.json": listed(Algorithm.P384)})

    assert prove_token(text, web).controller == DID


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "did:web:elsewhere.org"},
        {"jti": "urn:uuid:9"},
        {"sub": "urn:uuid:9"},
        {"nbf": 1783677601},
        {"nbf": "2026-07-10T10:00:00Z"},
        {"nbf": True},
        {"nbf": -1},
        {"nbf": 10**15},
        {"exp": "tomorrow"},
        {"exp": 1815213600, "validUntil": "2027-07-10T10:00:01Z"},
        {"validUntil": "2027-07-10T10:00:00Z"},
        {"validUntil": "once"},
        {"validFrom": "once"},
        {"issuer": 5},
        {"vc": {}},
        {"vp": {}},
    ],
)
def test_a_token_that_says_two_things_is_refused(changes):
    assert code_of(token(payload=credential() | CLAIMS | changes)) == "token_claims"


@pytest.mark.parametrize("lost", sorted(CLAIMS))
def test_the_token_of_a_badge_must_say_who_what_and_when(lost):
    payload = credential() | CLAIMS
    del payload[lost]

    assert code_of(token(payload=payload)) == "token_claims"


def test_a_moment_around_the_badge_may_be_finer_than_inside():
    assert prove_token(token(payload=credential() | CLAIMS | {"nbf": 1783677600.5}), NoNetwork())


def test_a_moment_of_signing_that_is_none_is_passed_over():
    text = token(payload=credential() | CLAIMS | {"iat": "once"})

    assert prove_token(text, NoNetwork()).created == datetime(2026, 7, 10, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unknown": "word"}, "unsigned_terms"),
        ({"type": ["VerifiableCredential", "Unknown"]}, "unsigned_terms"),
        ({"id": "relative", "jti": "relative"}, "relative_iri"),
        ({"@context": [CREDENTIALS_V2, {"@vocab": "urn:x#"}]}, "inline_context"),
    ],
)
def test_a_signature_gives_no_meaning_to_words(changes, code):
    assert code_of(token(payload=credential() | CLAIMS | changes)) == code


def test_a_proof_inside_the_token_must_hold_too():
    inside = sign(credential(), SIGNER, created=NOW)
    text = sign_jwt(inside, SIGNERS[Algorithm.P256])

    assert prove_token(text, NoNetwork()).key_id == SIGNERS[Algorithm.P256].key_id
    inside["proof"][0]["created"] = "2026-08-01T00:00:01Z"
    assert code_of(sign_jwt(inside, SIGNERS[Algorithm.P256])) == "signature"


def test_an_enveloped_award_is_proved_by_its_token():
    text = sign_jwt(credential(), SIGNER)
    signed = Signed(credential_of(text), text, enveloped=True)

    assert prove_award(signed, NoNetwork()).controller == DID
    other = Signed(credential(name="Other"), text, enveloped=True)
    with pytest.raises(UntrustedProof) as caught:
        prove_award(other, NoNetwork())
    assert caught.value.code == "signature"


@pytest.mark.parametrize(
    ("document", "form"),
    [
        (older(), TokenForm.VC_JOSE),
        (credential(credentialSubject={"name": "x"}), TokenForm.OPEN_BADGE),
        (
            {word: member for word, member in credential().items() if word != "id"},
            TokenForm.OPEN_BADGE,
        ),
    ],
)
def test_a_credential_that_its_token_cannot_hold_is_not_signed(document, form):
    with pytest.raises(InvalidDocument):
        sign_jwt(document, SIGNER, form=form)


def test_two_engines_must_read_the_same_before_a_token_is_signed(monkeypatch):
    monkeypatch.setattr("microcredentials.proofs.vc_jwt.second_opinion", lambda _: "other")

    with pytest.raises(UntrustedProof) as caught:
        sign_jwt(credential(), SIGNER)

    assert caught.value.code == "second_opinion"


def test_a_key_that_makes_no_signature_is_found_out():
    class Broken:
        algorithm, public, key_id = SIGNER.algorithm, SIGNER.public, SIGNER.key_id

        def sign(self, message):
            return bytes(64)

    with pytest.raises(UntrustedProof) as caught:
        sign_jwt(credential(), Broken())

    assert caught.value.code == "signature"


@given(
    st.dictionaries(
        st.sampled_from(["alg", "typ", "kid", "jwk", "cty"]),
        st.none()
        | st.integers()
        | st.text(max_size=3)
        | st.lists(st.none())
        | st.dictionaries(st.just("kty"), st.text(max_size=3)),
    ),
    st.dictionaries(
        st.sampled_from(["iss", "sub", "nbf", "exp", "iat", "vc", "issuer", "validFrom", "id"]),
        st.none()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=3)
        | st.dictionaries(st.just("id"), st.text(max_size=3)),
    ),
)
def test_no_token_trips_the_reader(header, claims):
    text = token(header, credential() | CLAIMS | claims)
    try:
        prove_token(text, NoNetwork())
    except (UncheckableProof, UntrustedProof):
        return
    assert credential_of(text)


def test_our_own_award_in_a_token_is_genuine():
    award = chain.award_json()
    del award["proof"]
    text = sign_jwt(award, chain.VU_SIGNER)

    report = verify(text, chain.TRUST, chain.web(), at=chain.NOW)

    assert (report.verdict, report.document) == (Verdict.GENUINE, award)


def test_our_own_award_in_a_token_by_another_key_is_not():
    award = chain.award_json()
    del award["proof"]
    text = sign_jwt(award, chain.BODY_SIGNER)

    report = verify(text, chain.TRUST, chain.web(), at=chain.NOW)

    assert report.check(CheckCode.KEY).reason == "key_not_of_issuer"


JOSE = "vc-jose-cose/input"


def jose_web(folder):
    """The document of the issuer of the vectors, which lists the keys of all of them."""
    issuer = "https://example.issuer/vc-jose-cose"
    methods = [
        {
            word: member
            for word, member in json.loads((folder / f"vm-{name}.json").read_text()).items()
            if word != "secretKeyJwk"
        }
        for name in ("p256", "p384", "ed25519", "p521")
    ]
    document = {
        "id": issuer,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
    return Web(**{issuer: document})


@pytest.mark.parametrize("name", ["credential-jose-minimal", "credential-issuer-match-signed"])
def test_a_vector_of_vc_jose_verifies(w3c, name):
    folder = w3c / JOSE
    text = (folder / f"{name}.txt").read_text().strip()

    proof = prove_token(text, jose_web(folder))

    assert proof.controller == credential_of(text)["issuer"]
    assert proof.created == datetime(2010, 1, 1, 19, 23, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "error", "code"),
    [
        ("credential-jose-bad-signature", UntrustedProof, "signature"),
        ("credential-jose-bad-media-type", UntrustedProof, "typ"),
        ("credential-jose-vc-vp-claims", UntrustedProof, "token_claims"),
        ("credential-jose-unknown-extensions", UncheckableProof, "unsupported_suite"),
        ("presentation-jose-bad-credential", UntrustedProof, "typ"),
        ("presentation-jose-bad-media-type", UntrustedProof, "typ"),
        # Presentations are of wallets, and none of ours to read.
        ("presentation-jose-multiple", UntrustedProof, "typ"),
    ],
)
def test_a_vector_of_vc_jose_that_must_fail_fails(w3c, name, error, code):
    folder = w3c / JOSE
    text = (folder / f"{name}.txt").read_text().strip()

    assert code_of(text, error, jose_web(folder)) == code


@pytest.mark.parametrize("name", ["credential-minimal", "credential-full", "presentation-single"])
def test_an_unsecured_vector_of_vc_jose_is_not_signed(w3c, name):
    with pytest.raises(Unreadable):
        decode((w3c / JOSE / f"{name}.json").read_text())


@pytest.mark.parametrize("kind", [Algorithm.P256, Algorithm.P384, Algorithm.ED25519])
@pytest.mark.parametrize("name", ["credential-minimal", "credential-full"])
def test_a_vector_of_vc_jose_is_issued(w3c, name, kind):
    document = json.loads((w3c / JOSE / f"{name}.json").read_text())
    signer = SIGNERS[kind]

    text = sign_jwt(document, signer, form=TokenForm.VC_JOSE)

    assert credential_of(text) == document
    assert token_holds(text, token_proof(text), PublicKey(kind, signer.public))


def test_a_credential_with_unknown_words_is_not_issued(shared):
    file = shared / "test-vectors" / JOSE / "credential-unknown-extensions.json"
    document = json.loads(file.read_text())

    with pytest.raises(UncheckableProof):
        sign_jwt(document, SIGNER, form=TokenForm.VC_JOSE)
    # The context of the examples gives a meaning to every word there is.
    document["@context"] = [CREDENTIALS_V2]
    with pytest.raises(UntrustedProof):
        sign_jwt(document, SIGNER, form=TokenForm.VC_JOSE)


def test_the_badge_in_the_token_of_our_example_is_told_from_its_context(shared):
    text = (shared / "examples" / "ob3" / "microcredential.ob3.jwt").read_text().strip()
    did = json.loads((shared / "examples" / "did" / "did.json").read_text())
    web = Web(**{"https://mc.example.nl/issuers/vu/did.json": did})

    proof = token_proof(text)

    assert proof.key_id == decode(text)[0]["kid"]
    # The example was made with a context of its own, which is not one of ours.
    assert code_of(text, UncheckableProof, web) == "context_unknown"
