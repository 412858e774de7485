import io
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from microcredentials import read
from microcredentials.carriers.pdf import certificate
from microcredentials.carriers.seal import seal, seal_key_from_pem, seal_key_from_pkcs12
from microcredentials.errors import UnusableKey
from tests.microcredentials import chain
from tests.microcredentials.pages import page

AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
KEYS = {
    "P-256": ec.generate_private_key(ec.SECP256R1()),
    "RSA": rsa.generate_private_key(public_exponent=65537, key_size=2048),
}
PDF = certificate(chain.AWARD_TEXT, [page()])


def certified(key, organisation="Vrije Universiteit Amsterdam"):
    names = [x509.NameAttribute(x509.NameOID.COMMON_NAME, "Seal of certificates")]
    if organisation:
        names.append(x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organisation))
    name = x509.Name(names)
    uses = dict.fromkeys(
        (
            "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
            "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    usage = x509.KeyUsage(digital_signature=True, content_commitment=True, **uses)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=365))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


CERTIFICATES = {name: certified(key) for name, key in KEYS.items()}


def in_pem(name, password=None):
    hidden = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    key = KEYS[name].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden
    )
    return key, CERTIFICATES[name].public_bytes(serialization.Encoding.PEM)


def in_pkcs12(name, password=b"secret"):
    return pkcs12.serialize_key_and_certificates(
        b"seal", KEYS[name], CERTIFICATES[name], None,
        serialization.BestAvailableEncryption(password),
    )  # fmt: skip


def judged(pdf, name="P-256"):
    """What another reader says of the seal, when it trusts its certificate."""
    (root,) = load_certs_from_pemder_data(in_pem(name)[1])
    trusting = ValidationContext(trust_roots=[root], moment=AT, allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return signature, validate_pdf_signature(signature, trusting)


@pytest.mark.parametrize("name", KEYS)
def test_a_seal_holds_in_the_eyes_of_another_reader(name):
    sealed = seal(PDF, seal_key_from_pem(*in_pem(name)), at=AT)
    signature, status = judged(sealed, name)

    assert status.bottom_line
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Name"] == "Vrije Universiteit Amsterdam"
    assert signature.self_reported_timestamp == AT


def xmp(reader):
    return reader.root_object["/Metadata"].get_data()


def test_the_certificate_stays_as_it_is_and_is_read_as_before():
    sealed = seal(PDF, seal_key_from_pkcs12(in_pkcs12("P-256"), b"secret"), at=AT)
    before, after = (PdfReader(io.BytesIO(pdf)) for pdf in (PDF, sealed))

    assert sealed.startswith(PDF)
    assert read(sealed).text == chain.AWARD_TEXT
    assert xmp(after) == xmp(before)
    assert after.metadata == before.metadata


def test_the_field_of_the_seal_is_out_of_sight_and_has_a_name():
    sealed = PdfReader(io.BytesIO(seal(PDF, seal_key_from_pem(*in_pem("P-256")), at=AT)))
    (field,) = sealed.root_object["/AcroForm"]["/Fields"]

    assert list(field.get_object()["/Rect"]) == [-9999.0] * 4
    assert field.get_object()["/TU"] == "Vrije Universiteit Amsterdam"


def test_a_seal_breaks_when_one_letter_of_the_file_changes():
    sealed = seal(PDF, seal_key_from_pem(*in_pem("P-256")), at=AT)
    place = len(PDF) // 2
    changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]

    assert not judged(changed)[1].intact


def test_a_key_behind_a_password_is_opened_with_it():
    key, certificates = in_pem("RSA", b"secret")

    assert seal_key_from_pem(key, certificates, b"secret").organisation.startswith("Vrije")


def test_a_certificate_without_organisation_seals_too():
    key = KEYS["P-256"]
    text = certified(key, "").public_bytes(serialization.Encoding.PEM)

    assert seal_key_from_pem(in_pem("P-256")[0], text).organisation == ""


EDWARDS = ed25519.Ed25519PrivateKey.generate()
REFUSED = {
    "another password": (lambda: seal_key_from_pkcs12(in_pkcs12("RSA"), b"x"), "seal_unreadable"),
    "no PKCS#12": (lambda: seal_key_from_pkcs12(b"x", b"x"), "seal_unreadable"),
    "no PEM": (lambda: seal_key_from_pem(b"x", b"x"), "seal_unreadable"),
    "a password left out": (
        lambda: seal_key_from_pem(*in_pem("RSA", b"secret")),
        "seal_unreadable",
    ),
    "no certificate": (lambda: seal_key_from_pem(in_pem("RSA")[0], b""), "seal_unreadable"),
    "another's certificate": (
        lambda: seal_key_from_pem(in_pem("RSA")[0], in_pem("P-256")[1]),
        "seal_other_key",
    ),
    "a key of another kind": (
        lambda: seal_key_from_pem(
            EDWARDS.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
            in_pem("RSA")[1],
        ),
        "seal_kind",
    ),
}


@pytest.mark.parametrize(("opening", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_seal_that_cannot_be_used_is_refused(opening, code):
    with pytest.raises(UnusableKey) as caught:
        opening()

    assert caught.value.code == code
