import json

import pytest
from pyld.nquads import parse_nquads

from microcredentials.errors import UncheckableProof, UntrustedProof
from microcredentials.proofs import canonical
from microcredentials.proofs.canonical import second_opinion, statements
from microcredentials.proofs.screening import described_twice, embedded, screen
from tests.microcredentials import chain

# 060: PyLD writes control characters raw, which we refuse. 074: never ends. 075: SHA-384.
APART = {"060", "074", "075"}


def vectors(shared):
    return sorted((shared / "test-vectors" / "rdf-canon" / "rdfc10").glob("test*-in.nq"))


def test_the_vectors_of_the_standard_agree_within_our_bounds(shared):
    refused = []
    for file in vectors(shared):
        number = file.name[4:7]
        expected = file.with_name(f"test{number}-rdfc10.nq")
        if number in APART or not expected.exists():
            continue
        try:
            found = canonical._canonical(parse_nquads(file.read_text()))
        except UntrustedProof:
            refused.append(number)
            continue
        assert found == expected.read_text(), number

    assert refused == []


def test_a_graph_that_would_take_for_ever_is_refused(shared):
    poison = shared / "test-vectors" / "rdf-canon" / "rdfc10" / "test074-in.nq"

    with pytest.raises(UntrustedProof) as caught:
        canonical._canonical(parse_nquads(poison.read_text()))

    assert caught.value.code == "canonicalisation_limit"


def clique(size):
    """Every blank node knows every other: 1.7 kB that take PyLD 16 seconds at size 7."""
    return parse_nquads(
        "".join(
            f"_:n{one} <urn:knows> _:n{other} .\n"
            for one in range(size)
            for other in range(size)
            if one != other
        )
    )


@pytest.mark.parametrize("size", [7, 9])
def test_a_clique_is_refused(size):
    with pytest.raises(UntrustedProof) as caught:
        canonical._canonical(clique(size))

    assert caught.value.code == "canonicalisation_limit"


def test_too_many_calls_are_refused(monkeypatch):
    monkeypatch.setattr(canonical, "MAXIMUM_CALLS", 3)

    with pytest.raises(UntrustedProof) as caught:
        canonical._canonical(clique(4))

    assert caught.value.code == "canonicalisation_limit"


def test_a_slow_machine_is_not_a_forgery(monkeypatch):
    monkeypatch.setattr(canonical, "DEADLINE_SECONDS", -1)

    with pytest.raises(UncheckableProof) as caught:
        canonical._canonical(clique(3))

    assert caught.value.code == "canonicalisation_time"


@pytest.mark.parametrize("limit", ["MAXIMUM_BLANK_NODES", "MAXIMUM_STATEMENTS"])
def test_a_large_graph_is_refused(monkeypatch, limit):
    monkeypatch.setattr(canonical, limit, 5)

    with pytest.raises(UntrustedProof) as caught:
        statements(chain.award_json())

    assert caught.value.code == "canonicalisation_limit"


@pytest.mark.parametrize(
    "document",
    [
        {"@context": chain.STATUS_CONTEXTS, "type": 7},
        {"@context": chain.STATUS_CONTEXTS, "id": 7},
        {"@context": chain.STATUS_CONTEXTS, "id": {"a": 1}},
        {"@context": chain.STATUS_CONTEXTS, "type": "VerifiableCredential", "issuer": {"id": []}},
        {"@context": chain.STATUS_CONTEXTS, "type": [["VerifiableCredential"]]},
    ],
)
def test_what_json_ld_cannot_mean_is_refused(document):
    with pytest.raises(UntrustedProof) as caught:
        statements(document)

    assert caught.value.code in {"json_ld", "relative_iri", "unsigned_terms"}


def test_a_predicate_must_be_a_whole_address():
    with pytest.raises(UntrustedProof) as caught:
        canonical._check_addresses([{"name": [{"@value": "x"}]}])

    assert caught.value.code == "relative_iri"


def test_a_type_that_is_no_text_is_refused():
    with pytest.raises(UntrustedProof) as caught:
        canonical._check_addresses([{"@type": [7]}])

    assert caught.value.code == "unsigned_terms"


def test_the_second_engine_refuses_what_it_cannot_read():
    with pytest.raises(UntrustedProof) as caught:
        second_opinion({"@context": chain.STATUS_CONTEXTS, "id": 7})

    assert caught.value.code == "json_ld"


def test_another_user_of_pyld_cannot_change_what_our_words_mean():
    before = statements(chain.award_json())
    canonical.jsonld._resolved_context_cache.clear()

    assert statements(chain.award_json()) == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "a\x08"}, "control_char"),
        ({"na\x7fme": "a"}, "control_char"),
        ({"name": "\ud800"}, "lone_surrogate"),
        ({"name": ["a", None]}, "unsigned_terms"),
        ({"name": {"@value": 7}}, "keyword_not_allowed"),
    ],
)
def test_what_two_engines_would_read_differently_is_refused(changes, code):
    with pytest.raises(UntrustedProof) as caught:
        screen(chain.award_json() | changes)

    assert caught.value.code == code


def test_one_context_may_stand_alone():
    screen({"@context": chain.STATUS_CONTEXTS[0], "name": "x", "count": 7})


def test_an_object_named_only_by_id_and_type_may_stand_twice():
    thing = {"id": "urn:x", "type": ["Profile"]}
    other = {"id": "urn:x", "type": "Profile", "name": "x"}

    assert described_twice({"id": "urn:y", "a": thing, "b": other}) is None
    assert described_twice({"id": "urn:y", "a": other, "b": [other]}) == "urn:x"
    assert described_twice({"id": "urn:y", "a": {"id": 7, "name": "x"}}) is None


@pytest.mark.parametrize("kind", [None, 7, {}, [None], "Achievement"])
def test_a_type_of_any_shape_is_compared_without_harm(kind):
    assert described_twice({"id": "urn:x:1", "type": kind}) is None


def test_an_endorsement_without_a_readable_subject_describes_nothing():
    endorsements = [{"credentialSubject": 7}, "https://x.example", {"credentialSubject": {}}]

    assert described_twice({"id": "urn:y", "endorsement": endorsements}) is None
    assert len(list(embedded({"endorsement": endorsements}))) == 2


def test_endorsements_are_found_wherever_they_stand():
    document = {"a": [{"endorsement": {"b": {"endorsement": [{"c": 1}]}}}]}

    assert list(embedded(document)) == [{"b": {"endorsement": [{"c": 1}]}}, {"c": 1}]


def test_numbers_of_every_size_are_read_alike():
    for number in (3, 3.0, 2.5, 0.5, 30):
        document = chain.award_json()
        del document["proof"]
        document["credentialSubject"]["creditsEarned"] = json.loads(json.dumps(number))

        assert statements(document) == second_opinion(document)


def test_comparing_all_values_of_one_word_has_an_end():
    document = award_with_tags(2_000)
    with pytest.raises(UntrustedProof) as raised:
        canonical.statements(document)
    assert raised.value.code == "canonicalisation_limit"


def test_a_few_hundred_values_of_one_word_are_compared():
    assert canonical.statements(award_with_tags(300)).count('"tag ') == 300


def award_with_tags(number):
    """A badge that the fast engine leaves to the other one, for an address that is not plain."""
    document = chain.award_json()
    del document["proof"]
    version = document["credentialSubject"]["achievement"]
    version["image"]["id"] = "https://é.example/image.png"
    version["tag"] = [f"tag {number}" for number in range(number)]
    return document
