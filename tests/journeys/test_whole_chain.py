"""From a programme to a microcredential that anyone can check, and until it is withdrawn.

Driven twice: with a mouse at a desk, and with only a keyboard on a narrow screen. The browser's
own worker is stood in for by running the sweeps between steps; `serving` tests the real one.
"""

import json
import re

import pytest
from django.test import override_settings
from django.utils import timezone

from keurmerk.accounts.models import User
from keurmerk.awards.models import Award
from keurmerk.demo.finishing import finish
from keurmerk.demo.people import COHORT_FILE
from keurmerk.demo.world import fill
from keurmerk.mail.models import Message
from keurmerk.mail.sweeps import send_messages
from keurmerk.programmes.models import ProgrammeVersion

pytestmark = pytest.mark.django_db(transaction=True)
OWNER, REVIEWERS = "bads@vu.example", ("beoordelaar-1@vu.example", "beoordelaar-2@vu.example")
SECRETARY, OFFICER = "examencommissie@vu.example", "uitreikingen@vu.example"
EXAMINER, TITLE = "examinator@vu.example", "Forecasting in practice"


@pytest.fixture
def world(keks):
    fill(now=timezone.now())
    User.objects.update(language="en")


def the_worker_works():
    finish(at=timezone.now())
    send_messages(at=timezone.now())


def a_programme_is_written(visitor):
    visitor.signs_in_as(OWNER)
    visitor.follows("Programmes", exact=True)
    visitor.follows("Start a programme")
    visitor.fills("Code", "BADS-M6")
    visitor.fills("Title in Dutch", "Voorspellen in de praktijk")
    visitor.chooses("Begin with", "BADS-M2, Data-driven decision making, version 1")
    visitor.presses("Start the programme")
    visitor.follows("Basics")
    visitor.fills("Title in English", TITLE)
    visitor.presses("Save and go to")
    visitor.follows("Workload and size")
    visitor.fills("EC", "31")
    visitor.presses("Save and go to")
    assert visitor.value("EC") == "31"
    assert "Please put this right first" in visitor.text()
    visitor.fills("EC", "5,0")
    visitor.presses("Save and go to")
    visitor.follows("Check and submit")
    visitor.presses("Apply for the quality mark")
    assert "submitted" in visitor.text()


def it_is_reviewed(visitor):
    for reviewer in REVIEWERS:
        visitor.signs_in_as(reviewer)
        visitor.follows("Reviews", exact=True)
        visitor.follows(TITLE)
        visitor.ticks(visitor.page.get_by_role("checkbox"))
        visitor.presses("Begin the review")
        for radio in visitor.page.get_by_label("Meets", exact=True).all():
            visitor.ticks(radio)
        visitor.presses("Advise to grant")
    assert "Reviews in: 2" in visitor.text()


def it_gets_the_mark(visitor):
    visitor.signs_in_as(SECRETARY)
    visitor.follows("Reviews", exact=True)
    visitor.follows(TITLE)
    visitor.follows("Decide on the quality mark")
    visitor.ticks(visitor.page.get_by_label("The quality mark is granted", exact=True))
    visitor.fills("For awards from", "2026-01-01")
    visitor.fills("For awards until", "2029-12-31")
    visitor.presses("Show what will be signed")
    assert "Voorspellen in de praktijk" in visitor.text()
    visitor.presses("Decide and have it signed")
    the_worker_works()
    version = ProgrammeVersion.objects.get(title_en=TITLE)
    assert version.state == "published"
    visitor.goes_to(f"/v/{version.pk}")
    assert "VU-2026" in visitor.text()


def the_rows_are_brought_in(visitor):
    visitor.page.get_by_label("Or choose a file").set_input_files(str(COHORT_FILE))
    visitor.presses("Read the rows")


def a_cohort_file_is_repaired(visitor):
    visitor.signs_in_as(OFFICER)
    visitor.follows("Awards", exact=True)
    visitor.follows("Start a group")
    visitor.chooses("Programme version", f"{TITLE}, version 1 (BADS-M6)")
    visitor.fills("Name of the group", "Autumn")
    visitor.fills("Pass mark", "5,5")
    visitor.presses("Start and bring in rows")
    the_rows_are_brought_in(visitor)
    assert "24 rows were added." in visitor.page.content()
    for choice in (
        "Use “Johan van der Veen”",
        "Use “Maarten 't Hooft”",
        "Use “jan@gmail.com”",
        "Use “José Fernandes”",
        "One person: set this line aside",
    ):
        visitor.presses(choice)
    for name, label, text in (
        ("Fenna Hoekstra", "E-mail address", "fenna@vu.example"),
        ("Eva Peters", "Established on", "12-03-2026"),
        ("Quirijn d'Ancona-Fabrè", "Established on", "12-03-2026"),
    ):
        visitor.follows(re.compile(f"Fill in yourself.*{name}"))
        visitor.fills(label, text)
        visitor.presses("Save and judge again")
    totals = visitor.page.locator(".totals").inner_text()
    assert re.findall(r"\d+ [a-z][a-z ]+", totals)[1:4] == ["22 ready", "1 blocked", "1 set aside"]
    visitor.follows("Continue with 22 rows")
    visitor.presses("Present for release")


