"""A group of people at an institution that can award, for the pages of staff."""

import datetime as dt
from decimal import Decimal

from keurmerk.awards.actions import (
    add_rows,
    choose,
    present_cohort,
    release_cohort,
    set_aside,
    start_cohort,
)
from keurmerk.awards.models import PLACE_BYTES, StatusList, StatusOrder
from keurmerk.institutions.models import Role
from keurmerk.institutions.states import AdmissionState
from keurmerk.programmes.models import Kind
from tests.factories import (
    AdmissionFactory,
    MembershipFactory,
    ProgrammeFactory,
    SignedDocumentFactory,
    SigningKeyFactory,
    UserFactory,
    published_version,
)

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
HEADER = "naam;e-mail;nummer;resultaat;datum"
READY = [
    "Anna Bos;anna@work.example;2717919;7,5;12-03-2026",
    "Bram Cox;bram@work.example;2717920;8;2026-03-12",
    "Cees Dam;cees@work.example;2717921;6,5;12-03-2026",
]
TYPING_ERROR = "Dora Eik;dora@gmial.com;2717922;9;12-03-2026"
FAILED = "Eva Fok;eva@work.example;2717923;5;12-03-2026"


def pasted(*lines):
    return "\n".join([HEADER, *lines])


class Group:
    """A group for an edubadge, begun by an award officer of its institution."""

    def __init__(self, *lines, version=None):
        self.version = version or published_version(programme=ProgrammeFactory(kind=Kind.EDUBADGE))
        self.institution = self.version.programme.institution
        self.officer = self.member(Role.AWARD_OFFICER)
        self.cohort = start_cohort(
            version=self.version,
            name="spring 2026",
            language="nl",
            pass_mark=Decimal("5.5"),
            by=self.officer,
            at=NOW,
        )
        if lines:
            self.add(*lines)

    def member(self, role, **where):
        user = UserFactory(language="en")
        return MembershipFactory(institution=self.institution, role=role, user=user, **where).user

    def add(self, *lines):
        return add_rows(cohort=self.cohort, data=pasted(*lines), by=self.officer, at=NOW)

    def row(self, line=1):
        return self.cohort.rows.get(line=line)

    def choose(self, line, code, choice):
        answer = {"code": code, "choice": choice}
        choose(row=self.row(line), choice=answer, by=self.officer, at=NOW)

    def set_aside(self, line, reason="closing talk on 16 April"):
        set_aside(row=self.row(line), reason=reason, by=self.officer, at=NOW)

    def open_for_signing(self):
        """An admission, a key and a status list, so that something can be released."""
        SigningKeyFactory(institution=self.institution)
        AdmissionFactory(
            institution=self.institution,
            state=AdmissionState.IN_FORCE,
            document=SignedDocumentFactory(),
        )
        status_list = StatusList.objects.create(
            institution=self.institution, number=1, opened_at=NOW, signed_at=NOW
        )
        places = b"".join(number.to_bytes(PLACE_BYTES, "big") for number in range(1000))
        StatusOrder.objects.create(status_list=status_list, places=places)

    def present(self):
        present_cohort(cohort=self.cohort, by=self.officer, at=NOW)

    def release(self, by=None):
        self.open_for_signing()
        self.present()
        releaser = by or self.member(Role.EXAMINER)
        ready = self.cohort.rows.ready().count()
        release_cohort(cohort=self.cohort, confirmed_count=ready, by=releaser, at=NOW)
        return list(self.cohort.awards.order_by("row__line"))
