"""Microcredentials as documents: what they say, how they are signed and verified.

Pure Python: no web framework, no database, no network of its own. Check a file that somebody
sent you, believing the operators in your trust file:

    from datetime import UTC, datetime
    from pathlib import Path

    from microcredentials import NoNetwork, read_trust, verify

    trust = read_trust(Path("trust.json").read_text())
    report = verify(Path("award.png").read_bytes(), trust, NoNetwork(), at=datetime.now(UTC))
    print(report.verdict)
    for check in report.checks:
        print(check.code, check.outcome, check.explanation)

`verify` never raises on what it is given. It answers eight questions, each with *passed*,
*failed* or *could not check*, and a ninth if you ask after a person:
`verify(…, person=Person(name="J. van der Berg"))`. One verdict is drawn from the first seven.
What is not in the file (the register, the status lists) is asked of the `Resolver` you hand in;
`NoNetwork` asks nobody, and the verdict is then at best *genuine, as last known*.

Awards of other makers are read too. An Open Badge 3.0 by somebody whom your operators do not know
is an *unknown issuer*, with the checks that passed. An Open Badge 2.0 is not signed: it is asked
for where it stands. Of a European Digital Credential the content is told, the seal not checked.

Write a record down and sign it, if you hold the key of who says it. Three parties say something:
the operator admits an institution, a designated body marks one version of a programme, and the
institution awards that version to a learner.

    >>> import json
    >>> from datetime import UTC, date, datetime
    >>> from decimal import Decimal
    >>> from microcredentials import *

    >>> operator = Party(id=did_web("mark.example", "operator"), name="The operator")
    >>> university = Party(
    ...     id=did_web("mark.example", "issuers", "university"), name="The university",
    ...     url="https://university.example", email="microcredentials@university.example",
    ...     identifiers=(PartyIdentifier(kind=PartyIdentifierKind.EIDAS, value="NTRNL-12345678"),),
    ... )
    >>> board = Party(id=f"{university.id}:bodies:board", name="The examination board")
    >>> keys = {party: LocalSigner.from_seed(party.id, generate_seed())
    ...         for party in (operator, university, board)}
    >>> framework = Framework(id="https://mark.example/frameworks/1", name="Quality framework")

    >>> version = Achievement(
    ...     id="https://mark.example/v/1", kind=Kind.MICROCREDENTIAL, language="en",
    ...     other_languages=(),
    ...     name="Deciding with data",
    ...     description="Professionals learn to turn data into decisions.", version="1",
    ...     code="DATA-1",
    ...     outcomes=("Frames a problem as a question that data can answer",),
    ...     ects=Decimal("2.5"), hours=70, eqf_level=7, nlqf_level="7",
    ...     level_reason="The outcomes ask for judgement on incomplete information.",
    ...     assessments=(
    ...         Assessment(
    ...             form=AssessmentForm.ORAL_EXAM,
    ...             supervision=Supervision.ONSITE,
    ...             identity_check=True,
    ...             description="Defence of an advice to a real organisation",
    ...             outcomes=(1,),
    ...         ),
    ...     ),
    ...     participation=Participation.BLENDED, prerequisites="Bachelor's degree",
    ...     target_group="Managers", teaching_language="en", stackable=True, stackability="",
    ...     accredited_programme=False, fee="", isced_f="0413", framework=framework,
    ...     creator=university.id, criteria_url="https://mark.example/v/1#criteria",
    ...     image_url="https://mark.example/v/1/image.png",
    ... )

    >>> admission = Admission(
    ...     id="urn:uuid:00000000-0000-4000-8000-000000000001", operator=operator,
    ...     institution=university, sector="WO",
    ...     levels=(5, 8),
    ...     framework=framework,
    ...     bodies=(board.id,),
    ...     awards_from=date(2026, 1, 1), awards_until=None,
    ...     created=datetime(2026, 1, 1, tzinfo=UTC),
    ... )
    >>> mark = QualityMark(
    ...     id="urn:uuid:00000000-0000-4000-8000-000000000002", body=board,
    ...     achievement_id=version.id, achievement_name=version.name, framework=framework,
    ...     decision_number="2026-014", ec_minimum=Decimal(1), ec_maximum=Decimal(30),
    ...     awards_from=date(2026, 2, 1), awards_until=None,
    ...     contents=(
    ...         ContentReference(
    ...             language="en",
    ...             url="https://mark.example/v/1/content.en.json",
    ...             digest=content_digest(version),
    ...         ),
    ...     ),
    ...     created=datetime(2026, 2, 1, tzinfo=UTC), comment="",
    ... )
    >>> award = Microcredential(
    ...     id="urn:uuid:00000000-0000-4000-8000-000000000003", issuer=university,
    ...     admission=json.loads(issue(admission, keys[operator])),
    ...     achievement=version,
    ...     mark=json.loads(issue(mark, keys[board])),
    ...     learner=Learner(
    ...         id="urn:uuid:00000000-0000-4000-8000-000000000004",
    ...         name="J. van der Berg",
    ...         email="berg@mail.example",
    ...         salt="00112233445566778899aabbccddeeff",
    ...     ),
    ...     awarded_on=date(2026, 7, 1), valid_from=datetime(2026, 7, 10, 10, 0, tzinfo=UTC),
    ...     valid_until=None,
    ...     status=StatusEntry(
    ...         revocation_list="https://mark.example/status/1",
    ...         suspension_list="https://mark.example/status/2",
    ...         index=94_567,
    ...     ),
    ...     result=Result(value="8", scale="1-10", passed_from="5.5"), replaces=None,
    ... )
    >>> text = issue(award, keys[university])

`issue` lints first and raises `InvalidDocument` with every problem: nothing that breaks a rule is
ever signed. It takes an `Admission`, a `QualityMark`, a `Microcredential`, a `LearningRecord`, a
`Register`, a `StatusList` or a `StatusNote`; `issue_all` takes a great many awards at once.

    >>> from dataclasses import replace
    >>> issue(replace(award, mark=None), keys[university])
    Traceback (most recent call last):
        ...
    microcredentials.errors.InvalidDocument: a microcredential must carry a quality mark

The same record in the other formats (`docs/formats.md` says what stands where):

    >>> from microcredentials.formats import european_learning_model, open_badge_2
    >>> from microcredentials.formats.elements import completeness
    >>> here = "https://mark.example/ob2"
    >>> issuer = open_badge_2.issuer(university, address=f"{here}/issuers/university")
    >>> badge = open_badge_2.of_version(version, address=f"{here}/1", issuer=issuer["id"])
    >>> hosted = open_badge_2.of_award(award, address=f"{here}/2", badge=badge["id"])
    >>> hosted["recipient"]["hashed"], hosted["issuedOn"]
    (True, '2026-07-01T00:00:00Z')

    >>> page = bytes.fromhex("89504e470d0a1a0a")  # an image of the certificate
    >>> european = european_learning_model.credential(award, pages={"en": [page]})
    >>> european["credentialSubject"]["hasClaim"]["specifiedBy"]["eqfLevel"]["id"]
    'http://data.europa.eu/snb/eqf/7'
    >>> len(completeness(json.loads(text))), len(completeness(european))
    (11, 11)

    >>> record = LearningRecord(
    ...     id="urn:uuid:00000000-0000-4000-8000-000000000005", issuer=university,
    ...     name="Learning record",
    ...     learner=replace(award.learner, id="urn:uuid:00000000-0000-4000-8000-000000000006"),
    ...     awards=(json.loads(text),),
    ...     created=datetime(2026, 9, 1, tzinfo=UTC),
    ... )
    >>> json.loads(issue(record, keys[university]))["type"]
    ['VerifiableCredential', 'ClrCredential']

Check it, as anybody can who believes this operator. Here nobody is asked for register and lists:

    >>> operator_key = keys[operator]
    >>> trust = Trust(
    ...     operator_keys=(
    ...         OperatorKey(
    ...             id=operator_key.key_id,
    ...             multikey=multikey(operator_key.public),
    ...             active_from=datetime(2026, 1, 1, tzinfo=UTC),
    ...         ),
    ...     )
    ... )
    >>> report = verify(text, trust, NoNetwork(), at=datetime(2026, 7, 20, tzinfo=UTC))
    >>> print(report.verdict)
    could_not_check
    >>> print(report.check(CheckCode.UNCHANGED).outcome)
    passed

Readers that want a token get the same content as VC-JWT, and `verify` reads those too:

    >>> token = sign_jwt(json.loads(text), keys[university])
    >>> at = datetime(2026, 7, 20, tzinfo=UTC)
    >>> print(verify(token, trust, NoNetwork(), at=at).check(CheckCode.UNCHANGED).outcome)
    passed

Images, certificates (PDF) and bundles with a document in them are made by
`microcredentials.carriers`; `docs/carriers.md` says how.

On the command line: `python -m microcredentials verify award.png --trust trust.json`; also a
folder, or - for what comes in on stdin. `inspect`, `bake`, `unbake` and `status` do the rest.
"""

