"""Many awards at once: each is byte for byte what it would be alone."""

import json
from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from microcredentials import InvalidDocument, LocalSigner, Result, issue, issue_all, lint
from microcredentials.document import Evidence, LearnerIdentifier, LearnerIdentifierKind
from microcredentials.errors import UntrustedProof, UnusableKey
from microcredentials.issuing import bulk, templates
from microcredentials.keys import ed25519
from tests.microcredentials import chain
from tests.microcredentials.test_issuing import EDUBADGE


@pytest.fixture(autouse=True)
def _nothing_known():
    templates._TRUSTED.clear()
    bulk._SHARED.clear()


def person(number, like=chain.AWARD, **changes):
    """Another award of the same version to another person."""
    learner = replace(
        like.learner,
        id=f"urn:uuid:00000000-0000-4000-8000-{number:012x}",
        name=f'Noor "de {number}" Öztürk',
        salt=f"{number:032x}",
    )
    return replace(
        like,
        **{
            "id": f"urn:uuid:00000000-0000-4000-9000-{number:012x}",
            "learner": learner,
            "status": replace(like.status, index=number),
        }
        | changes,
    )


SHAPES = {
    "an award": chain.AWARD,
    "an edubadge": EDUBADGE,
    "no e-mail address": replace(chain.AWARD, learner=replace(chain.AWARD.learner, email="")),
    "no result": replace(chain.AWARD, result=None),
    "a result alone": replace(chain.AWARD, result=Result(value="8", scale="", passed_from="")),
    "an end": replace(chain.AWARD, valid_until=chain.NOW),
    "a successor": replace(chain.AWARD, replaces="urn:uuid:00000000-0000-4000-8000-0000000000ff"),
    "evidence": replace(
        chain.AWARD,
        evidence=(
            Evidence(name="An advice", id="https://work.example/1?a=b#c", genre="report"),
            Evidence(name="Its defence", narrative="Two lines.\nOf text."),
        ),
        narrative="Took part in the pilot.",
        took_part_from=date(2026, 2, 1),
        took_part_until=date(2026, 6, 1),
    ),
    "more identifiers": replace(
        chain.AWARD,
        learner=replace(
            chain.AWARD.learner,
            identifiers=(
                LearnerIdentifier(kind=LearnerIdentifierKind.EDUID, value="abc"),
                LearnerIdentifier(kind=LearnerIdentifierKind.STUDENT_NUMBER, value="2600001"),
            ),
        ),
    ),
    "a full version": chain.with_version(chain.FULL_ACHIEVEMENT),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_every_one_is_what_it_would_be_alone(shape, monkeypatch):
    documents = [person(number, shape) for number in range(3)]
    alone = [issue(document, chain.VU_SIGNER) for document in documents]
    # Nothing takes the long way.
    monkeypatch.delattr(bulk, "issue")

    assert list(issue_all(documents, chain.VU_SIGNER)) == alone


def test_one_kind_after_another_and_equal_things_in_other_objects():
    documents = [person(n, shape) for n in range(2) for shape in (chain.AWARD, EDUBADGE)]
    documents.append(
        replace(
            person(7),
            achievement=replace(chain.ACHIEVEMENT_EN),
            admission=dict(chain.SIGNED_ADMISSION),
        )
    )

    assert list(issue_all(documents, chain.VU_SIGNER)) == [
        issue(document, chain.VU_SIGNER) for document in documents
    ]
    assert len(templates._TRUSTED._kept) == 2


def test_status_lists_are_signed_fast_too(monkeypatch):
    lists = [
        replace(chain.REVOCATIONS, set_indexes=frozenset(range(n)), purpose=purpose)
        for n, purpose in enumerate(("revocation", "suspension", "revocation"))
    ]
    alone = [issue(document, chain.VU_SIGNER) for document in lists]
    monkeypatch.delattr(bulk, "issue")

    assert list(issue_all(lists, chain.VU_SIGNER)) == alone


def test_a_list_that_breaks_a_rule_is_told_as_lint_tells_it():
    for wrong in (-1, 131_072):
        (found,) = issue_all(
            [replace(chain.REVOCATIONS, set_indexes=frozenset({wrong}))], chain.VU_SIGNER
        )

        assert found.problems == ["a status index lies outside the list"]


def test_other_documents_and_other_keys_take_the_long_way():
    key = LocalSigner.from_seed(chain.OPERATOR.id, b"o" * 32)

    assert list(issue_all([chain.ADMISSION, chain.REGISTER], key)) == [
        issue(chain.ADMISSION, key),
        issue(chain.REGISTER, key),
    ]


def test_a_key_of_another_kind_takes_the_long_way():
    private_key = ec.derive_private_key(7, ec.SECP256R1())
    signer = LocalSigner.from_private_key(chain.VU.id, private_key)

    (text,) = issue_all([chain.AWARD], signer)

    assert json.loads(str(text))["proof"][0]["cryptosuite"] == "ecdsa-rdfc-2019"


ODD = {
    "a level that is none": {"learner": replace(chain.AWARD.learner, name=" ")},
    "no urn": {"id": "https://keurmerk.example/1"},
    "an urn of another kind": {"id": "urn:uuid:1"},
    "a control character": {"learner": replace(chain.AWARD.learner, name="a\x08")},
    "another Unicode form": {"learner": replace(chain.AWARD.learner, name="e\u0301")},
    "a long text": {"narrative": "x" * 20_001},
    "a day too early": {"awarded_on": date(2026, 1, 31)},
    "a day after the release": {"awarded_on": date(2026, 8, 1)},
    "an end before the start": {"valid_until": chain.START},
    "a place outside the list": {"status": replace(chain.AWARD.status, index=131_072)},
    "one list for two purposes": {
        "status": replace(chain.AWARD.status, suspension_list=chain.REVOCATION_LIST)
    },
    "itself in its place": {"replaces": chain.AWARD.id},
    "no mark": {"mark": None},
    "a marked edubadge": {"achievement": EDUBADGE.achievement},
    "a bad address": {"evidence": (Evidence(name="x", id="work"),)},
}


@pytest.mark.parametrize("changes", ODD.values(), ids=ODD.keys())
def test_what_breaks_a_rule_is_told_as_lint_tells_it_and_the_others_go_on(changes):
    wrong = replace(chain.AWARD, **changes)

    first, found, last = issue_all([person(1), wrong, person(2)], chain.VU_SIGNER)

    assert isinstance(found, InvalidDocument)
    assert found.problems == lint.problems(wrong)
    assert [first, last] == [issue(person(n), chain.VU_SIGNER) for n in (1, 2)]


def test_a_right_award_that_is_unusually_long_is_signed():
    long = person(3, evidence=tuple(Evidence(name="x" * 9_000) for _ in range(3)))
    documents = [person(1), replace(long, evidence=(Evidence(name="y" * 19_999),) * 2)]

    signed = list(issue_all(documents, chain.VU_SIGNER))

    assert signed == [issue(document, chain.VU_SIGNER) for document in documents]


def test_the_key_of_somebody_else_signs_nothing():
    (found,) = issue_all([chain.AWARD], chain.BODY_SIGNER)

    assert "is not a key of" in str(found)


def test_a_key_that_signs_wrongly_is_found_before_anything_leaves():
    class Broken(LocalSigner):
        def sign(self, message):
            return b"\x00" * 64

    (found,) = issue_all([chain.AWARD], Broken.from_seed(chain.VU.id, b"v" * 32))

    assert isinstance(found, UntrustedProof)
    assert found.code == "signature"


def test_a_key_that_cannot_be_reached_is_told_for_each():
    class Away(LocalSigner):
        def sign(self, message):
            raise UnusableKey("hsm", "The device does not answer.")

    found = list(issue_all([chain.AWARD] * 2, Away.from_seed(chain.VU.id, b"v" * 32)))

    assert [error.code for error in found] == ["hsm", "hsm"]


def test_no_template_writes_what_json_escapes_in_its_own_way(monkeypatch):
    # No rule lets such a character pass; this is the lock behind that door.
    monkeypatch.setattr(bulk, "breaks_a_rule", lambda _: False)
    bell = person(1, learner=replace(chain.AWARD.learner, name="bell \x07 \\u0007"))

    (found,) = issue_all([bell], chain.VU_SIGNER)

    assert found.problems == lint.problems(bell)


@pytest.mark.parametrize("engine", ["first_opinion", "second_opinion"])
def test_a_template_that_another_engine_contradicts_is_never_used_again(engine, monkeypatch):
    monkeypatch.setattr(templates, "EVERY", 2)
    documents = [person(number) for number in range(5)]
    alone = [issue(document, chain.VU_SIGNER) for document in documents]
    list(issue_all(documents[:1], chain.VU_SIGNER))
    long_way = []
    monkeypatch.setattr(
        bulk, "issue", lambda document, signer: long_way.append(document) or issue(document, signer)
    )
    trusted = next(iter(templates._TRUSTED._kept.values()))
    trusted.written = 0 if engine == "first_opinion" else 1

    monkeypatch.setattr(templates, engine, lambda _: "something else")

    assert list(issue_all(documents, chain.VU_SIGNER)) == alone
    assert long_way == (documents if engine == "first_opinion" else documents[1:])


@pytest.mark.parametrize("engine", ["first_opinion", "second_opinion"])
def test_no_template_is_made_where_two_engines_disagree(engine, monkeypatch):
    monkeypatch.setattr(templates, engine, lambda _: f'<urn:a> <urn:p> "{engine}" .\n')

    assert list(issue_all([chain.AWARD], chain.VU_SIGNER)) == [chain.AWARD_TEXT]


def test_no_template_is_made_of_what_would_go_unsigned(monkeypatch):
    def unknown(document, common):
        return {"@context": chain.STATUS_CONTEXTS, "unknownWord": "x"}

    monkeypatch.setattr(bulk, "award", unknown)

    assert list(issue_all([chain.AWARD], chain.VU_SIGNER)) == [chain.AWARD_TEXT]


def test_values_that_make_two_things_one_take_the_long_way():
    same = replace(chain.AWARD, id=chain.AWARD.learner.id)

    signed, found = issue_all([chain.AWARD, same], chain.VU_SIGNER)

    assert signed == chain.AWARD_TEXT
    assert "is described twice" in str(found)


@pytest.mark.parametrize("library", ["libsodium", "OpenSSL"])
def test_both_libraries_sign_and_judge_alike(library, monkeypatch):
    if library == "OpenSSL":
        monkeypatch.setattr(ed25519, "sodium", None)
    signature = chain.VU_SIGNER.sign(b"message")
    public = chain.VU_SIGNER.public

    assert signature.hex() == SIGNATURE
    assert ed25519.verifies(public, signature, b"message")
    assert not ed25519.verifies(public, signature, b"massage")
    assert not ed25519.verifies(public, signature[:-1], b"message")


SIGNATURE = (
    "e5aeda03dc742c7706f22aea1256d5270292d52854fb7326c6c684ea7da9fdaf"
    "ab83af68f9127f181720124e2801c6d9602475024362eeadad5a10d9adbac806"
)
