"""What is taught: one version of a programme, the same in every award of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """A microcredential carries a quality mark; an edubadge never does."""

    MICROCREDENTIAL = "microcredential"
    EDUBADGE = "edubadge"


class Participation(StrEnum):
    """Where learners take part (European element M10)."""

    ONLINE = "online"
    ONSITE = "onsite"
    BLENDED = "blended"
    WORK = "work"


class AssessmentForm(StrEnum):
    """How the learning outcomes are assessed (European element M9)."""

    WRITTEN_EXAM = "written_exam"
    ORAL_EXAM = "oral_exam"
    REPORT_PAPER = "report_paper"
    PROFESSIONAL_PRODUCT = "professional_product"
    PORTFOLIO = "portfolio"
    BEHAVIOURAL_ASSESSMENT = "behavioural_assessment"
    DEVELOPMENT_REPORT = "development_report"
    PERSONALISED = "personalised"


class Supervision(StrEnum):
    """How an assessment is supervised (European element O2)."""

    NONE = "none"
    ONLINE = "online"
    ONSITE = "onsite"


class ResultKind(StrEnum):
    """What a result is, in the words of Open Badges 3.0 (`ResultType`)."""

    RAW_SCORE = "RawScore"
    PERCENT = "Percent"
    LETTER_GRADE = "LetterGrade"
    ECTS_GRADE = "ext:ECTSGradeScore"
    PASSED_OR_NOT = "Result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One assessment; `outcomes` are the numbers, from 1, of what it assesses."""

    form: AssessmentForm
    supervision: Supervision
    identity_check: bool
    description: str
    outcomes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A quality framework in one version; `id` is its address."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A skill from a public list, such as ESCO; `id` is its address."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """The scale on which results of a version are given (European element O3).

    A scale of numbers has `minimum` and `maximum`, a scale of words has `values`, lowest first.
    """

    name: str
    kind: ResultKind
    minimum: str = ""
    maximum: str = ""
    values: tuple[str, ...] = ()
    passed_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousVersion:
    """The version that this one follows; `id` is its address."""

    id: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """One version of a programme in one language: the same text in every award of it."""

    id: str
    kind: Kind
    language: Literal["nl", "en"]
    other_languages: tuple[tuple[str, str], ...]
    name: str
    description: str
    version: str
    code: str
    outcomes: tuple[str, ...]
    ects: Decimal
    hours: int
    eqf_level: int
    nlqf_level: str
    level_reason: str
    assessments: tuple[Assessment, ...]
    participation: Participation
    prerequisites: str
    target_group: str
    teaching_language: str
    stackable: bool
    stackability: str
    accredited_programme: bool
    fee: str
    isced_f: str
    framework: Framework | None
    creator: str
    criteria_url: str
    image_url: str
    grading: Grading | None = None
    skills: tuple[Skill, ...] = ()
    field_of_study: str = ""
    tags: tuple[str, ...] = ()
    previous: PreviousVersion | None = None
