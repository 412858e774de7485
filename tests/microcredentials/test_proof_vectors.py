"""The vectors of the W3C and of 1EdTech: verified, and signed again where that is the same."""

import json
import re
from datetime import UTC, datetime

import pytest

from microcredentials import LocalSigner
from microcredentials.dates import moment
from microcredentials.errors import UncheckableProof
from microcredentials.keys import Algorithm, read_multikey, self_naming
from microcredentials.keys.signers import _private_multikey
from microcredentials.proofs.canonical import statements
from microcredentials.proofs.data_integrity import add_proof, holds, proofs, sign
from microcredentials.proofs.suites import STATEMENTS, SUITES, message, suite_name
from microcredentials.verifying.proving import prove
from microcredentials.verifying.trust import NoNetwork

EDDSA, ECDSA = "vc-di-eddsa", "vc-di-ecdsa"
FOLDERS = [
    f"{EDDSA}/eddsa-rdfc-2022",
    f"{EDDSA}/eddsa-rdfc-2022/employ",
    f"{EDDSA}/eddsa-jcs-2022",
    f"{EDDSA}/Ed25519Signature2020",
    f"{ECDSA}/ecdsa-rdfc-2019-p256",
    f"{ECDSA}/ecdsa-rdfc-2019-p256/employ",
    f"{ECDSA}/ecdsa-rdfc-2019-p384",
    f"{ECDSA}/ecdsa-rdfc-2019-p384/employ",
    f"{ECDSA}/ecdsa-jcs-2019-p256",
    f"{ECDSA}/ecdsa-jcs-2019-p384",
]
every_folder = pytest.mark.parametrize("name", FOLDERS)


def signed_in(folder):
    (file,) = folder.glob("signed*.json")
    return json.loads(file.read_text())


def text_in(folder, start):
    (file,) = folder.glob(f"{start}*.txt")
    return file.read_text()


def signer_of(pair, key_id):
    """Return the signer of a key pair as the vectors write it."""
    secret = pair.get("secretKeyMultibase") or pair["privateKeyMultibase"]
    return LocalSigner(key_id, _private_multikey(secret))


@every_folder
def test_a_vector_verifies(w3c, name):
    document = signed_in(w3c / name)

    assert prove(document, NoNetwork()).key_id == document["proof"]["verificationMethod"]


@every_folder
def test_what_is_signed_in_a_vector_is_the_same_byte_for_byte(w3c, name):
    folder = w3c / name
    document = signed_in(folder)
    (proof,) = proofs(document)
    unsigned = {word: member for word, member in document.items() if word != "proof"}
    suite = SUITES[suite_name(proof.options)]
    form = suite.forms[self_naming(proof.key_id).key.algorithm]
    text = message(unsigned, proof.options, form)

    assert form.transform(unsigned).decode() == text_in(folder, "canonDoc")
    assert text.hex() == text_in(folder, "combinedHash").strip()
    assert text_in(folder, "proofHash").strip() + text_in(folder, "docHash").strip() == text.hex()
    assert proof.signature.hex() == text_in(folder, "sigHex").strip()


@every_folder
def test_a_changed_vector_does_not_verify(w3c, name):
    document = signed_in(w3c / name)
    document["validFrom"] = "2024-01-01T00:00:00Z"
    (proof,) = proofs(document)

    assert not holds(document, proof, self_naming(proof.key_id).key)


@pytest.mark.parametrize("name", FOLDERS[:3])
def test_an_ed25519_vector_is_signed_again_the_same(w3c, name):
    document = signed_in(w3c / name)
    proof = document["proof"]
    signer = signer_of(
        json.loads((w3c / EDDSA / "keyPair.json").read_text()), proof["verificationMethod"]
    )

    again = sign(document, signer, created=moment(proof["created"]), suite=proof["cryptosuite"])

    assert again["proof"] == [proof]


