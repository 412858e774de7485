"""The documents that programs read, each at the address that signed documents give for it."""

import hashlib
import json
from io import BytesIO

import pytest
import time_machine
from PIL import Image

from keurmerk.institutions.documents import trust
from keurmerk.institutions.models import Institution
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import Point, RegisterIssue
from microcredentials import read_trust
from microcredentials.contexts import keurmerk_bytes
from tests.web.chain import NOW, Chain

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def paths(chain):
    return [
        "/operator/did.json",
        "/issuers/vu/did.json",
        "/issuers/vu/bodies/sbe/did.json",
        f"/v/{chain.version.pk}/content.nl.json",
        f"/v/{chain.version.pk}/content.en.json",
        f"/v/{chain.version.pk}/image.png",
        "/status/vu/1",
        "/status/vu/1/suspension",
        f"/status/note/{chain.award.pk}",
        "/register.json",
        "/contexts/keurmerk-v1.jsonld",
        "/house/vu.css",
        "/ob2/nl/issuers/vu",
        f"/ob2/en/v/{chain.version.pk}",
        "/trust.json",
        "/checker.html",
    ]


def test_every_document_is_open_to_every_site_tagged_and_without_cookies(client):
    chain = Chain()
    chain.end("withdrawn", reason_class="error")

    for path in paths(chain):
        response = client.get(path)
        assert response.status_code == 200, path
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.cookies


def test_who_has_the_bytes_already_is_told_so(client):
    Chain()
    first = client.get("/register.json")

    again = client.get("/register.json", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "did"),
    [
        ("/operator/did.json", "did:web:keurmerk.example:operator"),
        ("/issuers/vu/did.json", "did:web:keurmerk.example:issuers:vu"),
        ("/issuers/vu/bodies/sbe/did.json", "did:web:keurmerk.example:issuers:vu:bodies:sbe"),
    ],
)
def test_the_keys_of_a_party_stand_at_its_name(client, path, did):
    Chain()

    document = json.loads(client.get(path).content)

    assert document["id"] == did
    assert len(document["assertionMethod"]) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_content_of_a_version_is_served_byte_for_byte(client, language):
    version = Chain().version

    response = client.get(f"/v/{version.pk}/content.{language}.json")

    assert response.content.decode() == getattr(version, f"content_{language}")
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize("document", ["content.nl.json", "image.png"])
def test_a_version_that_is_not_published_has_no_documents(client, document):
    version = Chain().version
    ProgrammeVersion.objects.update(state="marked")

    assert client.get(f"/v/{version.pk}/{document}").status_code == 404


@pytest.mark.parametrize("kind", ["microcredential", "edubadge"])
def test_the_image_of_a_version_is_a_square_png(client, kind):
    version = Chain(kind=kind).version

    picture = Image.open(BytesIO(client.get(f"/v/{version.pk}/image.png").content))

    assert (picture.format, picture.size) == ("PNG", (600, 600))


def test_the_status_lists_may_be_kept_for_five_minutes(client):
    chain = Chain()

    revocation, suspension = client.get("/status/vu/1"), client.get("/status/vu/1/suspension")

    assert revocation.content.decode() == chain.list.revocation.text
    assert suspension.content.decode() == chain.list.suspension.text
    assert revocation["Content-Type"] == "application/vc+ld+json"
    assert revocation["Cache-Control"] == "public, max-age=300"


def test_a_status_note_exists_only_once_the_status_is_set(client):
    chain = Chain()
    before = client.get(f"/status/note/{chain.award.pk}").status_code

    chain.end("withdrawn", reason_class="error")
    after = client.get(f"/status/note/{chain.award.pk}")

    assert before == 404
    assert after.content.decode() == chain.award.note.text


def test_the_register_is_the_latest_issue(client):
    Chain().publish_register()

    response = client.get("/register.json")

    assert response.content.decode() == RegisterIssue.objects.get(sequence=2).document.text