from microcredentials.carriers.reading import read
from microcredentials.contexts import KEURMERK_CONTEXT
from microcredentials.document import (
    Achievement,
    Admission,
    Assessment,
    AssessmentForm,
    Association,
    AssociationKind,
    ContentReference,
    Document,
    Evidence,
    Framework,
    Grading,
    KeyKind,
    Kind,
    LargerAward,
    Learner,
    LearnerIdentifier,
    LearnerIdentifierKind,
    LearningRecord,
    MarkEvent,
    MarkEventKind,
    Microcredential,
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
)
from microcredentials.errors import (
    CredentialError,
    InvalidDocument,
    Unreachable,
    Unreadable,
    UnusableKey,
)
from microcredentials.formats.open_badge_3 import content_bytes, content_digest, version_hash
from microcredentials.issuing import issue, issue_all
from microcredentials.keys import (
    Algorithm,
    LocalSigner,
    PublicKey,
    Signer,
    did_document,
    did_key,
    did_web,
    did_web_url,
    generate_seed,
    key_id,
    multikey,
    signer_at,
)
from microcredentials.proofs.vc_jwt import TokenForm, sign_jwt
from microcredentials.strict_json import Signed
from microcredentials.verifying import (
    Check,
    CheckCode,
    Facts,
    NoNetwork,
    OperatorKey,
    Outcome,
    Person,
    Report,
    Resolver,
    Trust,
    Verdict,
    read_trust,
    register_url,
    verify,
    write_trust,
)

