"""The European elements of a microcredential, and where each stands in every rendering.

Source: Council Recommendation of 16 June 2022 on a European approach to micro-credentials
(2022/C 243/02), Annex I. An element is there if something stands at each of its places.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

MANDATORY = {
    "M1": "Identification of the learner",
    "M2": "Title of the micro-credential",
    "M3": "Country or region of the issuer",
    "M4": "Awarding body",
    "M5": "Date of issuing",
    "M6": "Learning outcomes",
    "M7": "Notional workload",
    "M8": "Level",
    "M9": "Type of assessment",
    "M10": "Form of participation",
    "M11": "Type of quality assurance",
}
OPTIONAL = {
    "O1": "Prerequisites",
    "O2": "Supervision and identity verification",
    "O3": "Grade achieved",
    "O4": "Integration and stackability",
    "O5": "Further information",
}

# A place is a way through the file; of a list, all members are looked at. `[word=value]` keeps
# the members of which that word has that value, `[word~pattern]` those that match.
_VERSION_3 = "credentialSubject / achievement"
OPEN_BADGES_3 = {
    "M1": ("credentialSubject / identifier[identityType=name] / identityHash",),
    "M2": (f"{_VERSION_3} / name",),
    "M3": ("issuer / address / addressCountryCode",),
    "M4": ("issuer / name",),
    "M5": ("awardedDate",),
    "M6": (f"{_VERSION_3} / alignment[targetType=ext:LearningOutcome] / targetName",),
    "M7": (f"{_VERSION_3} / ects", f"{_VERSION_3} / studyLoadHours"),
    "M8": (f"{_VERSION_3}[eqfLevel~/eqf/[1-8]$] / eqfLevel",),
    "M9": (f"{_VERSION_3} / assessmentType", f"{_VERSION_3} / assessmentPlan"),
    "M10": (f"{_VERSION_3} / participationType",),
    "M11": (
        f"{_VERSION_3} / qualityAssurance",
        f"{_VERSION_3} / endorsement / credentialSubject / decisionNumber",
    ),
    "O1": (f"{_VERSION_3} / prerequisites",),
    "O2": (f"{_VERSION_3} / supervisionType",),
    "O3": ("credentialSubject / result / value",),
    "O4": (f"{_VERSION_3} / stackable",),
    "O5": (f"{_VERSION_3} / criteria / id",),
}
# With the badge class inside the assertion, and the issuer inside the badge class.
OPEN_BADGES_2 = {
    "M1": ("recipient / identity",),
    "M2": ("badge / name",),
    "M3": ("badge / issuer[description~, [A-Z]{2}$] / description",),
    "M4": ("badge / issuer / name",),
    "M5": ("issuedOn",),
    "M6": ("badge / alignment[targetUrl~#outcome-] / targetName",),
    "M7": ("badge / alignment[targetFramework=ECTS] / targetCode",),
    "M8": ("badge / alignment[targetUrl~/eqf/[1-8]$] / targetCode",),
    "M9": ("badge / alignment[targetFramework=Learning assessment types] / targetName",),
    "M10": ("badge / alignment[targetFramework=Modes of learning and assessment] / targetName",),
    "M11": ("badge / alignment[targetFramework=Quality assurance] / targetName",),
    "O1": ("badge / criteria / narrative",),
    "O2": ("badge / alignment[targetFramework=Supervision and ID verification] / targetName",),
    "O3": ("narrative",),
    "O4": ("badge / criteria / narrative",),
    "O5": ("badge / criteria / id",),
}
_CLAIM = "credentialSubject / hasClaim"
_BODY = f"{_CLAIM} / awardedBy / awardingBody"
_VERSION = f"{_CLAIM} / specifiedBy"
EUROPEAN_LEARNING_MODEL = {
    "M1": ("credentialSubject / fullName",),
    "M2": (f"{_CLAIM} / title",),
    "M3": (f"{_BODY} / location / address / countryCode / id",),
    "M4": (f"{_BODY} / legalName",),
    "M5": (f"{_CLAIM} / awardedBy / awardingDate",),
    "M6": (f"{_VERSION} / learningOutcome[id~#outcome-] / title",),
    "M7": (
        f"{_VERSION} / creditPoint / point",
        f"{_CLAIM} / specifiedBy[volumeOfLearning~^PT[1-9]] / volumeOfLearning",
    ),
    "M8": (f"{_VERSION} / eqfLevel[id~/eqf/[1-8]$] / id",),
    "M9": (f"{_VERSION} / provenBy / dcType / id",),
    "M10": (f"{_VERSION} / mode / id",),
    "M11": (f"{_VERSION} / accreditation / title",),
    "O1": (f"{_VERSION} / entryRequirement / noteLiteral",),
    "O2": (f"{_CLAIM} / provenBy / hasPart / idVerification / id",),
    "O3": (f"{_CLAIM} / provenBy / grade / noteLiteral",),
    "O4": (f"{_VERSION} / additionalNote[id=urn:epass:note:stackable] / noteLiteral",),
    "O5": (f"{_VERSION} / homepage / contentURL",),
}
# By the type that tells the format.
PLACES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "OpenBadgeCredential": OPEN_BADGES_3,
    "EuropeanDigitalCredential": EUROPEAN_LEARNING_MODEL,
    "Assertion": OPEN_BADGES_2,
}
_STEP = re.compile(r"(\w+)(?:\[(\w+)([=~])(.+)\])?")


def completeness(rendering: Mapping[str, Any]) -> frozenset[str]:
    """Return which of the mandatory elements, M1 to M11, stand in a rendering.

    An Open Badges 2.0 assertion is judged with its badge class and issuer inside it. A learning
    record (CLR) has what each of its awards has. Of anything else nothing is known.
    """
    kinds = [kind for kind in _members(rendering.get("type")) if isinstance(kind, str)]
    if "ClrCredential" in kinds:
        awards = list(_at(rendering, "credentialSubject / verifiableCredential"))
        found = [completeness(award) for award in awards if isinstance(award, dict)]
        return frozenset.intersection(*found) if found else frozenset()
    return frozenset(
        element
        for kind in kinds
        if kind in PLACES
        for element in MANDATORY
        if all(_says(rendering, place) for place in PLACES[kind][element])
    )


def missing(rendering: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each mandatory element that a rendering lacks."""
    there = completeness(rendering)
    return [f"{name} is missing ({code})" for code, name in MANDATORY.items() if code not in there]


def _says(rendering: Mapping[str, Any], place: str) -> bool:
    return any(_is_something(value) for value in _at(rendering, place))


def _is_something(value: object) -> bool:
    match value:
        case str():
            return bool(value.strip())
        case dict():
            return any(_is_something(member) for member in value.values())
        case bool():
            return True
        case _:
            return bool(value)


def _at(value: object, place: str) -> Iterator[Any]:
    """Return what stands at a place: none, one or several values."""
    if not place:
        yield value
    elif isinstance(value, dict):
        step, _, rest = place.partition(" / ")
        word, *condition = _parsed(step)
        for member in _members(value.get(word)):
            if _meets(member, condition):
                yield from _at(member, rest)


def _parsed(step: str) -> tuple[str, ...]:
    found = _STEP.fullmatch(step)
    if found is None:
        raise ValueError(step)
    return tuple(part or "" for part in found.groups())


def _members(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _meets(member: object, condition: list[str]) -> bool:
    word, how, wanted = condition
    if not word:
        return True
    said = member.get(word) if isinstance(member, dict) else None
    if how == "=":
        return said == wanted
    return isinstance(said, str) and re.search(wanted, said) is not None
