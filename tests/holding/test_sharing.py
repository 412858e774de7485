import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from keurmerk.awards.states import AwardState
from keurmerk.errors import Refused
from keurmerk.holding.actions import (
    claim_award,
    count_visit,
    open_printed_share,
    open_share,
    stop_share,
)
from keurmerk.holding.documents import baked_png, linkedin_address, share_address
from keurmerk.holding.models import Share
from microcredentials.carriers.png import unbake
from tests.conftest import NOW
from tests.factories import (
    CohortFactory,
    SignedDocumentFactory,
    UserFactory,
    award,
    awardable_edubadge,
    holder_of,
    issued_award,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def issued():
    return issued_award()


@pytest.fixture
def holder(issued):
    user = holder_of(issued)
    claim_award(award=issued, by=user, at=NOW)
    return user


@pytest.fixture
def share_it(issued, holder):
    def _share_it(**fields):
        values = {
            "label": "Sollicitatie",
            "show_name": "initials",
            "show_result": False,
            "until": None,
            "on_linkedin": False,
            "by": holder,
            **fields,
        }
        return open_share(award=issued, at=NOW, **values)

    return _share_it


def test_a_link_is_open_for_ninety_days_unless_the_holder_says_otherwise(share_it):
    assert share_it().until == TODAY + dt.timedelta(days=90)
    assert share_it(until=TODAY).until == TODAY


def test_a_link_is_open_up_to_and_including_its_last_day(share_it, holder):
    share = share_it(until=TODAY)

    assert list(Share.objects.open_on(TODAY)) == [share]
    assert not Share.objects.open_on(TODAY + dt.timedelta(days=1)).exists()
    assert list(Share.objects.held_by(holder)) == [share]


def test_linkedin_shows_the_full_name_without_end_and_has_one_link(share_it):
    share = share_it(label=" ", on_linkedin=True, until=TODAY)

    assert (share.label, share.show_name, share.until) == ("LinkedIn", "full", None)
    assert share_it(on_linkedin=True) == share


def test_a_printed_certificate_has_one_page_and_that_has_no_end(issued, holder):
    share = open_printed_share(award=issued, by=holder, at=NOW)

    assert (share.show_name, share.show_result, share.until) == ("full", True, None)
    assert open_printed_share(award=issued, by=holder, at=NOW) == share


def test_a_printed_page_that_was_stopped_is_followed_by_another(issued, holder):
    first = open_printed_share(award=issued, by=holder, at=NOW)
    stop_share(share=first, by=holder, at=NOW)

    assert open_printed_share(award=issued, by=holder, at=NOW) != first


def test_only_the_holder_opens_a_printed_page(issued, holder):
    with pytest.raises(PermissionDenied):
        open_printed_share(award=issued, by=UserFactory(), at=NOW)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"label": " "}, "for whom"),
        ({"until": TODAY - dt.timedelta(days=1)}, "past"),
        ({"show_name": "everything"}, "your name"),
    ],
)
def test_a_link_needs_a_label_a_day_to_come_and_a_choice(share_it, fields, why):
    with pytest.raises(Refused, match=why):
        share_it(**fields)


def test_only_the_holder_shares_and_stops(share_it, issued):
    stranger = holder_of(issued_award())
    share = share_it()

    with pytest.raises(PermissionDenied):
        share_it(by=stranger)
    with pytest.raises(PermissionDenied):
        stop_share(share=share, by=stranger, at=NOW)


def test_what_was_withdrawn_gets_no_new_links(share_it, issued):
    issued.state = AwardState.WITHDRAWN
    issued.save()

    with pytest.raises(Refused, match="no longer be shared"):
        share_it()


def test_a_stopped_link_stays_stopped(share_it, holder):
    share = share_it()

    stop_share(share=share, by=holder, at=NOW)
    stop_share(share=share, by=holder, at=NOW + dt.timedelta(days=1))

    share.refresh_from_db()
    assert share.stopped_at == NOW
    assert not Share.objects.open_on(TODAY).exists()


def test_a_visit_is_counted_and_nothing_else(share_it):
    share = share_it()

    count_visit(share)
    count_visit(share)

    share.refresh_from_db()
    assert share.visits == 2


def test_the_address_for_linkedin_names_the_institution_by_its_number(share_it, issued):
    house = issued.cohort.institution
    house.linkedin_organization_id = "15093"
    house.save()
    share = share_it(on_linkedin=True)
    share.refresh_from_db()

    assert linkedin_address(share) == (
        "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"
        "&name=Data-gedreven%20besluitvorming"
        "&organizationId=15093"
        "&issueYear=2026&issueMonth=3"
        f"&certUrl=https%3A%2F%2Fkeurmerk.example%2Fm%2F{share.token}"
        f"&certId={issued.pk}"
    )


def test_without_a_number_linkedin_gets_the_name_in_the_language_of_the_document():
    issued = issued_award(language="en")
    house = issued.cohort.institution
    house.name_en = "University & Co"
    house.save()
    holder = holder_of(issued)
    claim_award(award=issued, by=holder, at=NOW)
    share = open_share(
        award=issued,
        label="",
        show_name="none",
        show_result=True,
        until=None,
        on_linkedin=True,
        by=holder,
        at=NOW,
    )

    address = linkedin_address(share)

    assert "organizationName=University%20%26%20Co&" in address
    assert "organizationId" not in address
    assert "name=Data-driven%20decision%20making" in address
    assert issued.name not in address
    assert issued.email.partition("@")[0] not in address
    assert share_address(share).endswith(share.token)


def test_the_picture_carries_the_signed_text():
    document = SignedDocumentFactory(text=json.dumps({"naam": "Işıl Öztürk"}, ensure_ascii=False))

    marked = baked_png(issued_award(document=document))
    cohort = CohortFactory(version=awardable_edubadge())
    plain = baked_png(issued_award(cohort))

    assert unbake(marked) == document.text
    assert unbake(plain) == "{}"


def test_there_is_no_picture_before_the_signature():
    with pytest.raises(Http404):
        baked_png(award())