def test_our_words_are_served_as_they_were_pinned(client):
    assert client.get("/contexts/keurmerk-v1.jsonld").content == keurmerk_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/issuers/nowhere/did.json",
        "/issuers/vu/bodies/nobody/did.json",
        f"/v/{NOBODY}/content.nl.json",
        f"/v/{NOBODY}/image.png",
        "/v/not-a-version/content.nl.json",
        "/status/vu/99999999999999999999",
        "/status/nowhere/1",
        f"/status/note/{NOBODY}",
        "/frameworks/of-tomorrow",
        "/house/nowhere.css",
        "/ob2/nl/issuers/nowhere",
        f"/ob2/nl/v/{NOBODY}",
        "/ob2/de/issuers/vu",
        "/house/vu/logo.png",
    ],
)
def test_what_does_not_exist_is_not_found(client, path):
    Chain()

    assert client.get(path).status_code == 404


def test_the_trust_file_is_the_one_that_the_command_writes(client):
    Chain()

    assert read_trust(client.get("/trust.json").content.decode()) == trust()


def test_the_checker_is_a_file_to_keep_with_our_keys_and_register_in_it(client):
    Chain()

    response = client.get("/checker.html")

    [key] = trust().operator_keys
    assert response["Content-Disposition"] == 'attachment; filename="keurmerk-checker.html"'
    assert key.multikey in response.content.decode()
    assert "https://keurmerk.example/register.json" in response.content.decode()


def test_before_the_first_issue_there_is_no_register(client):
    assert client.get("/register.json").status_code == 404


def test_a_status_list_that_is_not_signed_yet_is_not_found(client):
    chain = Chain()
    chain.list.revocation = None
    chain.list.save()

    assert client.get("/status/vu/1").status_code == 404


@pytest.mark.parametrize("until", [None, "2029-12-31"])
def test_a_framework_is_a_document_for_programs_and_a_page_for_people(client, until):
    framework = Chain().framework
    framework.valid_until = until
    framework.save()
    Point.objects.filter(framework=framework).delete()
    Point.objects.create(
        framework=framework,
        code="V1",
        position=1,
        name_nl="Omvang",
        name_en="Size",
        question_nl="Klopt de omvang?",
        question_en="Is the size right?",
    )

    machine = client.get("/frameworks/nl-ho-2025", headers={"Accept": "application/json"})
    person = client.get(
        "/frameworks/nl-ho-2025", headers={"Accept": "text/html", "Accept-Language": "en"}
    )

    document = json.loads(machine.content)
    assert document["id"] == "https://keurmerk.example/frameworks/nl-ho-2025"
    assert document["validUntil"] == until
    assert document["points"][0]["code"] == "V1"
    assert "Is the size right?" in person.content.decode()
    assert "Accept" in machine["Vary"]
    assert "Accept" in person["Vary"]


@pytest.mark.parametrize(("language", "name"), [("nl", "name_nl"), ("en", "name_en")])
def test_an_older_backpack_finds_the_issuer_and_the_version_in_the_language_of_the_award(
    client, language, name
):
    chain = Chain()
    institution, version = chain.version.programme.institution, chain.version

    issuer = client.get(f"/ob2/{language}/issuers/vu")
    described = client.get(f"/ob2/{language}/v/{version.pk}")

    assert issuer["Content-Type"] == described["Content-Type"] == "application/ld+json"
    assert json.loads(issuer.content)["name"] == getattr(institution, name)
    assert json.loads(issuer.content)["id"] == f"https://keurmerk.example/ob2/{language}/issuers/vu"
    found = json.loads(described.content)
    assert found["id"] == f"https://keurmerk.example/ob2/{language}/v/{version.pk}"
    assert found["issuer"] == json.loads(issuer.content)["id"]
    assert found["related"][0]["id"] == f"https://keurmerk.example/v/{version.pk}"


def test_a_browser_at_an_older_address_is_shown_the_page(client):
    version = Chain().version

    issuer = client.get("/ob2/nl/issuers/vu", headers={"Accept": "text/html"})
    described = client.get(f"/ob2/nl/v/{version.pk}", headers={"Accept": "text/html"})

    assert (issuer.url, described.url) == ("/register/", f"/v/{version.pk}")
    assert "Accept" in issuer["Vary"]


def test_an_institution_without_a_desk_cannot_be_an_issuer_of_older_badges(client):
    Chain()
    Institution.objects.update(desk_email="")

    assert client.get("/ob2/nl/issuers/vu").status_code == 404


def test_machine_documents_answer_no_post(client):
    assert client.post("/register.json").status_code == 405
