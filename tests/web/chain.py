"""A whole chain in the database, really signed: operator, institution, body, mark, award, share."""

import datetime as dt
import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid4, uuid5

from keurmerk.awards.documents import microcredential, status_documents, status_note
from keurmerk.awards.models import Award, Cohort, Learner, Row, StatusList
from keurmerk.holding.models import Claim, Share
from keurmerk.institutions.documents import (
    admission_document,
    body_did,
    institution_did,
    operator_did,
    party,
)
from keurmerk.institutions.models import (
    Admission,
    DesignatedBody,
    Institution,
    Platform,
    SignedDocument,
    SigningKey,
    Unit,
)
from keurmerk.programmes.documents import frozen_content
from keurmerk.programmes.models import Assessment, LearningOutcome, Programme, ProgrammeVersion
from keurmerk.quality.documents import mark_document, register_document
from keurmerk.quality.models import (
    FrameworkVersion,
    MarkApplication,
    MarkDecision,
    MarkEvent,
    RegisterIssue,
)
from microcredentials import LocalSigner, Party, StatusNote, issue, multikey
from microcredentials.issuing import render
from microcredentials.proofs import data_integrity
from tests.factories import UserFactory

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
START = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
DECIDED = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)
RELEASED = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
FRESH = NOW - dt.timedelta(minutes=1)
TOKEN = "A" * 22


