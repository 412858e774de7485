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

Sign a document, if you hold the key of who says it:

    from microcredentials import LocalSigner, did_web, generate_seed, issue

    signer = LocalSigner.from_seed(did_web("example.org", "issuers", "vu"), generate_seed())
    text = issue(award, signer)

`issue` takes an `Admission` (the operator lets an institution award), a `QualityMark` (a
designated body vouches for one version), a `Microcredential` (the institution awards it, with
mark and admission inside), a `Register`, a `StatusList` or a `StatusNote`. It lints first and
raises `InvalidDocument` with every problem: nothing that breaks a rule is ever signed.

Readers that want a token get the same document as VC-JWT: `sign_jwt(document, signer)`; `verify`
reads those too.

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
