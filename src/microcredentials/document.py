"""What a microcredential, its mark and its admission say, whatever format they travel in."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal


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


class MarkEventKind(StrEnum):
    """What happened to a quality mark after it was granted."""

    SUSPENDED = "suspended"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"


class AssociationKind(StrEnum):
    """How one achievement stands to another, in the words of CLR 2.0 (`AssociationType`)."""

    SAME_AS = "exactMatchOf"
    CHILD_OF = "isChildOf"
    PARENT_OF = "isParentOf"
    PART_OF = "isPartOf"
    PEER_OF = "isPeerOf"
    RELATED_TO = "isRelatedTo"
    BEFORE = "precedes"
    REPLACED_BY = "replacedBy"


class KeyKind(StrEnum):
    """What a key may sign."""

    OPERATOR = "operator"
    ISSUING = "issuing"
    MARK = "mark"


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


class PartyIdentifierKind(StrEnum):
    """The public lists in which an organisation may stand."""

    BRIN = "BRIN"
    ROR = "ROR"
    SCHAC = "schacHomeOrganization"
    KVK = "KVK"
    EIDAS = "eIDAS"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyIdentifier:
    """What an organisation is called in a public list."""

    kind: PartyIdentifierKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An institution, designated body or operator, named by its DID; `address` is one line."""

    id: str
    name: str
    url: str = ""
    country: str = "NL"
    email: str = ""
    address: str = ""
    logo_url: str = ""
    identifiers: tuple[PartyIdentifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The operator lets an institution award, and names the bodies that may mark for it."""

    id: str
    operator: Party
    institution: Party
    sector: str
    levels: tuple[int, int]
    framework: Framework
    bodies: tuple[str, ...]
    awards_from: date
    awards_until: date | None
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentReference:
    """The address and digest of one language of a version."""

    language: str
    url: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityMark:
    """A designated body's decision about exactly one version."""

    id: str
    body: Party
    achievement_id: str
    achievement_name: str
    framework: Framework
    decision_number: str
    ec_minimum: Decimal
    ec_maximum: Decimal
    awards_from: date
    awards_until: date | None
    contents: tuple[ContentReference, ...]
    created: datetime
    comment: str


class LearnerIdentifierKind(StrEnum):
    """What a person may be known by, beside name and e-mail address."""

    EDUID = "ext:eduID"
    EPPN = "ext:eduPersonPrincipalName"
    STUDENT_NUMBER = "sisSourcedId"
    NATIONAL = "nationalIdentityNumber"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerIdentifier:
    """One more identifier of a person; in the file it is always hashed."""

    kind: LearnerIdentifierKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """The person in the file; `id` is new for every award.

    `name` is the name as registered. The parts of it are known for some people only, and are
    never guessed from it.
    """

    id: str
    name: str
    email: str
    salt: str
    given_name: str = ""
    family_name: str = ""
    identifiers: tuple[LearnerIdentifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the learner reached, on which scale, and from where it counts as passed."""

    value: str
    scale: str
    passed_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Work of the learner on which the award rests; `id` is its address, or empty."""

    name: str
    id: str = ""
    description: str = ""
    narrative: str = ""
    genre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """Where the status of an award stands: the same place in two lists."""

    revocation_list: str
    suspension_list: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Microcredential:
    """One version, awarded by one institution to one learner (or an edubadge: `mark` is None)."""

    id: str
    issuer: Party
    admission: dict[str, Any]
    achievement: Achievement
    mark: dict[str, Any] | None
    learner: Learner
    awarded_on: date
    valid_from: datetime
    valid_until: datetime | None
    status: StatusEntry
    result: Result | None
    replaces: str | None
    evidence: tuple[Evidence, ...] = ()
    narrative: str = ""
    took_part_from: date | None = None
    took_part_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LargerAward:
    """What microcredentials may lead to, such as a certificate; `id` is its address."""

    id: str
    name: str
    description: str
    criteria: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """How one achievement stands to another; both are named by their address."""

    kind: AssociationKind
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningRecord:
    """Several signed awards of one learner, and how they stand to each other."""

    id: str
    issuer: Party
    name: str
    learner: Learner
    awards: tuple[dict[str, Any], ...]
    created: datetime
    description: str = ""
    larger_awards: tuple[LargerAward, ...] = ()
    associations: tuple[Association, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredInstitution:
    """An admitted institution and the bodies it designated."""

    institution: Party
    bodies: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredKey:
    """A public key, whose it is, and the time in which it may sign."""

    id: str
    multikey: str
    kind: KeyKind
    controller: str
    active_from: datetime
    active_until: datetime | None = None
    compromised_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEvent:
    """A later decision on a mark; it touches awards dated `effect_from` to `effect_until`."""

    mark_id: str
    body: str
    kind: MarkEventKind
    at: datetime
    effect_from: date
    effect_until: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the operator answers for: institutions, bodies, keys, admissions, mark events."""

    id: str
    operator: Party
    sequence: int
    created: datetime
    institutions: tuple[RegisteredInstitution, ...]
    keys: tuple[RegisteredKey, ...]
    admissions: tuple[dict[str, Any], ...]
    mark_events: tuple[MarkEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """The positions that are set in one list of one institution."""

    id: str
    issuer: Party
    purpose: Literal["revocation", "suspension"]
    set_indexes: frozenset[int]
    created: datetime
    length: int = 131_072


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusNote:
    """Why an award's status is set; `reason` is a class, never a story about a person."""

    id: str
    issuer: Party
    award: str
    status: Literal["withdrawn", "replaced", "suspended"]
    reason: str
    on: date
    created: datetime
    replaced_by: str | None


Document = (
    Microcredential | LearningRecord | QualityMark | Admission | Register | StatusList | StatusNote
)
