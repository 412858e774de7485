"""Write one programme version from the demo data, field by field as its director would."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from keurmerk.accounts.models import User
from keurmerk.institutions.models import Institution
from keurmerk.programmes.actions import (
    AssessmentDraft,
    save_activities,
    save_assessments,
    save_outcomes,
    save_version_fields,
    start_programme,
)
from keurmerk.programmes.models import ProgrammeVersion

DECIMALS = ("ects", "fee")


def write_version(data: dict[str, Any], *, by: User, at: datetime) -> ProgrammeVersion:
    """Return a complete draft of the programme that `data` describes."""
    institution = Institution.objects.get(slug=data["institution"])
    version = start_programme(
        institution=institution,
        unit=institution.units.get(slug=data["unit"]),
        code=data["code"],
        kind=data["kind"],
        title_nl=data["fields"]["title_nl"],
        by=by,
        at=at,
    )
    fields = data["fields"] | {name: Decimal(data["fields"][name]) for name in DECIMALS}
    save_version_fields(version=version, fields=fields, by=by, at=at)
    outcomes = [(dutch, english) for dutch, english in data["outcomes"]]
    save_outcomes(version=version, outcomes=outcomes, by=by, at=at)
    assessments = [
        AssessmentDraft(**{**draft, "outcomes": tuple(draft["outcomes"])})
        for draft in data["assessments"]
    ]
    save_assessments(version=version, assessments=assessments, by=by, at=at)
    save_activities(version=version, hours=data["activities"], by=by, at=at)
    return version
