"""One whole chain built with fixed keys: the same bytes on every machine."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from microcredentials import (
    Achievement,
    Admission,
    Assessment,
    AssessmentForm,
    ContentReference,
    Evidence,
    Framework,
    Grading,
    KeyKind,
    Kind,
    Learner,
    LearnerIdentifier,
    LearnerIdentifierKind,
    LocalSigner,
    Microcredential,
    OperatorKey,
    Participation,
    Party,
    PartyIdentifier,
    PartyIdentifierKind,
    PreviousVersion,
    QualityMark,
    Register,
    RegisteredInstitution,
    RegisteredKey,
    Result,
    ResultKind,
    Skill,
    StatusEntry,
    StatusList,
    StatusNote,
    Supervision,
    Trust,
    Unreachable,
    content_digest,
    did_web,
    issue,
    multikey,
)
from microcredentials.contexts import STATUS_CONTEXTS  # noqa: F401  # tests take it from here
from microcredentials.proofs.data_integrity import sign

HOST = "keurmerk.example"
OPERATOR = Party(id=did_web(HOST, "operator"), name="Keurmerk", url=f"https://{HOST}")
VU = Party(
    id=did_web(HOST, "issuers", "vu"),
    name="Vrije Universiteit Amsterdam",
    url="https://vu.example",
    email="microcredentials@vu.example",
)
BODY = Party(
    id=did_web(HOST, "issuers", "vu", "bodies", "sbe"),
    name="Examencommissie SBE Executive Education",
)
OPERATOR_SIGNER = LocalSigner.from_seed(OPERATOR.id, b"o" * 32)
VU_SIGNER = LocalSigner.from_seed(VU.id, b"v" * 32)
BODY_SIGNER = LocalSigner.from_seed(BODY.id, b"b" * 32)

FRAMEWORK = Framework(id=f"https://{HOST}/frameworks/hbo-wo-2024", name="Kwaliteitskader HBO en WO")
VERSION = f"https://{HOST}/v/bads-m2-1"
START = datetime(2026, 1, 1, tzinfo=UTC)
RELEASED = datetime(2026, 7, 10, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)

ACHIEVEMENT_EN = Achievement(
    id=VERSION,
    kind=Kind.MICROCREDENTIAL,
    language="en",
    other_languages=(("nl", f"{VERSION}/content.nl.json"),),
    name="Data-driven decision making",
    description="Professionals learn to turn data into decisions.",
    version="1",
    code="BADS-M2",
    outcomes=(
        "Frames a business problem as a question that data can answer",
        "Judges the limits of a predictive model",
    ),
    ects=Decimal("2.5"),
    hours=70,
    eqf_level=7,
    nlqf_level="7",
    level_reason="The outcomes ask for judgement on incomplete information.",
    assessments=(
        Assessment(
            form=AssessmentForm.PROFESSIONAL_PRODUCT,
            supervision=Supervision.NONE,
            identity_check=False,
            description="An advice to a real organisation",
            outcomes=(1, 2),
        ),
        Assessment(
            form=AssessmentForm.ORAL_EXAM,
            supervision=Supervision.ONSITE,
            identity_check=True,
            description="Oral defence of the advice",
            outcomes=(2,),
        ),
    ),
    participation=Participation.BLENDED,
    prerequisites="Bachelor's degree and two years of work experience",
    target_group="Managers and policy advisers",
    teaching_language="en",
    stackable=True,
    stackability="Counts towards the executive certificate",
    accredited_programme=False,
    fee="€ 1,250",
    isced_f="0413",
    framework=FRAMEWORK,
    creator=VU.id,
    criteria_url=f"{VERSION}#criteria",
    image_url=f"{VERSION}/image.png",
)
ACHIEVEMENT_NL = replace(
    ACHIEVEMENT_EN,
    language="nl",
    other_languages=(("en", f"{VERSION}/content.en.json"),),
    name="Data-gedreven besluitvorming",
    description="Professionals leren van data naar een besluit te komen.",
    outcomes=(
        "Vertaalt een bedrijfsvraag naar een vraag die met data te beantwoorden is",
        "Beoordeelt de grenzen van een voorspellend model",
    ),
)
ADMISSION = Admission(
    id="urn:uuid:00000000-0000-4000-8000-00000000000a",
    operator=OPERATOR,
    institution=VU,
    sector="WO",
    levels=(5, 8),
    framework=FRAMEWORK,
    bodies=(BODY.id,),
    awards_from=date(2026, 1, 1),
    awards_until=None,
    created=START,
)
MARK = QualityMark(
    id="urn:uuid:00000000-0000-4000-8000-00000000000b",
    body=BODY,
    achievement_id=VERSION,
    achievement_name=ACHIEVEMENT_EN.name,
    framework=FRAMEWORK,
    decision_number="2026-014",
    ec_minimum=Decimal(1),
    ec_maximum=Decimal(30),
    awards_from=date(2026, 2, 1),
    awards_until=date(2029, 1, 31),
    contents=(
        ContentReference(
            language="nl",
            url=f"{VERSION}/content.nl.json",
            digest=content_digest(ACHIEVEMENT_NL),
        ),
        ContentReference(
            language="en",
            url=f"{VERSION}/content.en.json",
            digest=content_digest(ACHIEVEMENT_EN),
        ),
    ),
    created=datetime(2026, 2, 1, 9, 0, tzinfo=UTC),
    comment="",
)
SIGNED_ADMISSION = json.loads(issue(ADMISSION, OPERATOR_SIGNER))
SIGNED_MARK = json.loads(issue(MARK, BODY_SIGNER))
REVOCATION_LIST = f"https://{HOST}/status/vu/1"
SUSPENSION_LIST = f"https://{HOST}/status/vu/2"
AWARD = Microcredential(
    id="urn:uuid:00000000-0000-4000-8000-00000000000c",
    issuer=VU,
    admission=SIGNED_ADMISSION,
    achievement=ACHIEVEMENT_EN,
    mark=SIGNED_MARK,
    learner=Learner(
        id="urn:uuid:00000000-0000-4000-8000-00000000000d",
        name="Fenna d'Île-Ĳsbrandt 阮",
        email="Fenna@mail.example",
        salt="00112233445566778899aabbccddeeff",
    ),
    awarded_on=date(2026, 7, 1),
    valid_from=RELEASED,
    valid_until=None,
    status=StatusEntry(
        revocation_list=REVOCATION_LIST, suspension_list=SUSPENSION_LIST, index=94_567
    ),
    result=Result(value="8", scale="1-10", passed_from="5.5"),
    replaces=None,
)

FULL_ACHIEVEMENT = replace(
    ACHIEVEMENT_EN,
    grading=Grading(
        name="Scale from 1 to 10",
        kind=ResultKind.RAW_SCORE,
        minimum="1",
        maximum="10",
        passed_from="5.5",
    ),
    skills=(
        Skill(
            id="http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f",
            name="perform data analysis",
        ),
    ),
    field_of_study="Business analytics",
    tags=("data science", "decision making"),
    previous=PreviousVersion(id=f"https://{HOST}/v/bads-m2-0", version="0"),
)
FULL_PARTY = replace(
    VU,
    address="De Boelelaan 1105, 1081 HV Amsterdam",
    logo_url="https://vu.example/logo.png",
    identifiers=(
        PartyIdentifier(kind=PartyIdentifierKind.BRIN, value="21PL"),
        PartyIdentifier(kind=PartyIdentifierKind.SCHAC, value="vu.nl"),
        PartyIdentifier(kind=PartyIdentifierKind.ROR, value="https://ror.org/008xxew50"),
        PartyIdentifier(kind=PartyIdentifierKind.KVK, value="12345678"),
        PartyIdentifier(kind=PartyIdentifierKind.EIDAS, value="NTRNL-12345678"),
    ),
)


def full_award(**changes):
    """An award that says everything an award can say; fields named here are changed first."""
    said = {
        "issuer": FULL_PARTY,
        "learner": replace(
            AWARD.learner,
            given_name="Fenna",
            family_name="d'Île-Ĳsbrandt 阮",
            identifiers=(
                LearnerIdentifier(kind=LearnerIdentifierKind.EDUID, value="8b4f2e1a"),
                LearnerIdentifier(kind=LearnerIdentifierKind.STUDENT_NUMBER, value="2712345"),
            ),
        ),
        "evidence": (
            Evidence(
                id="https://vu.example/evidence/2f1c",
                name="Advice to a real organisation",
                description="Shared by the learner's choice.",
                narrative="The advice was carried out.",
                genre="Report",
            ),
        ),
        "narrative": "Worked on the data of the own organisation.",
        "took_part_from": date(2026, 2, 2),
        "took_part_until": date(2026, 6, 26),
        "replaces": "urn:uuid:00000000-0000-4000-8000-0000000000ff",
    }
    return with_version(FULL_ACHIEVEMENT, **(said | changes))


def key_of(signer, kind, **window):
    return RegisteredKey(
        id=signer.key_id,
        multikey=multikey(signer.public),
        kind=kind,
        controller=signer.key_id.partition("#")[0],
        **({"active_from": START} | window),
    )


REGISTER = Register(
    id=f"https://{HOST}/register.json",
    operator=OPERATOR,
    sequence=7,
    created=datetime(2026, 7, 20, 6, 0, tzinfo=UTC),
    institutions=(RegisteredInstitution(institution=VU, bodies=(BODY,)),),
    keys=(key_of(VU_SIGNER, KeyKind.ISSUING), key_of(BODY_SIGNER, KeyKind.MARK)),
    admissions=(SIGNED_ADMISSION,),
    mark_events=(),
)
REVOCATIONS = StatusList(
    id=REVOCATION_LIST,
    issuer=VU,
    purpose="revocation",
    set_indexes=frozenset({3}),
    created=datetime(2026, 7, 20, 9, 0, tzinfo=UTC),
)
SUSPENSIONS = replace(
    REVOCATIONS, id=SUSPENSION_LIST, purpose="suspension", set_indexes=frozenset({5})
)
TRUST = Trust(
    operator_keys=(
        OperatorKey(
            id=OPERATOR_SIGNER.key_id,
            multikey=multikey(OPERATOR_SIGNER.public),
            active_from=START,
        ),
    )
)


# What somebody else awards, in the words of the standard only.
KNITTING = {
    "id": "https://badges.example/a",
    "type": ["Achievement"],
    "name": "Knitting",
    "description": "Knits.",
    "criteria": {"narrative": "Knits a sock."},
}


class Web:
    """What stands at which address; everything else cannot be reached."""

    def __init__(self):
        self.pages = {}
        self.asked = []

    def fetch(self, url):
        self.asked.append(url)
        if url not in self.pages:
            raise Unreachable("not found")
        return self.pages[url]


PAGES = {
    REGISTER.id: (REGISTER, OPERATOR_SIGNER),
    REVOCATION_LIST: (REVOCATIONS, VU_SIGNER),
    SUSPENSION_LIST: (SUSPENSIONS, VU_SIGNER),
}
SIGNED_PAGES = {url: issue(document, signer).encode() for url, (document, signer) in PAGES.items()}


def web(*, register=REGISTER, revocations=REVOCATIONS, suspensions=SUSPENSIONS):
    found = Web()
    found.pages |= SIGNED_PAGES
    for url, document in (
        (REGISTER.id, register),
        (REVOCATION_LIST, revocations),
        (SUSPENSION_LIST, suspensions),
    ):
        usual, signer = PAGES[url]
        if document is not usual:
            found.pages[url] = issue(document, signer).encode()
    return found


AWARD_TEXT = issue(AWARD, VU_SIGNER)


def signed_award(**changes):
    """The award with some fields changed, signed by the institution."""
    return issue(replace(AWARD, **changes), VU_SIGNER)


def with_version(achievement, *, version=VERSION, **changes):
    """Achievement, mark on it, and award of it: for a change that the mark must cover."""
    contents = (
        ContentReference(
            language=achievement.language,
            url=f"{version}/content.{achievement.language}.json",
            digest=content_digest(achievement),
        ),
    )
    marked = replace(MARK, contents=contents, achievement_id=version)
    mark = json.loads(issue(marked, BODY_SIGNER))
    return replace(AWARD, **({"achievement": achievement, "mark": mark} | changes))


def forged(document, signer, *, created=RELEASED):
    """Sign whatever JSON this is, past the linter, as a careless or hostile issuer would."""
    unsigned = {word: value for word, value in document.items() if word != "proof"}
    return json.dumps(sign(unsigned, signer, created=created), ensure_ascii=False)


def award_json():
    return json.loads(AWARD_TEXT)


def note(**changes):
    return StatusNote(
        **(
            {
                "id": "urn:uuid:00000000-0000-4000-8000-00000000000e",
                "issuer": VU,
                "award": AWARD.id,
                "status": "withdrawn",
                "reason": "issued_in_error",
                "on": date(2026, 7, 19),
                "created": datetime(2026, 7, 19, 12, 0, tzinfo=UTC),
                "replaced_by": None,
            }
            | changes
        )
    )
