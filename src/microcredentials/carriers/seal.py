"""A seal on a certificate: a PAdES signature that PDF readers show by themselves.

Needs the extra `seal` (pyHanko). The seal says who made the file; the verdict comes from the
signed document attached to it. Source: ETSI EN 319 142-1, level B-B.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from microcredentials.errors import UnusableKey

FIELD = "Seal"

_Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

# No picture on the page: outside it, as a file that is PDF/A-3 and PDF/UA-1 at once must have it.
_UNSEEN = InvisSigSettings(box_out_of_bounds=True)

# pyHanko ships no types, hence what mypy is told below.


class _Writer(IncrementalPdfFileWriter):  # type: ignore[misc]
    """Adds to a PDF and leaves what it says of itself: rewritten, it would not be PDF/A."""

    def _update_meta(self) -> None:
        pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SealKey:
    """A private key and its certificate, opened once; the key never shows in a message."""

    signer: "_Signer"
    organisation: str


class _Signer(SimpleSigner):  # type: ignore[misc]
    """Signs with a key that stays open: opening an RSA key takes longer than signing with it."""

    opened: _Key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if isinstance(self.opened, rsa.RSAPrivateKey):
            return self.opened.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.opened.sign(data, ec.ECDSA(hashes.SHA256()))


class _Sealer(PdfSigner):  # type: ignore[misc]
    """Names the moment it is told, not that of the clock."""

    def __init__(self, *arguments: Any, at: datetime, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._at = at

    def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self._at
        return session


def seal_key_from_pkcs12(data: bytes, password: bytes | None) -> SealKey:
    """Open a PKCS#12 file (.p12, .pfx) with an RSA or P-256 key; raise `UnusableKey`."""
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, password)
    except ValueError as error:
        message = "The seal certificate cannot be opened: it is damaged, or the password is wrong."
        raise UnusableKey("seal_unreadable", message) from error
    return _seal_key(key, certificate, others)


def seal_key_from_pem(key: bytes, certificates: bytes, password: bytes | None = None) -> SealKey:
    """Open a private key in PEM, and its certificate followed by those above it."""
    try:
        opened = serialization.load_pem_private_key(key, password)
        first, *others = x509.load_pem_x509_certificates(certificates)
    except (TypeError, ValueError) as error:
        message = "The seal certificate cannot be opened: it is damaged, or the password is wrong."
        raise UnusableKey("seal_unreadable", message) from error
    return _seal_key(opened, first, others)


def seal(certificate: bytes, key: SealKey, *, at: datetime) -> bytes:
    """Return the certificate with a seal of level PAdES B-B, which names `at` as its moment.

    The bytes of the certificate stay as they are; the seal follows them. `certificate` is what
    `carriers.pdf.certificate` made.
    """
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=key.organisation,
    )
    field = SigFieldSpec(FIELD, invis_sig_settings=_UNSEEN, readable_field_name=key.organisation)
    sealer = _Sealer(metadata, key.signer, new_field_spec=field, at=at)
    sealed: BytesIO = sealer.sign_pdf(_Writer(BytesIO(certificate)))
    return sealed.getvalue()


def _seal_key(
    key: Any, certificate: x509.Certificate | None, others: list[x509.Certificate]
) -> SealKey:
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or certificate is None:
        message = "A seal needs an RSA or P-256 key with its certificate."
        raise UnusableKey("seal_kind", message)
    if key.public_key() != certificate.public_key():
        raise UnusableKey("seal_other_key", "The key of the seal is not that of its certificate.")
    # The form that pyHanko opens; it stays in memory, so it needs no password.
    packed = pkcs12.serialize_key_and_certificates(
        None, key, certificate, others, serialization.NoEncryption()
    )
    loaded = SimpleSigner.load_pkcs12_data(packed, other_certs=[])
    signer = _Signer(
        signing_cert=loaded.signing_cert,
        signing_key=loaded.signing_key,
        cert_registry=loaded.cert_registry,
    )
    signer.opened = key
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    return SealKey(signer=signer, organisation=str(names[0].value) if names else "")