def a_second_person_releases_it(visitor):
    visitor.signs_in_as(EXAMINER)
    visitor.follows("Awards", exact=True)
    visitor.follows("Autumn")
    visitor.follows("To the release")
    visitor.ticks(visitor.page.get_by_role("checkbox"))
    visitor.fills("How many awards do you release?", "22")
    visitor.presses("Release", exact=True)
    assert "22 awards are being signed" in visitor.text()
    the_worker_works()
    visitor.page.reload()
    visitor.looks()
    states = Award.objects.filter(cohort__name="Autumn").values_list("state", flat=True)
    assert list(states) == ["issued"] * 22
    assert Message.objects.filter(subject__startswith="Uw microcredential Voorspellen").count() in {
        0,
        22,
    }


def the_same_file_again_awards_nobody(visitor):
    visitor.signs_in_as(OFFICER)
    visitor.follows("Awards", exact=True)
    visitor.follows("Start a group")
    visitor.chooses("Programme version", f"{TITLE}, version 1 (BADS-M6)")
    visitor.fills("Name of the group", "Autumn again")
    visitor.presses("Start and bring in rows")
    the_rows_are_brought_in(visitor)
    assert "has this version" in visitor.text()
    assert Award.objects.filter(version__title_en=TITLE).count() == 22


def code_sent_to(address):
    mail = Message.objects.filter(to=address).latest("created_at")
    return re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.body).group()


def a_learner_collects(visitor):
    visitor.page.context.clear_cookies()
    mail = Message.objects.filter(to="sukarno@werk.example").latest("created_at")
    visitor.goes_to(re.search(r"/claim/\S+", mail.body).group())
    visitor.presses("English")
    visitor.presses("Send me a code")
    visitor.fills("Code from the e-mail", code_sent_to("sukarno@werk.example"))
    visitor.presses("Sign in", exact=True)
    assert "Sukarno" in visitor.text()
    visitor.presses("Yes, this is me")
    assert "Genuine and valid." in visitor.text()


def she_shares(visitor):
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Signed file (JSON)").click()
    file = download.value.path()
    with visitor.page.expect_download() as picture:
        visitor.page.get_by_role("link", name="Picture (PNG)").click()
    visitor.follows("Make a link")
    visitor.fills("For whom is this link?", "Employer")
    visitor.ticks(visitor.page.get_by_label("My full name"))
    visitor.presses("Make the link")
    award = Award.objects.get(email="sukarno@werk.example", version__title_en=TITLE)
    share = award.shares.get()
    visitor.goes_to(f"/my/{award.pk}/")
    visitor.follows("Put on LinkedIn")
    visitor.presses("Make the page")
    linkedin = "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"
    link = visitor.page.locator(f'a[href^="{linkedin}"]').get_attribute("href")
    assert "organizationId=000000" in link
    assert "Sukarno" not in link
    return award, share, file, picture.value.path()


def anybody_checks(visitor, share, file, picture):
    visitor.page.context.clear_cookies()
    visitor.goes_to(f"/m/{share.token}")
    visitor.presses("English")
    assert "Genuine and valid." in visitor.text()
    for what in (file, picture):
        visitor.goes_to("/check/")
        visitor.page.get_by_label("file").set_input_files(
            {"name": "proof", "mimeType": "", "buffer": what.read_bytes()}
        )
        visitor.presses("Check", exact=True)
        assert "Genuine and valid." in visitor.text()
    forged = json.loads(file.read_text())
    forged["credentialSubject"]["achievement"]["ects"] = "30.0"
    visitor.goes_to("/check/")
    visitor.fills("Address or content", json.dumps(forged))
    visitor.presses("Check", exact=True)
    assert "Not genuine. The content was changed after signing." in visitor.text()


def it_is_withdrawn(visitor, award, share):
    visitor.signs_in_as(OFFICER)
    visitor.goes_to(f"/staff/awards/{award.pk}/withdraw/")
    visitor.ticks(visitor.page.get_by_label("awarded by mistake"))
    visitor.ticks(visitor.page.get_by_role("checkbox"))
    visitor.presses("Withdraw")
    the_worker_works()
    visitor.page.context.clear_cookies()
    visitor.goes_to(f"/m/{share.token}")
    visitor.presses("English")
    assert "Withdrawn by Vrije Universiteit Amsterdam" in visitor.text()


def test_the_whole_chain_from_a_programme_to_a_withdrawn_microcredential(visitor, world, request):
    with override_settings(ROOT_URLCONF="tests.demo.test_pages"):
        a_programme_is_written(visitor)
        it_is_reviewed(visitor)
        it_gets_the_mark(visitor)
        a_cohort_file_is_repaired(visitor)
        a_second_person_releases_it(visitor)
        the_same_file_again_awards_nobody(visitor)
        a_learner_collects(visitor)
        award, share, file, picture = she_shares(visitor)
        anybody_checks(visitor, share, file, picture)
        it_is_withdrawn(visitor, award, share)

    assert visitor.complaints == []
