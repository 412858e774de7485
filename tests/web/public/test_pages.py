import pytest
from django.template.loader import render_to_string
from django.utils.translation import override


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/about/", "/accessibility/", "/privacy/"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_that_explains_is_there_in_both_languages(client, address, language):
    response = client.get(address, headers={"accept-language": language})

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1>") == 1
    assert " – Keurmerk</title>" in html


def test_the_home_page_has_the_rosette_of_no_programme(client):
    assert 'class="rosette"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_about_page_says_what_the_law_does_not(client):
    html = client.get("/about/", headers={"accept-language": "en"}).content.decode()

    words = " ".join(html.split())
    assert "no status in the Dutch Higher Education and Research Act (WHW)" in words
    assert "decided by the examination board of the receiving institution" in words


def test_the_fingerprint_of_the_operator_is_shown_in_words_and_in_digits():
    fingerprint = {"words": ("lamp", "tree"), "hex": "9f2c41d7e0"}

    with override("en"):
        html = render_to_string("public/about.html", {"operator_fingerprint": fingerprint})

    assert "lamp tree" in html
    assert "9f2c 41d7 e0" in html


def test_before_there_is_an_operator_key_the_about_page_says_so():
    with override("en"):
        html = render_to_string("public/about.html")

    assert "This installation has no operator key yet." in html
