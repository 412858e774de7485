"""Signing keys: who holds one, how it is written, and where its public half is found."""

from microcredentials.keys.dids import (
    did_document,
    did_jwk,
    did_key,
    did_web,
    did_web_url,
    key_id,
)
from microcredentials.keys.fingerprints import Fingerprint, fingerprint
from microcredentials.keys.methods import (
    VerificationMethod,
    check_moment,
    document_url,
    host_of,
    method_in,
    self_naming,
)
from microcredentials.keys.public import (
    Algorithm,
    PublicKey,
    fits,
    is_private,
    jwk_of,
    multikey,
    public_key,
    read_jwk,
    read_multikey,
    thumbprint,
    verifies,
)
from microcredentials.keys.signers import (
    LocalSigner,
    Signer,
    generate_seed,
    signer_at,
    signer_from_file,
)

__all__ = [
    "Algorithm",
    "Fingerprint",
    "LocalSigner",
    "PublicKey",
    "Signer",
    "VerificationMethod",
    "check_moment",
    "did_document",
    "did_jwk",
    "did_key",
    "did_web",
    "did_web_url",
    "document_url",
    "fingerprint",
    "fits",
    "generate_seed",
    "host_of",
    "is_private",
    "jwk_of",
    "key_id",
    "method_in",
    "multikey",
    "public_key",
    "read_jwk",
    "read_multikey",
    "self_naming",
    "signer_at",
    "signer_from_file",
    "thumbprint",
    "verifies",
]
