"""The mark and the register as documents, and the one question before awarding: is it in force?"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.utils import timezone

import microcredentials
from keurmerk.institutions.documents import body_did, framework_id, operator_party, party
from keurmerk.institutions.models import Admission, Institution, SigningKey
from keurmerk.institutions.states import AdmissionState
from keurmerk.programmes.documents import LANGUAGES, content_intact, content_url, version_url
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import MarkApplication, MarkDecision, MarkEvent
from keurmerk.quality.states import DecisionState
from microcredentials import (
    ContentReference,
    Framework,
    KeyKind,
    MarkEventKind,
    QualityMark,
    Register,
    RegisteredInstitution,
    RegisteredKey,
)


class MarkProblem(StrEnum):
    """Why no mark covers an award; empty when one does."""

    NONE = ""
    NO_MARK = "NO_MARK"
    BEING_SIGNED = "MARK_BEING_SIGNED"
    OTHER_PERIOD = "MARK_OTHER_PERIOD"
    SUSPENDED = "MARK_SUSPENDED"
    WITHDRAWN = "MARK_WITHDRAWN"
    CONDITION_NOT_MET = "CONDITION_NOT_MET"
    BODY_NOT_ADMITTED = "BODY_NOT_ADMITTED"
    HASH_MISMATCH = "MARK_HASH_MISMATCH"


BY_STATE = {
    DecisionState.TO_BE_SIGNED: MarkProblem.BEING_SIGNED,
    DecisionState.SUSPENDED: MarkProblem.SUSPENDED,
    DecisionState.WITHDRAWN: MarkProblem.WITHDRAWN,
}


def mark_in_force(version: ProgrammeVersion, on: date, at: datetime) -> MarkDecision | None:
    """Return the decision that lets an award of day `on` be released at this moment."""
    decision = MarkDecision.objects.covering(version, on).order_by("-decided_at", "pk").first()
    return None if decision is None or _problem(decision, on, at) else decision


def mark_problem(version: ProgrammeVersion, on: date, at: datetime) -> MarkProblem:
    """Say why an award of day `on` cannot be released now; empty when it can."""
    decisions = MarkDecision.objects.order_by("-decided_at", "pk")
    decision = decisions.covering(version, on).first()
    if decision is not None:
        return _problem(decision, on, at)
    granted = decisions.filter(version=version).exclude(state=DecisionState.REFUSED)
    return MarkProblem.OTHER_PERIOD if granted.exists() else MarkProblem.NO_MARK


def _problem(decision: MarkDecision, on: date, at: datetime) -> MarkProblem:
    if decision.state != DecisionState.IN_FORCE:
        return BY_STATE[DecisionState(decision.state)]
    if decision.conditions.filter(met_at=None, due__lt=timezone.localdate(at)).exists():
        return MarkProblem.CONDITION_NOT_MET
    if not admitted(decision, on):
        return MarkProblem.BODY_NOT_ADMITTED
    version = ProgrammeVersion.objects.get(pk=decision.version_id)
    same = (decision.digest_nl, decision.digest_en) == (version.digest_nl, version.digest_en)
    if not same or not content_intact(version):
        return MarkProblem.HASH_MISMATCH
    return MarkProblem.NONE


def admitted(decision: MarkDecision, on: date) -> bool:
    """Say whether the institution's admission in force names this body for awards of that day."""
    admission = decision.body.institution.admissions.in_force().first()
    return (
        admission is not None
        and admission.awards_from <= on
        and (admission.awards_until is None or on <= admission.awards_until)
        and admission.bodies.filter(pk=decision.body_id).exists()
    )


def proposed_number(application: MarkApplication, on: date) -> str:
    """The next decision number of the institution in this year, like VU-2026-0017."""
    institution = application.body.institution
    start = f"{institution.slug.upper()}-{on.year}-"
    taken = MarkDecision.objects.filter(body__institution=institution, number__startswith=start)
    numbers = [number.removeprefix(start) for number in taken.values_list("number", flat=True)]
    last = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return f"{start}{last + 1:04d}"


def mark_document(decision: MarkDecision) -> QualityMark:
    """What the body signs about one version, all of it fixed when it decided."""
    version = decision.version
    if decision.awards_from is None or decision.ec_minimum is None or decision.ec_maximum is None:
        raise ValueError("only a granted mark is signed")
    digests = {"nl": decision.digest_nl, "en": decision.digest_en}
    return QualityMark(
        id=decision.urn,
        body=party(decision.body),
        achievement_id=version_url(version),
        achievement_name=version.title_nl,
        framework=Framework(
            id=framework_id(decision.framework.slug), name=decision.framework.name_nl
        ),
        decision_number=decision.number,
        ec_minimum=decision.ec_minimum,
        ec_maximum=decision.ec_maximum,
        awards_from=decision.awards_from,
        awards_until=decision.awards_until,
        contents=tuple(
            ContentReference(
                language=language, url=content_url(version, language), digest=digests[language]
            )
            for language in LANGUAGES
        ),
        created=decision.decided_at,
        comment="",
    )


def register_document(*, sequence: int, created: datetime) -> Register:
    """Everything the operator answers for at this moment, in a fixed order."""
    signed = Admission.objects.exclude(document=None).select_related("institution", "document")
    signed = signed.filter(state__in=[AdmissionState.IN_FORCE, AdmissionState.ENDED])
    return Register(
        id=f"{settings.PUBLIC_URL}/register.json",
        operator=operator_party(),
        sequence=sequence,
        created=created,
        institutions=tuple(_institutions()),
        keys=tuple(_keys()),
        admissions=tuple(
            json.loads(admission.document.text)
            for admission in signed.order_by("institution__slug", "released_at", "pk")
            if admission.document
        ),
        mark_events=tuple(_mark_events()),
    )


def register_digest(register: Register) -> str:
    """A digest of what a register says, whatever its number and date."""
    content = {
        name: value
        for name, value in asdict(register).items()
        if name not in ("sequence", "created")
    }
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()


def _institutions() -> Iterator[RegisteredInstitution]:
    admitted = Admission.objects.exclude(document=None).values("institution")
    for institution in Institution.objects.filter(pk__in=admitted).order_by("slug"):
        bodies = institution.bodies.select_related("institution").order_by("slug")
        yield RegisteredInstitution(
            institution=party(institution), bodies=tuple(party(body) for body in bodies)
        )


def _keys() -> Iterator[RegisteredKey]:
    keys = SigningKey.objects.public().order_by("did", "active_from", "pk")
    return (
        RegisteredKey(
            id=key.key_id,
            multikey=key.multikey,
            kind=KeyKind(key.kind),
            controller=key.did,
            active_from=key.active_from,
            active_until=key.active_until,
            compromised_since=key.compromised_since,
        )
        for key in keys
        if key.active_from is not None
    )


def _mark_events() -> Iterator[microcredentials.MarkEvent]:
    events = MarkEvent.objects.select_related("decision__body__institution").order_by("at", "pk")
    for event in events:
        yield microcredentials.MarkEvent(
            mark_id=event.decision.urn,
            body=body_did(event.decision.body),
            kind=MarkEventKind(event.kind),
            at=event.at,
            effect_from=event.effect_from,
            effect_until=event.effect_until,
            reason=event.reason,
        )
