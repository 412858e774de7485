import hashlib
import json

import pytest
import rfc8785

from microcredentials import contexts
from microcredentials.errors import UncheckableProof, UntrustedProof
from microcredentials.keys import public_key
from microcredentials.proofs import canonical
from microcredentials.proofs.data_integrity import _message, holds, proofs
from tests.microcredentials import chain

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


@pytest.fixture
def w3c(shared, monkeypatch):
    """The vectors of the standard; they use a context that production does not know."""
    file = shared / "contexts" / "www.w3.org_ns_credentials_examples_v2.jsonld"
    digest = hashlib.sha256(rfc8785.dumps(json.loads(file.read_bytes()))).hexdigest()
    original = contexts._path
    monkeypatch.setitem(contexts.PINNED, EXAMPLES, ("examples", digest))
    monkeypatch.setattr(
        contexts, "_path", lambda name: file if name == "examples" else original(name)
    )
    yield shared / "test-vectors" / "vc-di-eddsa"
    contexts.context.cache_clear()
    canonical._CONTEXTS.clear()


def test_the_vector_of_the_standard_holds(w3c):
    folder = w3c / "eddsa-rdfc-2022"
    document = json.loads((folder / "signedDataInt.json").read_text())
    public = public_key(json.loads((w3c / "keyPair.json").read_text())["publicKeyMultibase"])
    (proof,) = proofs(document)

    assert holds(document, proof, public)
    assert _message(document, proof.options).hex() == (
        (folder / "combinedHashDataInt.txt").read_text().strip()
    )
    unsigned = {word: value for word, value in document.items() if word != "proof"}
    assert canonical.statements(unsigned) == (folder / "canonDocDataInt.txt").read_text()


def test_a_changed_vector_does_not_hold(w3c):
    document = json.loads((w3c / "eddsa-rdfc-2022" / "signedDataInt.json").read_text())
    public = public_key(json.loads((w3c / "keyPair.json").read_text())["publicKeyMultibase"])
    document["credentialSubject"]["alumniOf"] = "Another School"
    (proof,) = proofs(document)

    assert not holds(document, proof, public)


def test_every_proof_of_a_set_holds_by_itself(w3c):
    folder = w3c / "proof-set-chain"
    document = json.loads((folder / "signedProofSet2.json").read_text())
    found = proofs(document)

    assert len(found) == 2
    for proof in found:
        assert holds(document, proof, public_key(proof.key_id.partition("#")[2]))


def test_a_chain_of_proofs_is_refused(w3c):
    document = json.loads((w3c / "proof-set-chain" / "signedProofChain2.json").read_text())

    with pytest.raises((UntrustedProof, UncheckableProof)) as caught:
        proofs(document)

    assert caught.value.code == "proof_chain"


@pytest.mark.parametrize("folder", ["eddsa-jcs-2022", "Ed25519Signature2020"])
def test_other_suites_could_not_be_checked(w3c, folder):
    (file,) = (w3c / folder).glob("signed*.json")

    with pytest.raises(UncheckableProof) as caught:
        proofs(json.loads(file.read_text()))

    assert caught.value.code == "unsupported_suite"


def test_one_proof_need_not_stand_in_a_list():
    document = chain.award_json()
    document["proof"] = document["proof"][0]
    (proof,) = proofs(document)

    assert proof.key_id == chain.VU_SIGNER.key_id
    assert holds(document, proof, chain.VU_SIGNER.public)
