"""The known JSON-LD contexts: read from installed packages, each pinned by its hash.

Nothing is ever fetched. A context outside the table means "could not check".
"""

import hashlib
import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from microcredentials.canonical_json import canonical_json
from microcredentials.errors import UncheckableProof

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
OPEN_BADGES_2 = "https://w3id.org/openbadges/v2"
LEARNING_RECORDS = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
KEURMERK_CONTEXT = "https://w3id.org/keurmerk/v1"

AWARD_CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS, KEURMERK_CONTEXT]
LEARNING_RECORD_CONTEXTS = [
    CREDENTIALS_V2,
    LEARNING_RECORDS,
    OPEN_BADGES,
    OPEN_BADGES_EXTENSIONS,
]
REGISTER_CONTEXTS = [CREDENTIALS_V2, KEURMERK_CONTEXT]
STATUS_CONTEXTS = [CREDENTIALS_V2]

_BADGES = "openbadgeslib/ob3/contexts/"
_PYLD = "pyld/documentloader/frozen/bundled/"

# Address → (file in an installed package, SHA-256 over its RFC 8785 form).
PINNED: dict[str, tuple[str, str]] = {
    CREDENTIALS_V2: (
        _BADGES + "credentials-v2.json",
        "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": (
        _BADGES + "ob-v3p0-context-3.0.1.json",
        "8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
        _BADGES + "ob-v3p0-context-3.0.2.json",
        "bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
    ),
    OPEN_BADGES: (
        _BADGES + "ob-v3p0-context-3.0.3.json",
        "04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966",
    ),
    OPEN_BADGES_EXTENSIONS: (
        _BADGES + "ob-v3p0-extensions.json",
        "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    ),
    LEARNING_RECORDS: (
        _BADGES + "clr_context_2.0.1.json",
        "7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
    ),
    DATA_INTEGRITY: (
        _BADGES + "security-data-integrity-v2.json",
        "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
    ),
    "https://w3id.org/security/multikey/v1": (
        _BADGES + "security-multikey-v1.json",
        "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
    ),
    CREDENTIALS_V1: (
        _PYLD + "credentials-v1.jsonld",
        "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    ),
    "https://www.w3.org/ns/did/v1": (
        _PYLD + "did-v1.jsonld",
        "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
    ),
    "https://w3id.org/security/suites/ed25519-2020/v1": (
        _PYLD + "security-ed25519-2020-v1.jsonld",
        "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
    ),
    "https://w3id.org/security/v1": (
        _PYLD + "security-v1.jsonld",
        "d87de2ce3ce407bcac481f8af31e211e54beb5cbd7dd459826ed0502302ee234",
    ),
    "https://w3id.org/security/v2": (
        _PYLD + "security-v2.jsonld",
        "38a9ef19cf3a75bf856202bd1ed4cbd55c985ad4a809eb7f4ef584ba9d51dc90",
    ),
    KEURMERK_CONTEXT: (
        "microcredentials/data/keurmerk-v1.jsonld",
        "5a64c0bb4b8bfaba969d7c10be9fe55589fab758d5c3b7ef69673fc37cca70e6",
    ),
}


def keurmerk_bytes() -> bytes:
    """Return our context as every platform serves it at /contexts/keurmerk-v1.jsonld."""
    return _path(PINNED[KEURMERK_CONTEXT][0]).read_bytes()


@lru_cache(maxsize=len(PINNED))
def context(address: str) -> dict[str, Any]:
    """Return the pinned context at `address`, or say that it cannot be checked."""
    if address not in PINNED:
        message = f"This file uses words defined at {address[:200]}, which we do not know."
        raise UncheckableProof("context_unknown", message)
    file, pinned = PINNED[address]
    loaded: dict[str, Any] = json.loads(_path(file).read_bytes())
    if hashlib.sha256(canonical_json(loaded)).hexdigest() != pinned:
        message = f"The installed copy of {address} is not the one we know."
        raise UncheckableProof("context_changed", message)
    return loaded


def _path(file: str) -> Path:
    package, _, rest = file.partition("/")
    # The package is located, not imported: only its file is wanted.
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise UncheckableProof("context_missing", f"The package {package} is not installed.")
    return Path(spec.submodule_search_locations[0]) / rest
