"""What a microcredential, its mark and its admission say, whatever format they travel in."""

from microcredentials.document.award import (
    Evidence,
    Learner,
    LearnerIdentifier,
    LearnerIdentifierKind,
    Microcredential,
    Result,
    StatusEntry,
)
from microcredentials.document.learning_record import (
    Association,
    AssociationKind,
    LargerAward,
    LearningRecord,
)
from microcredentials.document.party import (
    Admission,
    ContentReference,
    Party,
    PartyIdentifier,
    PartyIdentifierKind,
    QualityMark,
)
from microcredentials.document.register import (
    KeyKind,
    MarkEvent,
    MarkEventKind,
    Register,
    RegisteredInstitution,
    RegisteredKey,
    StatusList,
    StatusNote,
)
from microcredentials.document.version import (
    Achievement,
    Assessment,
    AssessmentForm,
    Framework,
    Grading,
    Kind,
    Participation,
    PreviousVersion,
    ResultKind,
    Skill,
    Supervision,
)

__all__ = [
    "Achievement",
    "Admission",
    "Assessment",
    "AssessmentForm",
    "Association",
    "AssociationKind",
    "ContentReference",
    "Document",
    "Evidence",
    "Framework",
    "Grading",
    "KeyKind",
    "Kind",
    "LargerAward",
    "Learner",
    "LearnerIdentifier",
    "LearnerIdentifierKind",
    "LearningRecord",
    "MarkEvent",
    "MarkEventKind",
    "Microcredential",
    "Participation",
    "Party",
    "PartyIdentifier",
    "PartyIdentifierKind",
    "PreviousVersion",
    "QualityMark",
    "Register",
    "RegisteredInstitution",
    "RegisteredKey",
    "Result",
    "ResultKind",
    "Skill",
    "StatusEntry",
    "StatusList",
    "StatusNote",
    "Supervision",
]

Document = (
    Microcredential | LearningRecord | QualityMark | Admission | Register | StatusList | StatusNote
)
