"""Every address of the site, visited as every role of another institution, and as nobody.

The demo world has everything at the Vrije Universiteit; the visitors work at the Hogeschool, are
a learner who holds nothing there, or are not signed in. A new address without a row fails.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from keurmerk.accounts.models import User
from keurmerk.awards.documents import claim_token
from keurmerk.awards.models import Cohort, Row
from keurmerk.holding.models import Share
from keurmerk.institutions.models import Admission, Institution, Membership
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import Condition, MarkApplication, MarkDecision, Review

pytestmark = pytest.mark.django_db

# What somebody from elsewhere gets: the page's own answer to a GET, or to a POST where it only
# takes those. `OWN` is a page about the visitor's own institution.
OWN, HIDDEN, REFUSED = {200, 302}, {404}, {403}
# The operator may come, and is told why not: an act of its own that the rules forbid.
TOLD = {409}
OPERATOR_ONLY = {"operator", "institution_add", "admission_prepare", "admission_release"}
BY_ROLE = {"dashboard", "institution"}


def patterns(resolver=None, namespace=""):
    """Yield (namespace, name, keyword names) of every named address of our own."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name in {"public", "documents", "staff", "learner", None}:
                yield from patterns(entry, entry.namespace or namespace)
        elif isinstance(entry, URLPattern) and entry.name and "allauth" not in entry.lookup_str:
            yield (
                namespace,
                entry.name,
                tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex),
            )


@pytest.fixture
def vu(demo_world):
    """What there is at the Vrije Universiteit, by the keyword that names it in an address."""
    institution = Institution.objects.get(slug="vu")
    cohort = Cohort.objects.get()
    share = Share.objects.get()
    return {
        "slug": "vu",
        "institution": institution,
        "version": ProgrammeVersion.objects.filter(
            programme__institution=institution, state="published"
        ).first(),
        "draft": ProgrammeVersion.objects.get(programme__institution=institution, state="draft"),
        "application": MarkApplication.objects.filter(
            version__programme__institution=institution, state="open"
        ).first(),
        "decision": MarkDecision.objects.filter(
            version__programme__institution=institution
        ).first(),
        "review": Review.objects.filter(
            application__version__programme__institution=institution
        ).first(),
        "mark": MarkDecision.objects.filter(version=cohort.version).get(),
        "condition": Condition.objects.create(
            decision=MarkDecision.objects.get(version=cohort.version),
            text="x",
            due=share.award.valid_from.date(),
        ),
        "cohort": cohort,
        "award": share.award,
        "row": Row.objects.filter(cohort=cohort).first(),
        "membership": Membership.objects.filter(institution=institution).first(),
        "admission": Admission.objects.get(institution=institution),
        "share": share,
        "token": claim_token(share.award),
    }


def pk_of(name, vu):
    """The primary key that an address such as `row_edit` means."""
    if name == "role_end":
        return vu["membership"].pk
    first = name.partition("_")[0]
    return vu[first if first in vu else "version"].pk


def keywords(name, wanted, vu):
    values = {
        "slug": "vu",
        "institution": "vu",
        "number": 1,
        "language": "nl",
        "task": "outcomes",
        "share_pk": vu["share"].pk,
        "token": vu["token"],
    }
    if "pk" in wanted:
        values["pk"] = pk_of(name, vu)
    return {key: values[key] for key in wanted}


def visit(client, address):
    """GET the address; where it only takes POST, post nothing."""
    response = client.get(address)
    return client.post(address) if response.status_code == 405 else response


def expected(name, wanted, membership):
    is_operator = membership is not None and membership.role == "operator"
    if name in OPERATOR_ONLY:
        return OWN | HIDDEN | TOLD if is_operator else REFUSED
    if name in BY_ROLE or not set(wanted) - {"task"}:
        return OWN | REFUSED
    if is_operator and "slug" in wanted:
        return OWN | REFUSED | HIDDEN | TOLD
    return HIDDEN


def test_nobody_from_elsewhere_sees_or_moves_anything_of_an_institution(vu):
    visitors = [m.user for m in Membership.objects.exclude(institution__slug="vu")]
    rows = [p for p in patterns() if p[0] == "staff"]
    assert len(rows) > 40
    surprises = []

    for user in [*visitors, User.objects.get(email="noor@thuis.example")]:
        client = Client()
        client.force_login(user)
        membership = user.memberships.first()
        for _, name, wanted in rows:
            address = reverse(f"staff:{name}", kwargs=keywords(name, wanted, vu))
            status = visit(client, address).status_code
            if status not in expected(name, wanted, membership):
                surprises.append((str(membership), name, status))

    assert surprises == []


def test_whoever_is_not_signed_in_is_asked_to_sign_in(vu):
    rows = [p for p in patterns() if p[0] in {"staff", "learner"} and not p[1].startswith("claim")]

    answers = {
        name: visit(Client(), reverse(f"{namespace}:{name}", kwargs=keywords(name, wanted, vu)))
        for namespace, name, wanted in rows
    }

    assert [
        name
        for name, answer in answers.items()
        if answer.status_code != 302 or not answer.url.startswith("/account/login/")
    ] == []


def test_another_persons_microcredential_does_not_exist_for_a_learner(vu):
    stranger = User.objects.create(email="stranger@home.example", name="Stranger")
    client = Client()
    client.force_login(stranger)
    rows = [p for p in patterns() if p[0] == "learner" and "pk" in p[2]]
    assert len(rows) == 9

    statuses = {
        name: visit(
            client,
            reverse(f"learner:{name}", kwargs=keywords(name, wanted, vu) | {"pk": vu["award"].pk}),
        ).status_code
        for _, name, wanted in rows
    }

    assert set(statuses.values()) == {404}


def test_public_pages_and_machine_documents_answer_everybody(vu):
    rows = [p for p in patterns() if p[0] in {"public", "documents"}]

    statuses = {}
    for namespace, name, wanted in rows:
        values = keywords(name, wanted, vu)
        if name.startswith("microcredential"):
            values["token"] = vu["share"].token
        if name == "framework":
            values["slug"] = "nl-ho-2025"
        if name == "body_did":
            values["slug"] = "examencommissie-sbe-executive-education"
        statuses[name] = Client().get(reverse(f"{namespace}:{name}", kwargs=values)).status_code

    hidden = {name for name, status in statuses.items() if status != 200}
    assert hidden == {"status_note", "logo"}
