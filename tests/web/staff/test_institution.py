import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from keurmerk.institutions.models import (
    DesignatedBody,
    InstitutionPolicy,
    KeyKind,
    Membership,
    Role,
    SigningKey,
    Unit,
)
from tests.factories import (
    DesignatedBodyFactory,
    InstitutionFactory,
    InstitutionPolicyFactory,
    MembershipFactory,
    OperatorFactory,
    SigningKeyFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGES = ("role_grant", "policy_set", "unit_add", "body_add")


def detail(institution):
    return reverse("staff:institution_detail", args=[institution.slug])


@pytest.fixture
def institution():
    return InstitutionFactory()


@pytest.fixture
def administrator(client, institution, member_of):
    user = member_of(institution, Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def test_the_institution_page_leads_to_ones_own_institution(client, institution, administrator):
    response = client.get(reverse("staff:institution"))

    assert response.url == detail(institution)


def test_somebody_without_an_institution_is_sent_to_the_start(client):
    client.force_login(UserFactory())

    response = client.get(reverse("staff:institution"))

    assert response.url == reverse("start")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_shows_people_units_bodies_and_keys_in_a_fixed_number_of_queries(
    client, institution, administrator, count, django_assert_num_queries
):
    units = UnitFactory.create_batch(count, institution=institution)
    bodies = DesignatedBodyFactory.create_batch(count, institution=institution)
    for body in bodies:
        body.units.set(units)
    MembershipFactory.create_batch(count, institution=institution)
    SigningKeyFactory.create_batch(count, institution=institution, state="retired")
    stranger = MembershipFactory().user

    with django_assert_num_queries(13):
        page = client.get(detail(institution)).content.decode()

    assert all(unit.name_nl in page for unit in units)
    assert all(body.name_nl in page for body in bodies)
    assert stranger.email not in page


def test_an_empty_institution_says_what_is_missing(client, institution):
    client.force_login(OperatorFactory().user)

    page = client.get(detail(institution)).content.decode()

    assert page.count('class="empty"') == 2


def test_another_institution_does_not_exist_for_you(client, administrator):
    other = InstitutionFactory()
    pages = [detail(other), *(reverse(f"staff:{name}", args=[other.slug]) for name in PAGES)]

    assert {client.get(page).status_code for page in pages} == {404}


@pytest.mark.parametrize("name", PAGES)
def test_only_an_administrator_changes_an_institution(client, institution, member_of, name):
    client.force_login(member_of(institution, Role.PROGRAMME_DIRECTOR))

    response = client.get(reverse(f"staff:{name}", args=[institution.slug]))

    assert response.status_code == 403


def test_an_administrator_gives_a_role_and_ends_it(client, institution, administrator):
    page = reverse("staff:role_grant", args=[institution.slug])
    assert client.get(page).status_code == 200

    client.post(
        page, {"name": "Reviewer", "email": "reviewer@work.example", "role": "quality_reviewer"}
    )

    given = Membership.objects.get(institution=institution, role=Role.QUALITY_REVIEWER)
    assert given.user.email == "reviewer@work.example"

    client.post(reverse("staff:role_end", args=[institution.slug, given.pk]))

    assert not Membership.objects.filter(pk=given.pk).exists()


def test_a_secretary_needs_a_body(client, institution, administrator):
    page = reverse("staff:role_grant", args=[institution.slug])

    response = client.post(
        page, {"name": "Secretary", "email": "secretary@work.example", "role": "board_secretary"}
    )

    assert response.context["form"].errors.keys() == {"body"}


def test_a_body_is_dropped_for_who_is_no_secretary(client, institution, administrator):
    body = DesignatedBodyFactory(institution=institution)
    page = reverse("staff:role_grant", args=[institution.slug])

    client.post(
        page,
        {
            "name": "Examiner",
            "email": "examiner@work.example",
            "role": "examiner",
            "body": body.pk,
        },
    )

    assert Membership.objects.get(role=Role.EXAMINER).body is None


def test_an_administrator_adds_a_unit_and_a_body_that_decides_for_it(
    client, institution, administrator
):
    for name in ("unit_add", "body_add"):
        assert client.get(reverse(f"staff:{name}", args=[institution.slug])).status_code == 200

    client.post(
        reverse("staff:unit_add", args=[institution.slug]),
        {"name_nl": "School", "name_en": "School", "slug": "school"},
    )
    unit = Unit.objects.get(institution=institution)
    client.post(
        reverse("staff:body_add", args=[institution.slug]),
        {"name_nl": "Commissie", "name_en": "Board", "slug": "board", "units": [unit.pk]},
    )

    assert list(DesignatedBody.objects.get(institution=institution).units.all()) == [unit]


def policy_values(**changes):
    return {
        "valid_from": "2026-12-01",
        "languages": ["nl"],
        "colour_light": "#123456",
        "colour_dark": "#abcdef",
        "serif": "book",
    } | changes


def test_a_policy_is_dated_and_the_former_one_stays(client, institution, administrator):
    InstitutionPolicyFactory(institution=institution, valid_from=dt.date(2026, 1, 1))
    page = reverse("staff:policy_set", args=[institution.slug])
    assert client.get(page).status_code == 200

    client.post(page, policy_values())

    days = InstitutionPolicy.objects.filter(institution=institution).order_by("valid_from")
    assert [day.valid_from for day in days] == [dt.date(2026, 1, 1), dt.date(2026, 12, 1)]


def test_a_logo_that_is_too_large_is_refused_with_its_limit(client, institution, administrator):

    logo = SimpleUploadedFile("logo.png", b"x" * (1024 * 1024 + 1))

    response = client.post(
        reverse("staff:policy_set", args=[institution.slug]), policy_values(logo_file=logo)
    )

    assert response.context["form"].errors.keys() == {"logo_file"}


def test_a_logo_is_kept_as_png(client, institution, administrator):

    picture = io.BytesIO()
    Image.new("RGB", (20, 10)).save(picture, "JPEG")
    logo = SimpleUploadedFile("logo.jpg", picture.getvalue())

    client.post(reverse("staff:policy_set", args=[institution.slug]), policy_values(logo_file=logo))

    kept = InstitutionPolicy.objects.get(institution=institution).logo
    assert bytes(kept).startswith(b"\x89PNG")


def test_an_issuing_key_is_asked_of_the_worker(client, institution, administrator):
    client.post(reverse("staff:key_request", args=[institution.slug]))

    key = SigningKey.objects.get(institution=institution)
    assert (key.kind, key.state) == (KeyKind.ISSUING, "to_be_made")


def test_a_mark_key_of_a_body_is_asked_of_the_worker(client, institution, administrator):
    body = DesignatedBodyFactory(institution=institution)

    client.post(reverse("staff:key_request", args=[institution.slug]), {"body": body.slug})

    assert SigningKey.objects.get(institution=institution).body == body
