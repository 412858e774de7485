"""Change anything, move anything: it is never genuine."""

import copy
import json
from contextlib import suppress
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcredentials import (
    CredentialError,
    NoNetwork,
    Report,
    Trust,
    Unreadable,
    Verdict,
    read,
    verify,
)
from microcredentials.carriers.png import bake
from tests.microcredentials import chain
from tests.microcredentials.images import png

WEB = chain.web()
NEVER = {Verdict.GENUINE, Verdict.LAST_KNOWN}


def check(document):
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    return verify(text, chain.TRUST, WEB, at=chain.NOW)


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, member in value.items():
            yield from leaves(member, (*path, key))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from leaves(member, (*path, number))
    else:
        yield path


def at(value, path):
    for step in path:
        value = value[step]
    return value


def other(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return value[:-1] + ("y" if value.endswith("x") else "x")


LEAVES = list(leaves(chain.award_json()))


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: "/".join(map(str, path)))
def test_no_leaf_can_be_changed(path):
    document = chain.award_json()
    *branch, leaf = path
    at(document, branch)[leaf] = other(at(document, path))

    assert check(document).verdict not in NEVER


MEMBERS = [path for path in LEAVES if isinstance(path[-1], str)]


@pytest.mark.parametrize("path", MEMBERS, ids=lambda path: "/".join(map(str, path)))
def test_no_member_can_be_taken_out(path):
    document = chain.award_json()
    *branch, leaf = path
    del at(document, branch)[leaf]

    assert check(document).verdict not in NEVER


def same_things():
    """Every pair of objects with one id, wherever they stand in the award."""
    found = {}

    def walk(value, path=()):
        if isinstance(value, dict):
            if "id" in value:
                found.setdefault(value["id"], []).append(path)
            for key, member in value.items():
                walk(member, (*path, key))
        elif isinstance(value, list):
            for number, member in enumerate(value):
                walk(member, (*path, number))

    walk(chain.award_json())
    for paths in found.values():
        yield from permutations(paths, 2)


MOVES = [
    (source, target, word)
    for source, target in same_things()
    for word in at(chain.award_json(), source)
    if word not in ("id", "@context") and target[: len(source) + 1] != (*source, word)
]


@pytest.mark.parametrize(
    ("source", "target", "word"), MOVES, ids=lambda part: "/".join(map(str, part)) or "root"
)
def test_no_property_can_be_moved_or_copied_to_another_object_with_the_same_id(
    source, target, word
):
    for take in (True, False):
        document = chain.award_json()
        value = at(document, source)[word]
        if take:
            del at(document, source)[word]
        here = at(document, target)
        if word == "type":
            # A type said twice of one thing is said once: only a new one is a change.
            new = [name for name in value if name not in here.get("type", [])]
            if not new and not take:
                continue
            here["type"] = [*here.get("type", []), *new]
        else:
            here[word] = copy.deepcopy(value)

        assert check(document).verdict not in NEVER


def test_there_was_something_to_move():
    assert len(LEAVES) > 150
    assert len(MOVES) > 50


FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "type", "@context", "proof", "issuer", "endorsement", "x"])
            | st.text(max_size=6),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@FEW
@given(st.binary(max_size=300) | st.text(max_size=300))
def test_rubbish_never_raises_and_never_verifies(rubbish):
    report = verify(rubbish, chain.TRUST, NoNetwork(), at=chain.NOW)

    assert isinstance(report, Report)
    assert report.verdict is Verdict.UNREADABLE


@FEW
@given(st.data())
def test_an_award_with_rubbish_in_it_never_raises_and_never_verifies(data):
    document = chain.award_json()
    path = data.draw(st.sampled_from(LEAVES))
    *branch, leaf = path[: data.draw(st.integers(1, len(path)))]
    before = at(document, branch)[leaf]
    rubbish = data.draw(JSON)
    at(document, branch)[leaf] = rubbish

    report = verify(json.dumps(document), Trust(), NoNetwork(), at=chain.NOW)

    assert isinstance(report, Report)
    if json.dumps(rubbish) != json.dumps(before):
        assert check(document).verdict not in NEVER


SIGNERS = {
    "award": ((), chain.VU_SIGNER, chain.RELEASED),
    "mark": (
        ("credentialSubject", "achievement", "endorsement", 0),
        chain.BODY_SIGNER,
        chain.MARK.created,
    ),
    "admission": (("issuer", "endorsement", 0), chain.OPERATOR_SIGNER, chain.START),
}


def replaced(data, document):
    """The document with rubbish in one place, and whether anything else stands there now."""
    path = data.draw(st.sampled_from(list(leaves(document))))
    *branch, leaf = path[: data.draw(st.integers(1, len(path)))]
    at(document, branch)[leaf] = data.draw(JSON | st.sampled_from(["", "x", [], {}, 7, -1, True]))
    return document


@FEW
@given(st.data(), st.sampled_from(sorted(SIGNERS)))
def test_rubbish_under_a_real_signature_never_raises(data, what):
    path, signer, created = SIGNERS[what]
    document = chain.award_json()
    with suppress(CredentialError):
        part = json.loads(chain.forged(replaced(data, at(document, path)), signer, created=created))
        if path:
            at(document, path[:-1])[path[-1]] = part
            part = json.loads(chain.forged(document, chain.VU_SIGNER))

        assert isinstance(check(part), Report)


@FEW
@given(st.data(), st.sampled_from(sorted(chain.PAGES)))
def test_rubbish_in_a_signed_register_or_list_never_raises(data, url):
    usual, signer = chain.PAGES[url]
    web = chain.web()
    with suppress(CredentialError):
        page = replaced(data, json.loads(web.pages[url]))
        web.pages[url] = chain.forged(page, signer, created=usual.created).encode()

        report = verify(chain.AWARD_TEXT, chain.TRUST, web, at=chain.NOW)

        assert isinstance(report, Report)


@FEW
@given(st.binary(max_size=200), st.integers(0, 400))
def test_a_baked_image_with_rubbish_in_it_never_raises(rubbish, place):
    image = bake(png(), "{}")
    broken = image[:place] + rubbish + image[place + len(rubbish) :]

    with suppress(Unreadable):
        read(broken)