@pytest.mark.parametrize("name", FOLDERS[4:])
def test_an_ecdsa_vector_is_signed_again_and_verifies(w3c, name):
    document = signed_in(w3c / name)
    proof = document["proof"]
    pair = "p384KeyPair.json" if "p384" in name else "p256KeyPair.json"
    signer = signer_of(json.loads((w3c / ECDSA / pair).read_text()), proof["verificationMethod"])

    again = sign(document, signer, created=moment(proof["created"]), suite=proof["cryptosuite"])

    (made,) = again["proof"]
    assert {**made, "proofValue": ""} == {**proof, "proofValue": ""}
    assert prove(again, NoNetwork()).key_id == signer.key_id


@pytest.mark.parametrize("kind", ["employ", "prc"])
def test_selective_disclosure_could_not_be_checked(w3c, kind):
    file = w3c / ECDSA / "ecdsa-sd-2023" / kind / "addSignedSDBase.json"

    with pytest.raises(UncheckableProof) as caught:
        proofs(json.loads(file.read_text()))

    assert caught.value.code == "unsupported_suite"


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("signedProofSet1", 1),
        ("signedProofSet2", 2),
        ("signedProofChain1", 3),
        ("signedProofChain2", 4),
    ],
)
def test_every_proof_of_a_set_and_a_chain_verifies(w3c, name, count):
    document = json.loads((w3c / EDDSA / "proof-set-chain" / f"{name}.json").read_text())

    assert len(proofs(document)) == count
    assert prove(document, NoNetwork()).key_id == proofs(document)[0].key_id


def test_a_set_and_a_chain_are_signed_again_the_same(w3c):
    folder = w3c / EDDSA / "proof-set-chain"
    pairs = json.loads((folder / "multiKeyPairs.json").read_text())
    document = json.loads((folder / "unsigned.json").read_text())
    wanted = json.loads((folder / "signedProofChain2.json").read_text())

    for proof, pair in zip(wanted["proof"], pairs.values(), strict=True):
        before = proof.get("previousProof", [])
        document = add_proof(
            document,
            signer_of(pair, proof["verificationMethod"]),
            created=moment(proof["created"]),
            options={"id": proof["id"]} if "id" in proof else None,
            previous=[before] if isinstance(before, str) else before,
        )

    assert document == wanted


@pytest.mark.parametrize(("name", "folder"), [("ob", "obv3p0"), ("clr", "clrv2p0")])
def test_a_vector_of_1edtech_is_signed_again_the_same(shared, name, folder):
    vectors = shared / "test-vectors" / "1edtech"
    page = (vectors / f"linked-data-proof-{name}.html").read_text()
    document = _badge_of(page)
    secret = re.search(r"Private key \(hex\):[^0-9]*?(?:>|: )\s*([0-9a-f]{128})", page)[1]
    key_id = re.search(r"verificationMethod: '([^']+)'", page)[1]
    signer = LocalSigner.from_seed(key_id.partition("#")[0], bytes.fromhex(secret)[:32])

    signed = sign(document, signer, created=datetime(2010, 1, 1, 19, 23, 24, tzinfo=UTC))

    (proof,) = proofs(signed)
    assert signer.key_id == key_id
    assert statements(document) == (vectors / folder / "document-canon.txt").read_text()
    assert message(document, proof.options, STATEMENTS).hex() in page
    assert signed["proof"][0]["proofValue"] in page


def _badge_of(page):
    """Return the credential on the page, which stands there as JSON."""
    start = page.index("{", page.index("The credential used in the example is"))
    document, _ = json.JSONDecoder().raw_decode(page[start:])
    return document


def test_the_keys_of_the_vectors_are_read(w3c):
    for name, kind in [("p256KeyPair", Algorithm.P256), ("p384KeyPair", Algorithm.P384)]:
        pair = json.loads((w3c / ECDSA / f"{name}.json").read_text())
        assert read_multikey(pair["publicKeyMultibase"]).algorithm is kind
        assert signer_of(pair, "x").public == read_multikey(pair["publicKeyMultibase"]).raw
