"""Group B: what words mean, and which statements are signed."""

import copy
import unicodedata

import pytest
from pyld.nquads import parse_nquads

from microcredentials import CheckCode, Outcome, Verdict
from microcredentials.errors import UntrustedProof
from microcredentials.proofs import canonical
from tests.microcredentials import chain
from tests.microcredentials.corpus.sample import achievement, altered, check, reason, rows
from tests.microcredentials.test_canonical import clique

CONTEXTS = chain.award_json()["@context"]
V2, BADGE = CONTEXTS[:2]


def contexts(*found):
    return lambda document: document.update({"@context": list(found)})


def added(**words):
    return lambda document: document.update(words)


def inside(**words):
    return lambda document: achievement(document).update(words)


ALTERED = {
    "B04 its own vocabulary": (
        lambda d: d.update({"@context": [*CONTEXTS, {"@vocab": "http://evil/"}], "ects": 30}),
        "inline_context",
    ),
    "B05 a context that imports": (
        contexts(*CONTEXTS, {"@import": "http://evil/"}),
        "inline_context",
    ),
    "B07 in the wrong order": (contexts(BADGE, V2, *CONTEXTS[2:]), "context_order"),
    "B08 without the first": (contexts(*CONTEXTS[1:]), "context_missing"),
    "B08 only the badge context": (contexts(BADGE), "context_missing"),
    "B10 a context in the achievement": (inside(**{"@context": CONTEXTS}), "nested_context"),
    "B10 a context in the subject": (
        lambda d: d["credentialSubject"].update({"@context": [V2]}),
        "nested_context",
    ),
    "B10 another list on an endorsement": (
        lambda d: achievement(d)["endorsement"][0].update({"@context": CONTEXTS[:3]}),
        "nested_context",
    ),
    "B11 a context in the proof": (
        lambda d: d["proof"][0].update({"@context": CONTEXTS}),
        "nested_context",
    ),
    "B13 an unsigned member": (added(ectsGranted=30), "unsigned_terms"),
    "B14 an unsigned member in the achievement": (inside(ectsGranted=30), "unsigned_terms"),
    "B16 a relative id": (added(id="badge/1"), "relative_iri"),
    "B17 a script": (added(id="javascript:alert(1)"), "iri_scheme"),
    "B19 @included": (added(**{"@included": []}), "keyword_not_allowed"),
    "B19 @reverse": (inside(**{"@reverse": {}}), "keyword_not_allowed"),
    "B19 @nest": (added(**{"@nest": {}}), "keyword_not_allowed"),
    "B19 @set": (added(name={"@set": ["x"]}), "keyword_not_allowed"),
    "B26 another form of the same name": (
        lambda d: d["credentialSubject"]["identifier"][0].update(
            identityHash=unicodedata.normalize("NFD", chain.AWARD.learner.name)
        ),
        "signature",
    ),
    "B28 a language with markup": (
        added(name={"@value": "x", "@language": "x-<script>"}),
        "language_tag",
    ),
}


@pytest.mark.parametrize(("change", "code"), rows(ALTERED))
def test_what_was_not_signed_like_this_is_altered(change, code):
    report = check(altered(change), asked=frozenset())

    assert report.verdict is Verdict.ALTERED
    assert reason(report) == code


UNKNOWN = {
    "B01 only an unknown context": (contexts("https://evil.example/c"), "context_unknown"),
    "B02 a context on this machine": (contexts(V2, "http://127.0.0.1:1/"), "context_unknown"),
}


@pytest.mark.parametrize(("change", "code"), rows(UNKNOWN))
def test_words_that_we_do_not_know_are_not_fetched(change, code):
    report = check(altered(change), asked=frozenset())

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert reason(report) == code


UNREADABLE = {
    "B25 backspace": (chain.AWARD_TEXT.replace("Fenna", "\\b"), "control_char"),
    "B25 form feed": (chain.AWARD_TEXT.replace("Fenna", "\\f"), "control_char"),
    "B25 vertical tab": (chain.AWARD_TEXT.replace("Fenna", "\\u000b"), "control_char"),
    "B25 delete": (chain.AWARD_TEXT.replace("Fenna", "\x7f"), "control_char"),
    "B29 10,000 languages": (
        altered(
            added(name=[{"@value": "x", "@language": f"nl-{number}"} for number in range(5_100)])
        ),
        "too_many_values",
    ),
}


@pytest.mark.parametrize(("given", "code"), rows(UNREADABLE))
def test_what_two_readers_could_take_differently_is_unreadable(given, code):
    report = check(given, asked=frozenset())

    assert report.verdict is Verdict.UNREADABLE
    assert reason(report) == code


def test_b17_a_script_in_an_address_is_never_shown_as_a_fact():
    report = check(altered(lambda d: d["issuer"].update(url="javascript:alert(1)")))

    assert report.verdict is Verdict.ALTERED
    assert "javascript" not in str(report.facts)


@pytest.mark.parametrize("size", [pytest.param(10, id="B20"), pytest.param(7, id="B22")])
def test_a_graph_that_never_ends_is_refused(size):
    with pytest.raises(UntrustedProof) as caught:
        canonical._canonical(clique(size))

    assert caught.value.code == "canonicalisation_limit"


def test_b20_no_credential_can_hold_such_a_graph():
    """Nodes that know each other need names, and a blank name is refused before it counts."""
    report = check(altered(lambda d: achievement(d).update(id="_:n0")), asked=frozenset())

    assert reason(report) == "relative_iri"


@pytest.mark.parametrize("number", ["044", "045", "046"])
def test_b23_an_allowed_graph_of_that_kind_is_worked_out(shared, number):
    folder = shared / "test-vectors" / "rdf-canon" / "rdfc10"

    found = canonical._canonical(parse_nquads((folder / f"test{number}-in.nq").read_text()))

    assert found == (folder / f"test{number}-rdfc10.nq").read_text()


def test_b10_the_same_list_on_an_endorsement_is_allowed():
    document = chain.award_json()
    for endorsement in (
        achievement(document)["endorsement"][0],
        document["issuer"]["endorsement"][0],
    ):
        endorsement["@context"] = copy.deepcopy(CONTEXTS)

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert report.check(CheckCode.UNCHANGED).outcome is Outcome.PASSED
