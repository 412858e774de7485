import pytest
from django.core.management import call_command
from django.utils import timezone

from keurmerk.audit.models import Event
from keurmerk.awards.models import Award
from keurmerk.demo.people import COHORT_FILE
from keurmerk.demo.world import fill
from keurmerk.holding.models import Share
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.web.checking import check
from microcredentials import Verdict

pytestmark = pytest.mark.django_db


def test_the_demo_world_has_programmes_in_every_stage(demo_world):
    stages = {str(version): version.state for version in ProgrammeVersion.objects.all()}

    assert stages == {
        "BADS-M2 1": "published",
        "BADS-M4 1": "submitted",
        "DIT-M1 1": "published",
        "DIT-M1 2": "draft",
        "DIT-P 1": "published",
        "DIT-X 1": "returned",
        "BADS-E1 1": "published",
        "HU-ZT1 1": "published",
    }


def test_what_a_learner_of_the_demo_shares_is_genuine(demo_world):
    share = Share.objects.get()

    checked = check(f"/m/{share.token}", at=timezone.now())

    assert checked.verdict == Verdict.GENUINE


def test_filling_again_changes_nothing(demo_world, capsys):
    events = Event.objects.count()

    call_command("demo", "fill")
    fill(now=timezone.now())

    assert Event.objects.count() == events
    assert Award.objects.count() == 5
    assert f"/m/{Share.objects.get().token}" in capsys.readouterr().out


def test_the_cohort_file_has_24_rows_and_names_that_break_software():
    text = COHORT_FILE.read_text("utf-8-sig")

    assert all(name in text for name in ("İpek Işık", "Nguyễn", "'t Hooft", "Sukarno", "IJsbrand"))
