"""The device is SoftHSM, which behaves like one but is a library."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pkcs11
import pytest

from microcredentials.errors import UnusableKey
from microcredentials.keys import Algorithm, PublicKey, hsm, signer_at, verifies

DID = "did:web:example.org"
LABEL = "signing key 1"
DRIVERS = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so")
GENERATED = {
    Algorithm.ED25519: "edwards25519",
    Algorithm.P256: "secp256r1",
    Algorithm.P384: "secp384r1",
}


@pytest.fixture(scope="module")
def device(tmp_path_factory):
    """An address prefix of an initialised token with a key of every kind."""
    driver = next((path for path in DRIVERS if Path(path).is_file()), None)
    if driver is None or shutil.which("softhsm2-util") is None:
        pytest.skip("NOT TESTED: SoftHSM is not installed (apt-get install softhsm2)")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    pin = folder / "pin"
    pin.write_text("1234\n")
    pin.chmod(0o400)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(configuration))
        command = "softhsm2-util --init-token --free --label keurmerk --so-pin 5678 --pin 1234"
        subprocess.run(command.split(), check=True, capture_output=True)
        token = pkcs11.lib(driver).get_token(token_label="keurmerk")
        with token.open(user_pin="1234", rw=True) as session:
            _make_keys(session)
        yield f"token=keurmerk;object={{}}?module-path={driver}&pin-source=file:{pin}"


def _make_keys(session):
    edwards = bytes.fromhex("130c656477617264733235353139")
    for algorithm, curve in GENERATED.items():
        is_edwards = algorithm is Algorithm.ED25519
        kind = pkcs11.KeyType.EC_EDWARDS if is_edwards else pkcs11.KeyType.EC
        parameters = edwards if is_edwards else pkcs11.util.ec.encode_named_curve_parameters(curve)
        domain = session.create_domain_parameters(
            kind, {pkcs11.Attribute.EC_PARAMS: parameters}, local=True
        )
        domain.generate_keypair(store=True, label=f"{LABEL} {algorithm}")
    session.generate_keypair(pkcs11.KeyType.RSA, 2048, store=True, label=f"{LABEL} RSA")
    for curve in ("secp521r1", "secp256k1"):
        domain = session.create_domain_parameters(
            pkcs11.KeyType.EC,
            {pkcs11.Attribute.EC_PARAMS: pkcs11.util.ec.encode_named_curve_parameters(curve)},
            local=True,
        )
        domain.generate_keypair(store=True, label=f"{LABEL} {curve}")


def address(device, name):
    return "pkcs11:" + device.format(quote(f"{LABEL} {name}"))


@pytest.mark.parametrize("kind", list(Algorithm))
def test_a_key_in_a_device_signs_without_leaving_it(device, kind):
    signer = signer_at(address(device, kind), DID)

    signature = signer.sign(b"message")

    assert signer.algorithm is kind
    assert signer.key_id.startswith(f"{DID}#")
    assert verifies(PublicKey(kind, signer.public), signature, b"message")


@pytest.mark.parametrize("name", ["secp521r1", "secp256k1"])
def test_a_kind_of_key_that_we_do_not_know_is_refused(device, name):
    with pytest.raises(UnusableKey) as caught:
        signer_at(address(device, name), DID)

    assert caught.value.code == "key_kind"


def test_a_key_that_the_device_does_not_hold_is_refused(device):
    with pytest.raises(UnusableKey) as caught:
        signer_at(address(device, "nothing"), DID)

    assert caught.value.code == "key_device"


def test_a_driver_that_is_not_there_is_refused(device):
    with pytest.raises(UnusableKey) as caught:
        signer_at(address(device, "RSA").replace("libsofthsm2", "nothing"), DID)

    assert caught.value.code == "key_device"


def test_two_keys_of_one_device_are_used_side_by_side(device):
    signers = [signer_at(address(device, kind), DID) for kind in GENERATED]

    for signer in signers:
        key = PublicKey(signer.algorithm, signer.public)
        assert verifies(key, signer.sign(b"message"), b"message")


def test_a_device_that_was_closed_does_not_sign(device):
    signer = signer_at(address(device, "RSA"), DID)
    hsm._session(*_session_of(device)).close()
    hsm._session.cache_clear()

    with pytest.raises(UnusableKey) as caught:
        signer.sign(b"message")

    assert caught.value.code == "key_device"


def _session_of(device):
    return device.split("module-path=")[1].split("&")[0], "keurmerk", "1234"


@pytest.mark.parametrize("lost", ["token=", "object=", "module-path=", "pin-source="])
def test_an_address_names_everything_that_is_needed(device, lost):
    with pytest.raises(UnusableKey) as caught:
        signer_at(address(device, "RSA").replace(lost, "x="), DID)

    assert caught.value.code == "key_uri"
