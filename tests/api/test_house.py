"""The house style of an institution: what it chose, and never any other text."""

import datetime as dt

import pytest

from keurmerk.institutions.models import InstitutionPolicy
from tests.factories import InstitutionFactory, InstitutionPolicyFactory

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n and the rest"


@pytest.fixture
def institution():
    return InstitutionFactory(slug="vu")


def style(client):
    return client.get("/house/vu.css").content.decode()


def test_without_a_policy_the_usual_colours_are_served(client, institution):
    assert "--house-light: #17375e;" in style(client)


def test_the_style_is_that_of_the_policy_of_today(client, institution):
    InstitutionPolicyFactory(
        institution=institution,
        colour_light="#0077B3",
        colour_dark="#99ccff",
        serif="slab",
        valid_from=dt.date(2020, 1, 1),
    )
    InstitutionPolicyFactory(
        institution=institution, colour_light="#000000", valid_from=dt.date(2999, 1, 1)
    )

    served = style(client)

    assert "--house-light: #0077B3;" in served
    assert "--house-dark: #99ccff;" in served
    assert "--house-serif: Rockwell" in served


@pytest.mark.parametrize("colour", ["red", "#fff;}*{", "#12345", "url(x)", "#12345\n"])
def test_a_colour_that_is_no_colour_is_not_repeated(client, institution, colour):
    InstitutionPolicyFactory(institution=institution, valid_from=dt.date(2020, 1, 1))
    InstitutionPolicy.objects.update(colour_light=colour[:7], serif="x}")

    served = style(client)

    assert "--house-light: #17375e;" in served
    assert "--house-serif: ui-serif" in served


def test_a_logo_is_served_as_the_picture_it_is(client, institution):
    InstitutionPolicyFactory(institution=institution, valid_from=dt.date(2020, 1, 1), logo=PNG)

    response = client.get("/house/vu/logo.png")

    assert (response.content, response["Content-Type"]) == (PNG, "image/png")


def test_the_style_puts_the_logo_before_the_name(client, institution):
    without = client.get("/house/vu.css").content.decode()
    InstitutionPolicyFactory(institution=institution, valid_from=dt.date(2020, 1, 1), logo=PNG)

    style = client.get("/house/vu.css").content.decode()

    assert 'url("/house/vu/logo.png")' in style
    assert "logo.png" not in without


@pytest.mark.parametrize("logo", [b"", b"<svg/>"])
def test_what_is_no_png_is_no_logo(client, institution, logo):
    InstitutionPolicyFactory(institution=institution, valid_from=dt.date(2020, 1, 1), logo=logo)

    assert client.get("/house/vu/logo.png").status_code == 404
