import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from microcredentials import LocalSigner
from microcredentials.errors import UnusableKey
from microcredentials.keys import Algorithm, PublicKey, signer_at, signer_from_file, verifies
from microcredentials.multibase import write_base58
from tests.microcredentials.test_keys_public import DID, RSA, SIGNERS

SEED = bytes(range(32)).hex()


def pem(private_key, password=None):
    encryption = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    return private_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    ).decode()


@pytest.fixture
def key_file(tmp_path):
    def write(text, mode=0o400):
        file = tmp_path / "key file"
        file.write_text(text)
        file.chmod(mode)
        return file

    return write


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SEED, Algorithm.ED25519),
        (write_base58(b"\x80\x26" + bytes.fromhex(SEED)), Algorithm.ED25519),
        (write_base58(b"\x86\x26" + (7).to_bytes(32, "big")), Algorithm.P256),
        (write_base58(b"\x87\x26" + (7).to_bytes(48, "big")), Algorithm.P384),
        (pem(ec.derive_private_key(7, ec.SECP256R1())), Algorithm.P256),
        (pem(RSA), Algorithm.RSA),
    ],
)
def test_a_file_of_ones_own_holds_a_signer(key_file, text, kind):
    file = key_file(text + "\n")

    for signer in (signer_from_file(file, DID), signer_at(file.as_uri(), DID)):
        assert (signer.algorithm, signer.public) == (kind, SIGNERS[kind].public)
        assert signer.key_id == SIGNERS[kind].key_id
        assert verifies(PublicKey(kind, signer.public), signer.sign(b"message"), b"message")


@pytest.mark.parametrize(
    "text",
    [
        "",
        SEED[:-1],
        SEED[:-2],
        "é" * 64,
        write_base58(b"\x01\x02" + bytes(32)),
        write_base58(b"\x86\x26" + bytes(32)),
        "z" * 500,
        pem(RSA, b"password"),
        pem(X25519PrivateKey.generate()),
        "-----BEGIN nothing",
    ],
)
def test_a_file_without_a_key_is_refused(key_file, text):
    with pytest.raises(UnusableKey) as caught:
        signer_from_file(key_file(text), DID)

    assert caught.value.code == "key_file"


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o620])
def test_a_file_that_others_may_read_is_refused(key_file, mode):
    with pytest.raises(UnusableKey) as caught:
        signer_from_file(key_file(SEED, mode), DID)

    assert caught.value.code == "key_mode"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnusableKey) as caught:
        signer_from_file(tmp_path / "nothing", DID)

    assert caught.value.code == "key_file"


def test_a_key_at_another_kind_of_address_is_refused():
    with pytest.raises(UnusableKey) as caught:
        signer_at("https://example.org/key", DID)

    assert caught.value.code == "key_uri"


@pytest.mark.parametrize(
    "private_key",
    [
        ec.derive_private_key(7, ec.SECP521R1()),
        ec.derive_private_key(7, ec.SECP256K1()),
        rsa.generate_private_key(public_exponent=65537, key_size=1024),  # noqa: S505
    ],
)
def test_a_key_that_we_do_not_sign_with_is_refused(private_key):
    with pytest.raises(UnusableKey) as caught:
        LocalSigner.from_private_key(DID, private_key)

    assert caught.value.code == "key_kind"
