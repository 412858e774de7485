"""European Learning Model 3.2: an award as a European Digital Credential, not yet sealed.

The institution seals it with its own certificate (eIDAS), for instance in the Commission's own
tool. Only people who may see the learner's e-mail address should get the file.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from microcredentials.dates import timestamp
from microcredentials.document import Achievement, Microcredential, PartyIdentifierKind
from microcredentials.errors import InvalidDocument
from microcredentials.formats.elm_claim import claim, person
from microcredentials.formats.elm_parts import (
    Languages,
    concept,
    identifier,
    node,
    organisation,
    picture,
)
from microcredentials.formats.european_concepts import COUNTRIES, GENERIC, LANGUAGES

CONTEXTS = [
    "https://www.w3.org/2018/credentials/v1",
    "http://data.europa.eu/snb/model/context/edc-ap",
]
SCHEMA = "http://data.europa.eu/snb/model/ap/edc-generic-full"
_PNG = b"\x89PNG\r\n\x1a\n"


def credential(
    award: Microcredential,
    *,
    pages: Mapping[str, Sequence[bytes]],
    translation: Achievement | None = None,
) -> dict[str, Any]:
    """Return the award as an unsealed European Digital Credential.

    `pages` are PNG images of the certificate, by language and in order: the format demands at
    least one in each language. `translation` is the same version in the other language. Raises
    `InvalidDocument` with everything that the format demands and the record lacks.
    """
    versions = (award.achievement, *([translation] if translation else []))
    if problems := list(_problems(award, pages, versions)):
        raise InvalidDocument(problems)
    languages = Languages(versions)
    issued = timestamp(award.valid_from)
    rendered = {
        "@context": list(CONTEXTS),
        "id": f"urn:credential:{award.id.removeprefix('urn:uuid:')}",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialProfiles": concept(GENERIC),
        "credentialSchema": {"id": SCHEMA, "type": "ShaclValidator2017"},
        "identifier": identifier("award", "Open Badges 3.0", award.id),
        "displayParameter": _display(languages, pages),
        "credentialSubject": person(award.learner, claim(award, languages), languages),
        "issuer": organisation("institution", award.issuer, languages),
        "issuanceDate": issued,
        "issued": issued,
        "validFrom": issued,
    }
    if award.valid_until is not None:
        until = timestamp(award.valid_until)
        rendered |= {"validUntil": until, "expirationDate": until}
    return rendered


def for_upload(rendered: dict[str, Any]) -> dict[str, Any]:
    """Return an unsealed credential in the wrapping that the Commission's tool takes in."""
    return {"credential": rendered}


def _problems(
    award: Microcredential,
    pages: Mapping[str, Sequence[bytes]],
    versions: tuple[Achievement, ...],
) -> Sequence[str]:
    kinds = {each.kind for each in award.issuer.identifiers}
    found = []
    if PartyIdentifierKind.EIDAS not in kinds:
        found.append("the European Learning Model asks for the eIDAS identifier of the institution")
    if award.issuer.country not in COUNTRIES:
        found.append(f"the country “{award.issuer.country}” is in no European list that we know")
    for version in versions:
        shown = pages.get(version.language, ())
        if not shown or not all(page.startswith(_PNG) for page in shown):
            found.append(f"the certificate in “{version.language}” is missing as PNG images")
    shapes = {(version.id, len(version.outcomes), len(version.assessments)) for version in versions}
    if len(shapes) > 1 or len({version.language for version in versions}) < len(versions):
        found.append("the translation is of another version")
    return found


def _display(languages: Languages, pages: Mapping[str, Sequence[bytes]]) -> dict[str, Any]:
    shown = [version.language for version in languages.versions]
    return node(
        "DisplayParameter",
        "1",
        title=languages.text(lambda each: each.name),
        description=languages.words(languages.versions[0].kind.value),
        primaryLanguage=concept(LANGUAGES[shown[0]]),
        language=[concept(LANGUAGES[language]) for language in shown],
        individualDisplay=[
            node(
                "IndividualDisplay",
                language,
                language=concept(LANGUAGES[language]),
                displayDetail=[
                    _page(f"{language}-{number}", number, page)
                    for number, page in enumerate(pages[language], 1)
                ],
            )
            for language in shown
        ],
    )


def _page(name: str, number: int, png: bytes) -> dict[str, Any]:
    return node("DisplayDetail", name, page=number, image=picture(name, png))