__all__ = [
    "KEURMERK_CONTEXT",
    "Achievement",
    "Admission",
    "Algorithm",
    "Assessment",
    "AssessmentForm",
    "Association",
    "AssociationKind",
    "Check",
    "CheckCode",
    "ContentReference",
    "CredentialError",
    "Document",
    "Evidence",
    "Facts",
    "Framework",
    "Grading",
    "InvalidDocument",
    "KeyKind",
    "Kind",
    "LargerAward",
    "Learner",
    "LearnerIdentifier",
    "LearnerIdentifierKind",
    "LearningRecord",
    "LocalSigner",
    "MarkEvent",
    "MarkEventKind",
    "Microcredential",
    "NoNetwork",
    "OperatorKey",
    "Outcome",
    "Participation",
    "Party",
    "PartyIdentifier",
    "PartyIdentifierKind",
    "Person",
    "PreviousVersion",
    "PublicKey",
    "QualityMark",
    "Register",
    "RegisteredInstitution",
    "RegisteredKey",
    "Report",
    "Resolver",
    "Result",
    "ResultKind",
    "Signed",
    "Signer",
    "Skill",
    "StatusEntry",
    "StatusList",
    "StatusNote",
    "Supervision",
    "TokenForm",
    "Trust",
    "Unreachable",
    "Unreadable",
    "UnusableKey",
    "Verdict",
    "content_bytes",
    "content_digest",
    "did_document",
    "did_key",
    "did_web",
    "did_web_url",
    "generate_seed",
    "issue",
    "issue_all",
    "key_id",
    "multikey",
    "read",
    "read_trust",
    "register_url",
    "sign_jwt",
    "signer_at",
    "verify",
    "version_hash",
    "write_trust",
]
