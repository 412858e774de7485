from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import pytest

from microcredentials import InvalidDocument, lint
from microcredentials.formats import elements
from microcredentials.formats.elements import MANDATORY, OPTIONAL, PLACES, completeness, missing
from tests.microcredentials import chain
from tests.microcredentials.renderings import RENDERINGS
from tests.microcredentials.test_issuing import EDUBADGE

FULL = chain.full_award()


def version(**changes):
    return replace(FULL, achievement=replace(FULL.achievement, **changes))


# The record without each of the elements, and what its linter says. The date (M5) and the form of
# participation (M10) cannot be left out of a record: they have no empty value.
WITHOUT = {
    "M1": (replace(FULL, learner=replace(FULL.learner, name="", email="")), "(M1)"),
    "M2": (version(name=""), "(M2)"),
    "M3": (replace(FULL, issuer=replace(FULL.issuer, country="")), "(M3)"),
    "M4": (replace(FULL, issuer=replace(FULL.issuer, name="")), "(M4)"),
    "M6": (version(outcomes=()), "(M6)"),
    "M7": (version(hours=0, ects=Decimal(0)), "(M7)"),
    "M8": (version(eqf_level=0), "(M8)"),
    "M9": (version(assessments=()), "(M9)"),
    "M11": (replace(version(framework=None), mark=None), "(M11)"),
}


@pytest.mark.parametrize("render", RENDERINGS.values(), ids=RENDERINGS.keys())
def test_every_rendering_of_a_sound_record_has_every_element(render):
    rendered = render(FULL)

    assert completeness(rendered) == MANDATORY.keys()
    assert missing(rendered) == []


@pytest.mark.parametrize("element", WITHOUT)
def test_a_record_without_an_element_is_refused(element):
    record, said = WITHOUT[element]

    assert any(said in problem for problem in lint.problems(record))


@pytest.mark.parametrize("element", WITHOUT)
@pytest.mark.parametrize("render", RENDERINGS.values(), ids=RENDERINGS.keys())
def test_every_rendering_of_a_record_without_an_element_is_refused(render, element):
    record, _ = WITHOUT[element]
    try:
        rendered = render(record)
    except InvalidDocument:
        return

    assert element not in completeness(rendered)
    assert f"{MANDATORY[element]} is missing ({element})" in missing(rendered)


def without_place(value, place):
    """The rendering without what stands at a place."""
    match value:
        case list():
            return [without_place(member, place) for member in value]
        case dict():
            step, _, rest = place.partition(" / ")
            word = elements._parsed(step)[0]
            if word not in value:
                return value
            if rest:
                return value | {word: without_place(value[word], rest)}
            return {key: member for key, member in value.items() if key != word}
        case _:
            return value


PLACES_OF = [
    (name, element, place)
    for name, kind in (
        ("Open Badges 3.0", "OpenBadgeCredential"),
        ("Open Badges 2.0", "Assertion"),
        ("ELM 3.2", "EuropeanDigitalCredential"),
    )
    for element in MANDATORY
    for place in PLACES[kind][element]
]


@pytest.mark.parametrize(("name", "element", "place"), PLACES_OF)
def test_a_rendering_from_which_an_element_is_taken_is_refused(name, element, place):
    rendered = without_place(deepcopy(RENDERINGS[name](FULL)), place)

    assert element not in completeness(rendered)


@pytest.mark.parametrize("kind", PLACES)
def test_every_element_has_its_places_in_every_format(kind):
    assert PLACES[kind].keys() == MANDATORY.keys() | OPTIONAL.keys()


@pytest.mark.parametrize("element", OPTIONAL)
@pytest.mark.parametrize("name", ["Open Badges 3.0", "Open Badges 2.0", "ELM 3.2"])
def test_a_full_record_says_the_optional_elements_too(name, element):
    rendered = RENDERINGS[name](FULL)
    kinds = rendered["type"] if isinstance(rendered["type"], list) else [rendered["type"]]
    places = next(PLACES[kind] for kind in kinds if kind in PLACES)

    assert all(elements._says(rendered, place) for place in places[element])


def test_of_something_else_nothing_is_known():
    assert completeness({"type": "Profile"}) == frozenset()
    assert completeness({}) == completeness({"type": [[7]]}) == frozenset()
    assert completeness({"type": ["ClrCredential"], "credentialSubject": {}}) == frozenset()
    assert completeness({"type": "Assertion", "recipient": 7, "issuedOn": None}) == frozenset()


def test_an_edubadge_lacks_the_quality_mark_and_says_so():
    assert missing(RENDERINGS["Open Badges 3.0"](EDUBADGE)) == [
        "Type of quality assurance is missing (M11)"
    ]


def test_a_place_that_is_badly_written_is_an_error():
    with pytest.raises(ValueError, match="a-b"):
        list(elements._at({}, "a-b"))
