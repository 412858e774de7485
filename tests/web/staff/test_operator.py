import datetime as dt

import pytest
from django.urls import reverse

from keurmerk.institutions.models import Admission, Institution, Role
from keurmerk.institutions.states import AdmissionState
from keurmerk.quality.models import FrameworkVersion
from tests.factories import (
    AdmissionFactory,
    DesignatedBodyFactory,
    InstitutionFactory,
    OperatorFactory,
    SigningKeyFactory,
)

pytestmark = pytest.mark.django_db
OPERATOR = reverse("staff:operator")


@pytest.fixture
def operator(client):
    user = OperatorFactory().user
    client.force_login(user)
    return user


@pytest.mark.parametrize("count", [1, 3])
def test_the_operator_sees_every_institution_in_a_fixed_number_of_queries(
    client, operator, count, django_assert_num_queries
):
    institutions = InstitutionFactory.create_batch(count)
    for institution in institutions:
        SigningKeyFactory(institution=institution)
        AdmissionFactory(institution=institution)

    with django_assert_num_queries(11):
        page = client.get(OPERATOR).content.decode()

    assert all(institution.name_nl in page for institution in institutions)


def test_an_empty_register_says_so(client, operator):
    page = client.get(OPERATOR).content.decode()

    assert page.count('class="empty"') == 1


@pytest.mark.parametrize("name", ["operator", "institution_add"])
def test_only_the_operator_comes_here(client, member_of, name):
    client.force_login(member_of(InstitutionFactory(), Role.ADMINISTRATOR))

    assert client.get(reverse(f"staff:{name}")).status_code == 403


def test_the_operator_adds_an_institution(client, operator):
    page = reverse("staff:institution_add")
    assert client.get(page).status_code == 200

    response = client.post(
        page,
        {"name_nl": "Hogeschool", "name_en": "University", "slug": "hogeschool", "sector": "HBO"},
    )

    assert response.url == reverse("staff:institution_detail", args=["hogeschool"])
    assert Institution.objects.get().sector == "HBO"


def test_an_admission_is_prepared_by_one_operator_and_released_by_another(client, operator):
    institution = InstitutionFactory()
    body = DesignatedBodyFactory(institution=institution)
    SigningKeyFactory(institution=None, kind="operator", did="did:web:keurmerk.example:operator")
    page = reverse("staff:admission_prepare", args=[institution.slug])
    assert client.get(page).status_code == 200

    client.post(
        page,
        {"level_from": 5, "level_to": 8, "bodies": [body.pk], "awards_from": "2026-12-01"},
    )
    admission = Admission.objects.get(institution=institution)
    release = reverse("staff:admission_release", args=[admission.pk])

    assert client.post(release).status_code == 409

    client.force_login(OperatorFactory().user)
    client.post(release)

    admission.refresh_from_db()
    assert admission.state == AdmissionState.TO_BE_SIGNED
    assert admission.awards_from == dt.date(2026, 12, 1)


def test_without_a_framework_in_force_nothing_is_admitted(client, operator):
    FrameworkVersion.objects.update(valid_until=dt.date(2020, 1, 1))
    institution = InstitutionFactory()

    client.post(
        reverse("staff:admission_prepare", args=[institution.slug]),
        {"level_from": 5, "level_to": 8, "awards_from": "2026-12-01"},
    )

    assert not Admission.objects.exists()
