"""The fast reading of statements: the same as the slow one, or no answer."""

import pytest

from microcredentials.contexts import CREDENTIALS_V1, PINNED, context
from microcredentials.errors import UntrustedProof
from microcredentials.issuing import render
from microcredentials.proofs import pruning, quick
from microcredentials.proofs.canonical import _SCHEMES, first_opinion, second_opinion, statements
from microcredentials.proofs.outline import WORDS
from microcredentials.proofs.pruning import SCOPED
from tests.microcredentials import chain
from tests.microcredentials.test_equality import LIMITS


@pytest.fixture(autouse=True)
def _nothing_known():
    quick._KINDS.clear()


DOCUMENTS = {
    "award": {word: value for word, value in chain.award_json().items() if word != "proof"},
    "award with proof": chain.award_json(),
    "register": render(chain.REGISTER)[0],
    "texts in a language": render(chain.AWARD)[0]
    | {"description": [{"@value": "x", "@language": "nl"}, {"@value": "x", "@language": "en"}]},
    "nothing where there may be something": render(chain.AWARD)[0] | {"evidence": []},
    "status list": render(chain.REVOCATIONS)[0],
    "one context": {
        "@context": CREDENTIALS_V1,
        "type": ["VerifiableCredential"],
        "id": "urn:x:1",
        "issuanceDate": "2026-01-01T00:00:00Z",
    },
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_the_first_the_second_and_the_third_of_a_kind_are_read_as_two_engines_do(document):
    expected = first_opinion(document)

    assert second_opinion(document) == expected
    for _ in range(3):
        assert quick.canonical(document, **LIMITS) == expected


def status(**changes):
    return DOCUMENTS["status list"] | changes


NOT_PLAIN = {
    "an unknown word": status(unknown="x"),
    "an unknown word with a value known elsewhere": status(unknown=chain.REVOCATION_LIST),
    "an unknown word with a number": status(unknown=7),
    "an unknown word with an object": status(unknown={}),
    "an unknown word with nothing": status(unknown=[]),
    "an unknown type": status(type=["VerifiableCredential", "Unknown"]),
    "a type twice": status(type=["VerifiableCredential", "VerifiableCredential"]),
    "a type that is no word": status(type=7),
    "a number twice": status(credentialSubject={"id": "urn:x:1", "ttl": [7, 7]}),
    "a list in a list": status(evidence=[[{"id": "urn:x:1"}]]),
    "a null": status(evidence=None),
    "a keyword": status(**{"@reverse": {"evidence": "urn:x:1"}}),
    "a relative address": status(id="list"),
    "a control character": status(name="a\x07"),
    "a lone surrogate": status(name="\ud800"),
    "no contexts": {"id": "urn:x:1", "name": "x"},
    "an unknown context": status(**{"@context": ["https://unknown.example"]}),
    "a context of its own": status(**{"@context": [{"@vocab": "https://x.example/"}]}),
    "an id that is a number": status(id=7),
    "a purpose by its address": status(
        proof={"type": "DataIntegrityProof", "proofPurpose": "javascript:alert"}
    ),
    "two alike": status(relatedResource=[{"mediaType": "a"}, {"mediaType": "a"}]),
    "no types": status(type=[]),
    "a value that is an object": status(name={"@value": {"a": "b"}}),
    "a number beyond bounds": status(credentialSubject={"id": "urn:x:1", "ttl": 2**70}),
}


@pytest.mark.parametrize("document", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
def test_what_is_not_plain_gets_no_answer(document):
    for _ in range(3):
        assert quick.canonical(document, **LIMITS) is None


def test_contexts_in_several_parts_are_cut_down_part_by_part():
    words = frozenset({"DeleteKeyOperation"})

    (cut,) = pruning._pruned(["https://w3id.org/security/v2"], words)

    assert cut[:2] == [{"@version": 1.1}, "https://w3id.org/security/v1"]
    assert "DeleteKeyOperation" in cut[-1]
    assert "DeriveSecretOperation" not in cut[-1]


def test_an_unsigned_number_cannot_hide_behind_a_list():
    # A list makes more statements than it has members, so the count alone might fit.
    scale = {"type": ["ResultDescription"], "allowedValue": ["low", "high"]}
    document = DOCUMENTS["award"] | {"evidence": []}
    document["credentialSubject"] = document["credentialSubject"] | {
        "achievement": {"id": "urn:x:1", "type": ["Achievement"], "resultDescription": [scale]}
    }

    assert "rdf-syntax-ns#first" in first_opinion(document)
    for unknown in range(6):
        extra = {f"unknown{number}": number for number in range(unknown)}
        assert quick.canonical(document | extra, **LIMITS) is None


@pytest.mark.parametrize("limit", ["maximum_statements", "maximum_nodes"])
def test_a_large_document_gets_no_answer(limit):
    for _ in range(2):
        document = DOCUMENTS["award"]
        assert quick.canonical(document, **LIMITS | {limit: 5}) is None


def test_what_is_large_is_read_but_not_remembered(monkeypatch):
    monkeypatch.setattr(quick, "LARGEST_KEPT", 5)
    document = DOCUMENTS["award"]

    text = quick.canonical(document, **LIMITS)

    assert text == first_opinion(document)
    assert quick._KINDS.get(quick.outline(document)[0]) is None


def test_values_that_need_care_get_no_answer_from_a_first_document_either():
    again = status(name="x", description="y")
    quick.canonical(again, **LIMITS)

    for document in (again | {"name": "\x07"}, again | {"id": "x:y"}):
        quick._KINDS.clear()
        assert quick.canonical(document, **LIMITS) is None


def test_without_an_answer_the_engine_that_explains_is_asked():
    with pytest.raises(UntrustedProof) as caught:
        statements(status(unknown="x"))

    assert caught.value.code == "unsigned_terms"


def _definitions():
    """Every word of every known context with its meaning, whatever it is scoped to."""
    todo = [context(address)["@context"] for address in PINNED]
    while todo:
        part = todo.pop()
        if isinstance(part, list):
            todo += part
        elif isinstance(part, dict):
            for word, meaning in part.items():
                yield word, meaning
                if isinstance(meaning, dict) and "@context" in meaning:
                    todo.append(meaning["@context"])


def test_the_known_contexts_do_nothing_that_counting_statements_would_not_find():
    words = dict.fromkeys(word for word, _ in _definitions())
    meanings = [meaning for _, meaning in _definitions() if isinstance(meaning, dict)]

    assert {str(meaning.get("@container", "@set")) for meaning in meanings} == {
        "@set",
        "@graph",
        "@list",
    }
    assert {key for meaning in meanings for key in meaning if key[0] == "@"} <= {
        "@id",
        "@type",
        "@container",
        "@context",
        "@protected",
    }
    assert {word for word in words if word[0] == "@"} <= {"@version", "@protected"}
    assert _SCHEMES.isdisjoint(words)


def test_only_these_words_give_a_text_a_meaning_by_context():
    named = {
        word
        for word, meaning in _definitions()
        if meaning == "@type"
        or (isinstance(meaning, dict) and meaning.get("@type") == "@vocab")
        or (isinstance(meaning, dict) and meaning.get("@id") == "@type")
    }

    assert named <= WORDS
    assert {word for word, meaning in _definitions() if meaning == "@id"} == {"id"}


def test_only_below_these_words_other_contexts_hold_than_those_of_the_document():
    scoped = {
        word
        for word, meaning in _definitions()
        if isinstance(meaning, dict) and "@context" in meaning
    }

    # A type with a context of its own changes the meaning of words in that one object.
    assert {word for word in scoped if word[0].islower()} == SCOPED
