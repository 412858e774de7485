"""Fill an empty installation with the demo world, through the same actions as everybody uses."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from keurmerk.accounts.actions import ensure_account
from keurmerk.accounts.models import User
from keurmerk.awards.actions import add_rows, present_cohort, release_cohort, start_cohort
from keurmerk.awards.models import Award, Row
from keurmerk.awards.states import RowState
from keurmerk.demo.finishing import finish
from keurmerk.demo.marking import bring_to_stage
from keurmerk.demo.people import people, programmes
from keurmerk.demo.writing import write_version
from keurmerk.holding.actions import claim_award, open_share
from keurmerk.holding.models import ShareName
from keurmerk.institutions.actions import (
    add_body,
    add_institution,
    add_unit,
    appoint_operator,
    grant_role,
    prepare_admission,
    release_admission,
    request_key,
    set_policy,
    set_up_platform,
)
from keurmerk.institutions.models import DesignatedBody, Institution, KeyKind, Role, Unit
from keurmerk.programmes.actions import copy_version
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import FrameworkVersion

FRAMEWORK = "nl-ho-2025"
ADMITTED = date(2025, 9, 1)
LEARNER = "noor@thuis.example"


class Cast:
    """The people of the demo by their key, such as `director-bads`."""

    def __init__(self) -> None:
        self._emails: dict[str, str] = {}

    def add(self, key: str, email: str) -> None:
        self._emails[key] = email

    def __getitem__(self, key: str) -> User:
        return User.objects.get(email=self._emails[key])


def is_filled() -> bool:
    return Institution.objects.exists()


@transaction.atomic
def fill(*, now: datetime) -> None:
    """Make the whole demo world, as if it had grown since a year before `now`."""
    if is_filled():
        return
    now = now.replace(microsecond=0)
    start = now - timedelta(days=360)
    cast = Cast()
    set_up_platform(
        public_url=settings.PUBLIC_URL,
        operator_name_nl="Landelijk register microcredentials (demo)",
        operator_name_en="National register of microcredentials (demo)",
    )
    world = people()
    _operators(world["operators"], cast, start)
    for facts in world["institutions"]:
        _institution(facts, cast, start)
    for learner in world["learners"]:
        ensure_account(email=learner["email"], name=learner["name"], language="nl")
    for programme in programmes():
        version = write_version(programme, by=cast[programme["owner"]], at=start)
        bring_to_stage(version, programme, cast=cast, at=now - timedelta(days=200))
    finish(at=now)
    _earlier_awards(cast, now)
    finish(at=now)
    _shared_microcredential(now)


def _operators(operators: list[dict[str, str]], cast: Cast, at: datetime) -> None:
    for operator in operators:
        cast.add(operator["key"], operator["email"])
        appoint_operator(email=operator["email"], name=operator["name"], at=at)
    request_key(kind=KeyKind.OPERATOR, by=cast["operator-1"], at=at)
    finish(at=at)


def _institution(facts: dict[str, Any], cast: Cast, at: datetime) -> None:
    operator = cast["operator-1"]
    plain = ("slug", "name_nl", "name_en", "sector", "city", "url", "desk_email", "brin")
    institution = add_institution(
        **{key: facts[key] for key in plain},
        linkedin_organization_id=facts["linkedin_organization_id"],
        by=operator,
        at=at,
    )
    unit = add_unit(institution=institution, **facts["unit"], by=operator, at=at)
    body = add_body(institution=institution, **facts["body"], units=[unit], by=operator, at=at)
    for person in facts["people"]:
        _person(person, institution, body, cast, at)
    administrator = cast[f"administrator-{facts['slug']}"]
    set_policy(
        institution=institution,
        valid_from=at.date(),
        colour_light=facts["colour_light"],
        colour_dark=facts["colour_dark"],
        languages=["nl", "en"],
        by=administrator,
        at=at,
    )
    request_key(kind=KeyKind.ISSUING, institution=institution, by=administrator, at=at)
    request_key(kind=KeyKind.MARK, body=body, by=administrator, at=at)
    _admit(institution, body, unit, cast, at)


def _person(
    person: dict[str, str],
    institution: Institution,
    body: DesignatedBody,
    cast: Cast,
    at: datetime,
) -> None:
    cast.add(person["key"], person["email"])
    grant_role(
        institution=institution,
        role=Role(person["role"]),
        email=person["email"],
        name=person["name"],
        body=body if person["role"] == Role.BOARD_SECRETARY else None,
        by=_granter(person, institution, cast),
        at=at,
    )


def _granter(person: dict[str, str], institution: Institution, cast: Cast) -> User:
    """The operator appoints an institution's administrator, who fills the other roles."""
    if person["role"] == Role.ADMINISTRATOR:
        return cast["operator-1"]
    return cast[f"administrator-{institution.slug}"]


def _admit(
    institution: Institution, body: DesignatedBody, unit: Unit, cast: Cast, at: datetime
) -> None:
    finish(at=at)
    framework = FrameworkVersion.objects.get(slug=FRAMEWORK)
    admission = prepare_admission(
        institution=institution,
        framework=framework.slug,
        framework_name=framework.name_nl,
        level_from=5,
        level_to=8,
        bodies=[body],
        awards_from=ADMITTED,
        awards_until=None,
        by=cast["operator-1"],
        at=at,
    )
    release_admission(admission=admission, by=cast["operator-2"], at=at)
    finish(at=at)


def _earlier_awards(cast: Cast, now: datetime) -> None:
    """A group of DIT-M1 that was awarded before, and a next version of it being written."""
    version = ProgrammeVersion.objects.get(programme__code="DIT-M1")
    cohort = start_cohort(
        version=version,
        name="DIT-M1, voorjaar 2026",
        language="nl",
        pass_mark=Decimal("5.5"),
        by=cast["officer-vu"],
        at=now,
    )
    lines = ["naam;e-mail;studentnummer;datum;resultaat"]
    names = ("Noor van der Veen", "Bram Kuiper", "Chloé Martin", "Daan Öztürk", "Eline 't Hart")
    for number, name in enumerate(names):
        address = "noor@thuis.example" if number == 0 else f"deelnemer-{number}@werk.example"
        student = "2717919" if number == 0 else f"28000{number:02d}"
        lines.append(f"{name};{address};{student};26-06-2026;{7 + number / 2:.1f}")
    add_rows(cohort=cohort, data="\n".join(lines), by=cast["officer-vu"], at=now)
    present_cohort(cohort=cohort, by=cast["officer-vu"], at=now)
    ready = Row.objects.filter(cohort=cohort, state=RowState.READY).count()
    release_cohort(cohort=cohort, confirmed_count=ready, by=cast["examiner-vu"], at=now)
    copy_version(version=version, by=cast["director-dit"], at=now)


def _shared_microcredential(now: datetime) -> None:
    """The learner of the demo collected hers and shares it, so that an employer can look."""
    learner = User.objects.get(email=LEARNER)
    EmailAddress.objects.update_or_create(
        user=learner, email=LEARNER, defaults={"verified": True, "primary": True}
    )
    award = Award.objects.get(email=LEARNER)
    claim_award(award=award, by=learner, at=now)
    open_share(
        award=award,
        label="Sollicitatie gemeente",
        show_name=ShareName.FULL,
        show_result=True,
        until=now.date() + timedelta(days=90),
        on_linkedin=False,
        by=learner,
        at=now,
    )
