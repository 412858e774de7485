"""One file with 24 lines and the names that break software, from pasting to 22 delivered."""

from decimal import Decimal

import pytest

from keurmerk.awards.actions import (
    add_rows,
    choose,
    edit_row,
    present_cohort,
    release_cohort,
    set_aside,
    start_cohort,
)
from keurmerk.awards.models import Award
from keurmerk.awards.queries import Counts, cohort_counts
from keurmerk.awards.states import AwardState, RowState
from keurmerk.awards.sweeps import issue_awards, sign_status_lists
from keurmerk.institutions.models import Role
from keurmerk.mail.models import Message
from microcredentials import read
from tests.conftest import NOW
from tests.factories import really_signed_version

pytestmark = pytest.mark.django_db

FILE = """\
Studentnummer;Achternaam;Tussenvoegsel;Voornaam;E-mailadres;Cijfer;Datum uitslag;Opmerking
2501;Veen;van der;Fenna;fenna@post.example;7,5;12-03-2026;
2502;Hooft;'t;Anne;anne@post.example;7.5;2026-03-12;
;'t Hooft;;Willem;willem@post.example;8;12-03-2026;
2504;Öztürk;;Işıl;isil@post.example;9;12-3-2026;
2505;Yılmaz;;İbrahim;ibrahim@post.example;6;12-03-2026;
2506;Nguyễn;;Thị Minh Khai;khai@post.example;8,0;12-03-2026;
2507;Ĳzerman;;IJsbrand;ijsbrand@post.example;7;12-03-2026;
2508;Nispen tot Sevenaer;van;jonkheer Reinout;reinout@post.example;7;12-03-2026;
2509;Suharto;;;suharto@post.example;6,5;12-03-2026;
2510;O’Neill;;Róisín;roisin@post.example;10;12-03-2026;
2511;Żółć;;Małgorzata;malgorzata@post.example;8;12-03-2026;
2512;Ångström;;Åsa;asa@post.example;7;12-03-2026;"zegt: ""dank"",
en nog een regel"
2513;Papadopoulos;;Ελένη;eleni@post.example;7;12-03-2026;
2514;Jansen;;Piet;piet@gmial.com;7;12-03-2026;
2515;Haddad;;JosÃ©;jose@post.example;7;12-03-2026;
2516;Veen, van der;;Lotte;lotte@post.example;7;12-03-2026;
2517;Boer;de;Kees;kees@post.example;7;03/04/2026;
2518;Wit;de;Sara;sara@vu;7;12-03-2026;
2519;Bakker;;Tim;tim@post.example;7;31-02-2026;
2520;=HYPERLINK("http://kwaad.example");;Eva;eva@post.example;7;12-03-2026;
2521;Smit;;Bo;bo@post.example;;12-03-2026;
2522;Visser;;Noor;noor@post.example;7;12 maart 2026;
2523;Mulder;;Gijs;gijs@post.example;5,4;12-03-2026;
2501;VEEN;VAN DER;FENNA;FENNA@post.example;7,5;12-03-2026;
"""
NAMES = [
    "Fenna van der Veen",
    "Anne 't Hooft",
    "Willem 't Hooft",
    "Işıl Öztürk",
    "İbrahim Yılmaz",
    "Thị Minh Khai Nguyễn",
    "IJsbrand Ĳzerman",
    "jonkheer Reinout van Nispen tot Sevenaer",
    "Suharto",
    "Róisín O’Neill",
    "Małgorzata Żółć",
    "Åsa Ångström",
    "Ελένη Papadopoulos",
    "Piet Jansen",
    "José Haddad",
    "Lotte van der Veen",
    "Kees de Boer",
    "Sara de Wit",
    "Tim Bakker",
    'Eva =HYPERLINK("http://kwaad.example")',
    "Bo Smit",
    "Noor Visser",
]
CHOICES = [
    (14, "R05", "use"),
    (15, "F05", "use"),
    (16, "R08", "use"),
    (17, "R07", "2026-04-03"),
]
REPAIRS = [
    (18, {"email": "sara@vu.example"}),
    (19, {"awarded_on_text": "28-02-2026"}),
    (21, {"result": "6"}),
]


def test_of_24_lines_22_are_issued_one_is_blocked_and_one_is_set_aside(keks, member_of):
    version = really_signed_version()
    house = version.programme.institution
    officer = member_of(house, Role.AWARD_OFFICER)
    examiner = member_of(house, Role.EXAMINER)
    sign_status_lists(at=NOW)
    cohort = start_cohort(
        version=version,
        name="Voorjaar",
        language="nl",
        pass_mark=Decimal("5.5"),
        by=officer,
        at=NOW,
    )

    added = add_rows(cohort=cohort, data=FILE.encode("utf-16"), by=officer, at=NOW)
    assert (added.new, added.known) == (24, 0)
    assert cohort_counts(cohort) == Counts(received=24, ready=15, choice=5, blocked=4)

    for line, code, key in CHOICES:
        row = cohort.rows.get(line=line)
        choose(row=row, choice={"code": code, "choice": key}, by=officer, at=NOW)
    for line, fields in REPAIRS:
        edit_row(row=cohort.rows.get(line=line), fields=fields, by=officer, at=NOW)
    set_aside(row=cohort.rows.get(line=24), reason="dubbel", by=officer, at=NOW)
    assert cohort_counts(cohort) == Counts(received=24, ready=22, blocked=1, set_aside=1)

    present_cohort(cohort=cohort, by=officer, at=NOW)
    release_cohort(cohort=cohort, confirmed_count=22, by=examiner, at=NOW)
    assert issue_awards(at=NOW) == 22

    awards = Award.objects.order_by("row__line").select_related("document")
    assert [award.name for award in awards] == NAMES
    assert {award.state for award in awards} == {AwardState.ISSUED}
    assert [_name(award) for award in awards] == NAMES
    assert Message.objects.filter(key__startswith="award-ready:").count() == 22
    assert cohort_counts(cohort) == Counts(received=24, blocked=1, set_aside=1, awarded=22)
    assert cohort.rows.get(state=RowState.BLOCKED).name == "Gijs Mulder"

    again = add_rows(cohort=cohort, data=FILE, by=officer, at=NOW)
    assert (again.new, again.known, again.different) == (0, 24, 0)
    assert Award.objects.count() == 22


def _name(award):
    signed = read(award.document.text).document
    return signed["credentialSubject"]["identifier"][0]["identityHash"]
