"""Open Badges 2.0, hosted: issuer, badge class and assertion, each at an address of its own.

For backpacks that know nothing newer. Nothing is signed: who trusts the address trusts the badge.
The addresses are handed in, because whoever serves the files decides where they stand.
"""

from typing import Any
from urllib.parse import urlsplit

from microcredentials.dates import midnight, timestamp
from microcredentials.document import Achievement, Evidence, Microcredential, Party, Result
from microcredentials.errors import InvalidDocument
from microcredentials.formats.open_badge_2_version import (
    alignments,
    extensions,
    narrative,
    words_of,
)
from microcredentials.formats.open_badge_3 import identity_hash

CONTEXT = "https://w3id.org/openbadges/v2"
_OPEN_BADGES_3 = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"


def issuer(party: Party, *, address: str, open_badge_3: str = "") -> dict[str, Any]:
    """Return an institution as the issuer that stands at `address`.

    `open_badge_3` is the https address of the same institution for Open Badges 3.0; a DID there
    is refused by validators of 2.0. Raises `InvalidDocument`: this format demands a web address
    and an e-mail address, which a party may lack.
    """
    wanting = {"web address": party.url, "e-mail address": party.email}
    if missing := [what for what, value in wanting.items() if not value]:
        raise InvalidDocument(
            [f"Open Badges 2.0 asks for the {what} of the institution" for what in missing]
        )
    rendered: dict[str, Any] = {
        "@context": CONTEXT,
        "type": "Issuer",
        "id": address,
        "name": party.name,
        "url": party.url,
        "email": party.email,
        # Element M3: the format has no word for the country of an issuer.
        "description": ", ".join(filter(None, (party.name, party.address, party.country))),
        "verification": {"allowedOrigins": urlsplit(address).netloc},
    }
    if party.logo_url:
        rendered["image"] = party.logo_url
    return rendered | _related("Profile", open_badge_3)


def of_version(
    version: Achievement,
    *,
    address: str,
    issuer: str,
    open_badge_3: str = "",
    extensions_at: str = "",
) -> dict[str, Any]:
    """Return a version as the badge class that stands at `address`; `issuer` is an address too.

    `extensions_at` is the address under which the contexts of the extensions that are in use in
    the Netherlands stand, such as `https://…/extensions`. Without it there are no extensions: a
    validator fetches those contexts, and must find them.
    """
    rendered: dict[str, Any] = {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": address,
        "name": version.name,
        "description": version.description,
        "image": version.image_url,
        "criteria": {"id": version.criteria_url, "narrative": narrative(version)},
        "issuer": issuer,
        "@language": version.language,
        "version": version.version,
        "alignment": alignments(version),
    }
    if tags := [tag for tag in (version.field_of_study, *version.tags) if tag]:
        rendered["tags"] = tags
    rendered |= _related("Achievement", open_badge_3)
    return rendered | (extensions(version, extensions_at) if extensions_at else {})


def of_award(
    award: Microcredential, *, address: str, badge: str, image: str = ""
) -> dict[str, Any]:
    """Return an award as the assertion that stands at `address`; `badge` is its badge class.

    The learner is named only by a salted hash of the e-mail address, for anybody may ask for the
    file. Raises `InvalidDocument` if there is no e-mail address.
    """
    learner = award.learner
    if not learner.email:
        raise InvalidDocument(["Open Badges 2.0 asks for the e-mail address of the learner"])
    rendered: dict[str, Any] = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": address,
        "badge": badge,
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": learner.salt,
            "identity": identity_hash(learner.email, learner.salt),
        },
        "issuedOn": midnight(award.awarded_on),
        "verification": {"type": "HostedBadge"},
    }
    if image:
        rendered["image"] = image
    if award.valid_until is not None:
        rendered["expires"] = timestamp(award.valid_until)
    if said := _narrative(award):
        rendered["narrative"] = said
    if award.evidence:
        rendered["evidence"] = [_evidence(evidence) for evidence in award.evidence]
    return rendered


def revoked(*, address: str, reason: str = "") -> dict[str, Any]:
    """Return what stands at `address` once the award is withdrawn or replaced: with status 410."""
    rendered: dict[str, Any] = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": address,
        "revoked": True,
    }
    return rendered | ({"revocationReason": reason} if reason else {})


def _related(kind: str, address: str) -> dict[str, Any]:
    if not address:
        return {}
    return {
        "related": [
            {"type": [_OPEN_BADGES_3 + kind], "id": address, "version": "Open Badges v3p0"},
        ]
    }


def _narrative(award: Microcredential) -> str:
    said = [_result(award.result, award.achievement)] if award.result else []
    if award.took_part_from and award.took_part_until:
        days = f"{award.took_part_from.isoformat()} – {award.took_part_until.isoformat()}"
        said.append(f"{words_of(award.achievement)['took part']}: {days}.")
    return "\n\n".join([*said, *([award.narrative] if award.narrative else [])])


def _result(result: Result, version: Achievement) -> str:
    words, grading = words_of(version), version.grading
    scale = grading.name if grading else result.scale
    passed = (grading.passed_from if grading else "") or result.passed_from
    about = [scale] if scale else []
    if passed:
        about.append(f"{words['passed from']} {passed}")
    return f"{words['result']}: {result.value}" + (f" ({'; '.join(about)})." if about else ".")


def _evidence(evidence: Evidence) -> dict[str, Any]:
    said = {
        "id": evidence.id,
        "type": "Evidence",
        "name": evidence.name,
        "description": evidence.description,
        "narrative": evidence.narrative,
        "genre": evidence.genre,
    }
    return {word: value for word, value in said.items() if value}
