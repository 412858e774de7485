"""Check 9: is the person in the file the one the reader has in mind?"""

import json

import pytest

from microcredentials import CheckCode, NoNetwork, Outcome, Person, Trust, verify
from microcredentials.formats.open_badge_3 import identity_hash
from microcredentials.verifying.person import check_person
from microcredentials.verifying.statement import Identity
from tests.microcredentials import chain

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN


def check(text=chain.AWARD_TEXT, **person):
    return verify(text, chain.TRUST, chain.web(), at=chain.NOW, person=Person(**person))


def answer(report):
    found = report.check(CheckCode.PERSON)
    return found.outcome, found.reason


def named(name):
    return (Identity("name", name),)


@pytest.mark.parametrize(
    ("file", "typed"),
    [
        ("Jan van der Berg", "Jan van der Berg"),
        ("Jan van der Berg", "  jan VAN DER berg "),
        ("Jan van der Berg", "J. van der Berg"),
        ("Jan van der Berg", "J. v.d. Berg"),
        ("Jan van der Berg", "J Berg"),
        ("Jan van der Berg", "Berg, Jan van der"),
        ("Jan van der Berg", "Berg, J. v. d."),
        ("Jan Pieter de Vries", "J.P. de Vries"),
        ("Jean-Pierre Dubois", "J.-P. Dubois"),
        ("José Núñez", "Jose Nunez"),
        ("Fenna d'Île-Ĳsbrandt", "Fenna d’Ile IJsbrandt"),
        ("Ayşe Işık", "Ayse Isik"),
        ("Søren Ærø", "Soren Aero"),
        ("Nguyễn Thị Minh", "Minh Thi Nguyen"),
        ("阮 明", "阮 明"),
        ("Sukarno", "sukarno"),
    ],
)
def test_a_name_matches_as_people_write_it(file, typed):
    found = check_person(named(file), Person(name=typed))

    assert (found.outcome, found.reason) == (PASSED, "")
    assert found.explanation == "The file has the same name."


@pytest.mark.parametrize(
    ("file", "typed"),
    [
        ("Jan van der Berg", "Piet van der Berg"),
        ("Jan van der Berg", "P. van der Berg"),
        ("Jan van der Berg", "Jan van der Burg"),
        ("Jan van der Berg", "Jan van den Berg"),
        ("Jan van der Berg", "Berg"),
        ("Jan van der Berg", "J."),
        ("Jan van der Berg", "..."),
        ("...", "Jan"),
        ("Jan Piet Berg", "J. Kees Berg"),
    ],
)
def test_another_name_differs(file, typed):
    found = check_person(named(file), Person(name=typed))

    assert (found.outcome, found.reason) == (FAILED, "name_differs")


def test_the_hashed_address_is_compared_however_it_is_typed():
    report = check(email=" FENNA@mail.example ")

    assert answer(report) == (PASSED, "")
    assert answer(check(email="other@mail.example")) == (FAILED, "email_differs")


def test_an_address_that_was_hashed_as_typed_matches_too():
    # The vector of Open Badges: a@example.com with the salt Kosher.
    value = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    file = (Identity("email", value, hashed=True, salt="Kosher"),)

    assert check_person(file, Person(email="a@example.com")).outcome is PASSED
    assert check_person(file, Person(email="A@example.com ")).outcome is PASSED


def test_name_and_address_are_both_told():
    name = chain.AWARD.learner.name

    both = check(name=name, email="fenna@mail.example").check(CheckCode.PERSON)
    neither = check(name="Piet", email="piet@mail.example").check(CheckCode.PERSON)

    assert both.explanation == "The file has the same name and e-mail address."
    assert neither.explanation == "The file differs in name and e-mail address."
    assert answer(check(name=name, email="piet@mail.example")) == (FAILED, "email_differs")


def test_one_of_several_identities_suffices():
    file = (Identity("name", "Jan Berg"), Identity("name", "Jan Dal"))

    assert check_person(file, Person(name="J. Dal")).outcome is PASSED


def test_an_address_in_the_open_is_compared():
    file = (Identity("email", "Jan@mail.example"),)

    assert check_person(file, Person(email="jan@MAIL.example")).outcome is PASSED


@pytest.mark.parametrize(
    "file",
    [
        (),
        (Identity("email", "md5$00", hashed=True),),
        (Identity("name", identity_hash("jan", "s"), hashed=True, salt="s"),),
    ],
    ids=["nobody", "an old hash", "a name in another spelling"],
)
def test_what_cannot_be_compared_is_not_said_to_differ(file):
    found = check_person(file, Person(name="Jan", email="jan@mail.example"))

    assert (found.outcome, found.reason) == (UNKNOWN, "person_not_named")


def test_a_hashed_name_is_compared_as_it_was_typed():
    file = (Identity("name", identity_hash("jan", "s"), hashed=True, salt="s"),)

    assert check_person(file, Person(name="jan")).outcome is PASSED


def test_a_match_in_part_says_so():
    found = check_person(named("Jan Berg"), Person(name="Jan Berg", email="jan@mail.example"))

    assert (found.outcome, found.reason) == (PASSED, "person_partly")


def test_whoever_asks_after_nobody_is_told_nothing():
    assert answer(check(name=" ")) == (UNKNOWN, "person_not_named")


def test_the_person_never_turns_the_verdict():
    assert check(name="Piet").verdict is check(name=chain.AWARD.learner.name).verdict


@pytest.mark.parametrize("text", ["not json", chain.AWARD_TEXT.replace('"2.5"', '"30"')])
def test_of_a_file_that_was_altered_no_person_is_compared(text):
    assert answer(check(text, name=chain.AWARD.learner.name)) == (UNKNOWN, "not_checked")


def test_without_a_person_there_are_eight_checks():
    report = verify(chain.AWARD_TEXT, Trust(), NoNetwork(), at=chain.NOW)

    assert [check.code for check in report.checks] == list(CheckCode)[:8]
    with pytest.raises(KeyError):
        report.check(CheckCode.PERSON)


def test_an_identity_of_another_shape_is_passed_over():
    document = chain.award_json()
    document["credentialSubject"]["identifier"] = [7, {"identityType": "name", "hashed": "no"}]

    report = check(json.dumps(document), name="Jan")

    assert report.facts.learner_name == ""