class Chain:
    """Build with `Chain()`; every method changes one thing and signs what follows from it."""

    OUTCOMES = [("Ontwerpt een besluitmodel.", "Designs a decision model.")]

    def __init__(self, *, kind="microcredential", language="nl", slug="vu"):
        self.kind, self.language, self.slug = kind, language, slug
        self.person = UserFactory()
        if not Platform.objects.exists():
            Platform.objects.create(
                pk=1,
                public_url="https://keurmerk.example",
                operator_name_nl="Keurmerk",
                operator_name_en="Keurmerk",
            )
        self.framework = FrameworkVersion.objects.get_or_create(
            slug="nl-ho-2025",
            defaults={
                "name_nl": "Kwaliteitskader microcredentials",
                "name_en": "Quality framework for microcredentials",
                "valid_from": dt.date(2025, 5, 1),
            },
        )[0]
        self.make_parties(slug)
        self.make_version()
        self.decision = self.make_mark() if kind == "microcredential" else None
        self.make_list()
        self.award = self.make_award()
        self.sign_status()
        self.publish_register()

    def name(self, what):
        """The same id in every test, so that the same document is signed once for all of them."""
        return uuid5(NAMESPACE_URL, f"{self.slug}/{self.kind}/{self.language}/{what}")

    def make_parties(self, slug):
        self.institution = Institution.objects.create(
            slug=slug,
            name_nl="Vrije Universiteit Amsterdam",
            name_en="VU Amsterdam",
            sector="WO",
            url="https://vu.example",
            desk_email="desk@vu.example",
        )
        self.unit = Unit.objects.create(
            institution=self.institution, slug="sbe", name_nl="SBE", name_en="SBE Executive"
        )
        self.body = DesignatedBody.objects.create(
            institution=self.institution,
            slug="sbe",
            name_nl="Examencommissie SBE",
            name_en="Examination board SBE",
        )
        self.operator_key, self.operator = key("operator", operator_did())
        self.issuing_key, self.issuing = key(
            "issuing", institution_did(self.institution), institution=self.institution
        )
        self.mark_key, self.marking = key(
            "mark", body_did(self.body), institution=self.institution, body=self.body
        )
        self.admission = Admission.objects.create(
            pk=self.name("admission"),
            institution=self.institution,
            framework="nl-ho-2025",
            awards_from=dt.date(2026, 1, 1),
            prepared_by=self.person,
            released_by=UserFactory(),
            released_at=START,
            state="to_be_signed",
            key=self.operator_key,
            **extra(Admission, framework_name="Kwaliteitskader"),
        )
        self.admission.bodies.add(self.body)
        document = admission_document(self.admission)
        self.admission.document = stored(document, self.operator, self.operator_key, START)
        self.admission.state = "in_force"
        self.admission.save()

    def make_version(self):
        programme = Programme.objects.create(
            institution=self.institution, unit=self.unit, code="BADS-M2", kind=self.kind
        )
        self.version = ProgrammeVersion.objects.create(
            pk=self.name("version"),
            programme=programme,
            number=1,
            title_nl="Data-gedreven besluitvorming",
            title_en="Data-driven decisions",
            description_nl="Van data naar besluit.",
            description_en="From data to decision.",
            target_group_nl="Managers",
            target_group_en="Managers",
            ects=Decimal("5.0"),
            hours=140,
            eqf_level=7,
            nlqf_level="7",
            level_reason_nl="Oordelen met onvolledige gegevens.",
            level_reason_en="Judging with incomplete data.",
            participation="blended",
            teaching_language="nl",
            fee=Decimal("1950.00"),
            accredited_programme=False,
            stackable=True,
            stackability_nl="Telt mee voor de leerlijn.",
            stackability_en="Counts towards the learning path.",
            isced_f="0413",
            **self.framework_fields(),
        )
        outcomes = [
            LearningOutcome.objects.create(
                version=self.version, position=number, text_nl=dutch, text_en=english
            )
            for number, (dutch, english) in enumerate(self.OUTCOMES, start=1)
        ]
        part = Assessment.objects.create(
            version=self.version,
            position=1,
            form="professional_product",
            supervision="onsite",
            identity_check=True,
            description_nl="Beroepsproduct met eindgesprek",
            description_en="Professional product with a closing talk",
        )
        part.outcomes.add(*outcomes)
        for field, value in frozen_content(self.version).items():
            setattr(self.version, field, value)
        self.version.state, self.version.published_at = "published", DECIDED
        self.version.save()

    def framework_fields(self):
        if self.kind == "edubadge":
            return {}
        return {
            "framework": "nl-ho-2025",
            "framework_name_nl": self.framework.name_nl,
            "framework_name_en": self.framework.name_en,
        }

    def make_mark(self, number="VU-2026-0001", version=None):
        version = version or self.version
        application = MarkApplication.objects.create(
            version=version,
            framework=self.framework,
            body=self.body,
            number=f"A-{MarkApplication.objects.count() + 1}",
            submitted_at=START,
            submitted_by=self.person,
            state="decided",
        )
        decision = MarkDecision.objects.create(
            pk=self.name(number),
            application=application,
            version=version,
            body=self.body,
            framework=self.framework,
            number=number,
            awards_from=dt.date(2026, 2, 1),
            awards_until=dt.date(2029, 1, 31),
            ec_minimum=Decimal(3),
            ec_maximum=Decimal(30),
            digest_nl=version.digest_nl,
            digest_en=version.digest_en,
            decided_at=DECIDED,
            decided_by=self.person,
            key=self.mark_key,
        )
        decision.document = stored(mark_document(decision), self.marking, self.mark_key, DECIDED)
        decision.state = "in_force"
        decision.save()
        return decision

    def make_list(self):
        self.list = StatusList.objects.create(
            institution=self.institution, number=1, opened_at=START
        )

    def make_award(self, name="Jan van der Veen", index=7, version=None):
        cohort = Cohort.objects.create(
            version=version or self.version,
            name="Voorjaar",
            language=self.language,
            prepared_by=self.person,
            created_at=START,
            state="released",
        )
        learner = Learner.objects.create(
            institution=self.institution, name=name, email=f"holder-{index}@mail.example"
        )
        award = Award.objects.create(
            pk=self.name(f"award-{index}"),
            subject=self.name(f"subject-{index}"),
            cohort=cohort,
            row=Row.objects.create(cohort=cohort, line=1, original="", state="awarded"),
            version=version or self.version,
            decision=self.decision,
            admission=self.admission,
            learner=learner,
            name=name,
            email=learner.email,
            salt="0" * 32,
            language=self.language,
            result="8",
            pass_mark="5,5",
            awarded_on=dt.date(2026, 11, 12),
            valid_from=RELEASED,
            key=self.issuing_key,
            status_list=self.list,
            status_index=index,
        )
        award.document = stored(microcredential(award), self.issuing, self.issuing_key, RELEASED)
        award.state = "issued"
        award.save()
        return award

    def sign_status(self, at=FRESH):
        revocation, suspension = status_documents(self.list, at)
        self.list.revocation = stored(revocation, self.issuing, self.issuing_key, at)
        self.list.suspension = stored(suspension, self.issuing, self.issuing_key, at)
        self.list.signed_at = at
        self.list.save()

    def end(self, state, *, reason_class="", with_note=True):
        self.award.state, self.award.reason_class, self.award.ended_at = state, reason_class, FRESH
        if with_note:
            note = status_note(self.award, FRESH)
            self.award.note = stored(note, self.issuing, self.issuing_key, FRESH)
        self.award.save()
        self.sign_status()

    def replace(self):
        """As a correction does: a new award in its place, and a note that says so."""
        self.end("replaced", with_note=False)
        note = StatusNote(
            id=f"urn:uuid:{uuid4()}",
            issuer=party(self.institution),
            award=self.award.urn,
            status="replaced",
            reason="error",
            on=FRESH.date(),
            created=FRESH,
            replaced_by=f"urn:uuid:{uuid4()}",
        )
        self.award.note = stored(note, self.issuing, self.issuing_key, FRESH)
        self.award.save()

    def reissue(self, **changes):
        document = replace(microcredential(self.award), **changes)
        self.award.document = stored(document, self.issuing, self.issuing_key, RELEASED)
        self.award.save()

    def sign_as_stranger(self):
        """The same award by an issuer that no register knows."""
        did = "did:web:elsewhere.example:issuers:x"
        stranger = LocalSigner.from_seed(did, b"s" * 32)
        document = replace(microcredential(self.award), issuer=Party(id=did, name="Elsewhere"))
        unsigned, _ = render(document)
        self.keep(data_integrity.sign(unsigned, stranger, created=RELEASED))

    def rewrite(self, change):
        """Sign an achievement that our own linter would not let pass."""
        unsigned, _ = render(microcredential(self.award))
        achievement = unsigned["credentialSubject"]["achievement"]
        change(achievement)
        for term in [term for term, value in achievement.items() if value is None]:
            del achievement[term]
        self.keep(data_integrity.sign(unsigned, self.issuing, created=RELEASED))

    def keep(self, signed):
        self.award.document = SignedDocument.objects.create(
            text=json.dumps(signed), sha256="0" * 64, key=self.issuing_key, signed_at=RELEASED
        )
        self.award.save()

    def publish_register(self, at=FRESH):
        sequence = RegisterIssue.objects.count() + 1
        document = register_document(sequence=sequence, created=at)
        return RegisterIssue.objects.create(
            sequence=sequence,
            content_sha256="0" * 64,
            document=stored(document, self.operator, self.operator_key, at),
            created_at=at,
        )

    def mark_event(self, kind, effect_from):
        MarkEvent.objects.create(
            decision=self.decision,
            kind=kind,
            at=FRESH,
            effect_from=effect_from,
            reason="quality",
            explanation="…",
            by=self.person,
        )
        self.publish_register()

    def share(self, token=TOKEN, **fields):
        Claim.objects.get_or_create(
            award=self.award, defaults={"user": self.person, "confirmed_at": RELEASED}
        )
        fields = {"show_name": "full", "label": "X", "created_at": RELEASED, **fields}
        return Share.objects.create(award=self.award, token=token, **fields)

    @property
    def text(self):
        return self.award.document.text


def key(kind, did, **owner):
    signer = LocalSigner.from_seed(did, hashlib.sha256(did.encode()).digest())
    row, _ = SigningKey.objects.get_or_create(
        did=did,
        defaults={
            "kind": kind,
            "multikey": multikey(signer.public),
            "state": "active",
            "active_from": START - dt.timedelta(days=1),
            **owner,
        },
    )
    return row, signer


SIGNED = {}


def stored(document, signer, row, at):
    said = f"{signer.key_id} {document!r}"
    text = SIGNED[said] = SIGNED.get(said) or issue(document, signer)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return SignedDocument.objects.create(text=text, sha256=digest, key=row, signed_at=at)


def extra(model, **fields):
    names = {field.name for field in model._meta.get_fields()}
    return {name: value for name, value in fields.items() if name in names}
