"""Everything that changes a programme and its versions."""

from keurmerk.programmes.actions.handing_in import (
    FrameworkReference,
    mark_version,
    publish_edubadge,
    publish_marked_version,
    refuse_version,
    return_version,
    submit_version,
)
from keurmerk.programmes.actions.starting import add_owner, copy_version, start_programme
from keurmerk.programmes.actions.writing import (
    AssessmentDraft,
    save_activities,
    save_assessments,
    save_outcomes,
    save_version_fields,
)

__all__ = [
    "AssessmentDraft",
    "FrameworkReference",
    "add_owner",
    "copy_version",
    "mark_version",
    "publish_edubadge",
    "publish_marked_version",
    "refuse_version",
    "return_version",
    "save_activities",
    "save_assessments",
    "save_outcomes",
    "save_version_fields",
    "start_programme",
    "submit_version",
]
