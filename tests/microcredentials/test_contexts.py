import hashlib
import json

import pytest
import rfc8785

from microcredentials import contexts
from microcredentials.contexts import KEURMERK_CONTEXT, PINNED, context, keurmerk_bytes
from microcredentials.errors import UncheckableProof

OURS = json.loads(keurmerk_bytes())["@context"]


def words(value):
    """Every word that a context defines, at any depth."""
    if isinstance(value, dict):
        for key, member in value.items():
            if not key.startswith("@"):
                yield key
            yield from words(member)
    elif isinstance(value, list):
        for member in value:
            yield from words(member)


def test_our_context_is_flat_protected_and_spelled_out():
    terms = {word: term for word, term in OURS.items() if not word.startswith("@")}

    assert (OURS["@version"], OURS["@protected"]) == (1.1, True)
    for word, term in terms.items():
        definition = {"@id": term} if isinstance(term, str) else term
        assert definition["@id"] == f"https://w3id.org/keurmerk#{word}"
        assert definition.keys() <= {"@id", "@type", "@container"}


@pytest.mark.parametrize("address", sorted(set(contexts.AWARD_CONTEXTS) - {KEURMERK_CONTEXT}))
def test_our_words_occur_in_no_context_beside_ours(address):
    assert not OURS.keys() & set(words(context(address)))


@pytest.mark.parametrize("address", sorted(PINNED))
def test_every_context_is_installed_as_pinned(address):
    assert "@context" in context(address)


# PyLD carries a later revision, which protects its words.
REVISED = {"https://w3id.org/security/suites/ed25519-2020/v1"}
# Only read in foreign documents; no published copy is at hand to compare with.
UNPUBLISHED = {"https://w3id.org/security/v1", "https://w3id.org/security/v2"}


@pytest.mark.parametrize(
    "address", sorted(PINNED.keys() - {KEURMERK_CONTEXT} - REVISED - UNPUBLISHED)
)
def test_the_installed_context_is_the_published_one(shared, address):
    name = address.removeprefix("https://").replace("/", "_").removesuffix(".json")
    files = [shared / "contexts" / (name + ending) for ending in (".json", ".jsonld")]
    published = [json.loads(file.read_text()) for file in files if file.exists()]

    assert rfc8785.dumps(published[0]) == rfc8785.dumps(context(address))


def test_a_context_outside_the_table_is_never_fetched():
    with pytest.raises(UncheckableProof) as caught:
        context("https://evil.example/c")

    assert caught.value.code == "context_unknown"


def test_a_context_that_was_changed_in_place_is_noticed(monkeypatch):
    file = "microcredentials/data/keurmerk-v1.jsonld"
    monkeypatch.setitem(PINNED, "https://x.example/c", (file, hashlib.sha256().hexdigest()))

    with pytest.raises(UncheckableProof) as caught:
        context("https://x.example/c")

    assert caught.value.code == "context_changed"


def test_a_package_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(PINNED, "https://x.example/d", ("no_such_package/c.json", ""))

    with pytest.raises(UncheckableProof, match="no_such_package"):
        context("https://x.example/d")
