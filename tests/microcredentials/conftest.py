import hashlib
import json
from pathlib import Path

import pytest
import rfc8785

from microcredentials import contexts
from microcredentials.proofs import canonical

SHARED = Path(__file__).parents[3] / "shared" / "data"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"

# The words of one vector, as its published statements show them: the context is not published
# with the vectors.
_HERE = "https://w3id.org/citizenship#"
_SCHEMA = "https://schema.org/"
_DATE = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
CITIZENSHIP_WORDS = {
    "@context": {
        **{
            word: _HERE + word
            for word in (
                "EmploymentAuthorizationDocumentCredential",
                "EmployablePerson",
                "EmploymentAuthorizationDocument",
                "birthCountry",
                "employmentAuthorizationDocument",
                "lprCategory",
                "lprNumber",
            )
        },
        **{
            word: _SCHEMA + word
            for word in (
                "Person",
                "additionalName",
                "familyName",
                "gender",
                "givenName",
                "identifier",
            )
        },
        "image": {"@id": _SCHEMA + "image", "@type": "@id"},
        "birthDate": {"@id": _SCHEMA + "birthDate", **_DATE},
        "residentSince": {"@id": _HERE + "residentSince", **_DATE},
    }
}


@pytest.fixture(scope="session")
def shared():
    """The folder of published schemas, contexts and vectors, which is not part of this project."""
    if not SHARED.is_dir():
        pytest.skip("NOT TESTED: the folder of published schemas and vectors is not here")
    return SHARED


@pytest.fixture
def w3c(shared, tmp_path, monkeypatch):
    """The vectors of the W3C; they use contexts that production does not know."""
    citizenship = tmp_path / "citizenship.jsonld"
    citizenship.write_text(json.dumps(CITIZENSHIP_WORDS))
    files = {
        EXAMPLES: shared / "contexts" / "www.w3.org_ns_credentials_examples_v2.jsonld",
        CITIZENSHIP: citizenship,
    }
    original = contexts._path
    for address, file in files.items():
        digest = hashlib.sha256(rfc8785.dumps(json.loads(file.read_bytes()))).hexdigest()
        monkeypatch.setitem(contexts.PINNED, address, (address, digest))
    monkeypatch.setattr(
        contexts, "_path", lambda name: files[name] if name in files else original(name)
    )
    yield shared / "test-vectors"
    contexts.context.cache_clear()
    canonical._CONTEXTS.clear()
