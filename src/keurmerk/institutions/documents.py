"""What the outside world may know of the parties: their names, their keys, their admission."""

from typing import Any

from django.conf import settings

import microcredentials
from keurmerk.institutions.models import (
    Admission,
    DesignatedBody,
    Institution,
    KeyKind,
    Platform,
    SigningKey,
)
from keurmerk.institutions.states import KeyState
from microcredentials import Framework, OperatorKey, Party, Trust
from microcredentials.keys import Fingerprint, did_document, did_web, fingerprint


def operator_did() -> str:
    return did_web(settings.PUBLIC_HOST, "operator")


def institution_did(institution: Institution) -> str:
    return did_web(settings.PUBLIC_HOST, "issuers", institution.slug)


def body_did(body: DesignatedBody) -> str:
    return did_web(settings.PUBLIC_HOST, "issuers", body.institution.slug, "bodies", body.slug)


def party(owner: Institution | DesignatedBody, language: str = "nl") -> Party:
    """The institution or body as it is named in a document in this language."""
    name = owner.name_en if language == "en" else owner.name_nl
    if isinstance(owner, DesignatedBody):
        institution = owner.institution
        return Party(
            id=body_did(owner), name=name, url=institution.url, country=institution.country
        )
    return Party(
        id=institution_did(owner),
        name=name,
        url=owner.url,
        country=owner.country,
        email=owner.desk_email,
    )


def operator_party(language: str = "nl") -> Party:
    """The operator of this installation as it is named in a document in this language."""
    platform = Platform.objects.get()
    name = platform.operator_name_en if language == "en" else platform.operator_name_nl
    return Party(id=operator_did(), name=name, url=platform.public_url)


def framework_id(slug: str) -> str:
    """The address of a quality framework in one version."""
    return f"{settings.PUBLIC_URL}/frameworks/{slug}"


def did_document_of(did: str) -> dict[str, Any]:
    """The DID document: retired keys stay, or older documents would no longer verify elsewhere.

    A compromised key is called revoked, but keeps its place while documents it signed are in
    use; it leaves when it never signed anything.
    """
    keys = SigningKey.objects.public().filter(did=did)
    asserting = [
        key.multikey for key in keys if key.state != KeyState.COMPROMISED or key.documents.exists()
    ]
    revoked = {key.multikey: key.compromised_since for key in keys if key.compromised_since}
    return did_document(did, asserting, revoked)


def admission_document(admission: Admission) -> microcredentials.Admission:
    """What the operator signs about an institution, all of it fixed when it was released."""
    if admission.released_at is None:
        raise ValueError("an admission is signed after its release")
    bodies = admission.bodies.select_related("institution").order_by("slug")
    return microcredentials.Admission(
        id=f"urn:uuid:{admission.pk}",
        operator=operator_party(),
        institution=party(admission.institution),
        sector=admission.institution.sector,
        levels=(admission.level_from, admission.level_to),
        framework=Framework(id=framework_id(admission.framework), name=admission.framework_name),
        bodies=tuple(body_did(body) for body in bodies),
        awards_from=admission.awards_from,
        awards_until=admission.awards_until,
        created=admission.released_at,
    )


def operator_fingerprint() -> Fingerprint | None:
    """The operator key in use, for comparing by eye or by telephone; None before there is one."""
    key = SigningKey.objects.active().filter(kind=KeyKind.OPERATOR).first()
    return fingerprint(key.multikey) if key else None


def trust() -> Trust:
    """Whom a checker trusts who trusts this installation: its operator keys."""
    return Trust(
        operator_keys=tuple(
            OperatorKey(
                id=key.key_id,
                multikey=key.multikey,
                active_from=key.active_from,
                active_until=key.active_until,
                compromised_since=key.compromised_since,
            )
            for key in SigningKey.objects.public().filter(kind=KeyKind.OPERATOR)
            if key.active_from
        )
    )
