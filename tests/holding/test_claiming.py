import pytest
from django.core.exceptions import PermissionDenied
from django.core.signing import Signer
from django.http import Http404

from keurmerk.audit.models import Event
from keurmerk.awards.documents import CLAIM_SALT, claim_token
from keurmerk.awards.states import AwardState
from keurmerk.errors import Refused
from keurmerk.holding.actions import claim_award, decline_award, open_share
from keurmerk.holding.documents import award_of_token
from keurmerk.holding.models import Claim, Share
from keurmerk.holding.queries import awards_to_collect, held_awards
from tests.conftest import NOW
from tests.factories import UserFactory, VerifiedAddressFactory, award, holder_of, issued_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued():
    return issued_award()


@pytest.fixture
def holder(issued):
    return holder_of(issued)


def test_the_link_carries_only_which_award_it_is(issued):
    token = claim_token(issued)

    assert token.startswith(f"{issued.pk.hex}:")
    assert award_of_token(token) == issued


@pytest.mark.parametrize("token", ["", "x", "00000000000000000000000000000000:abc"])
def test_a_link_that_we_did_not_make_opens_nothing(token):
    with pytest.raises(Http404):
        award_of_token(token)


@pytest.mark.parametrize("content", ["no-uuid", "00000000000000000000000000000000"])
def test_a_link_to_what_does_not_exist_opens_nothing(content):
    with pytest.raises(Http404):
        award_of_token(Signer(salt=CLAIM_SALT).sign(content))


def test_who_proved_to_hold_the_address_collects_it_once(issued, holder):
    assert list(awards_to_collect(holder)) == [issued]

    first = claim_award(award=issued, by=holder, at=NOW)
    again = claim_award(award=issued, by=holder, at=NOW)

    assert first == again == Claim.objects.get()
    assert list(held_awards(holder)) == list(
        issued.__class__.objects.filter(claim__in=Claim.objects.held_by(holder))
    )
    assert not awards_to_collect(holder).exists()
    assert Event.objects.about(issued).first().verb == "awards.award.claimed"


def test_nobody_else_collects_it(issued):
    stranger = holder_of(issued_award())
    unproven = UserFactory(email=issued.email)
    VerifiedAddressFactory(user=unproven, verified=False)

    for person in (stranger, unproven):
        with pytest.raises(PermissionDenied):
            claim_award(award=issued, by=person, at=NOW)
        with pytest.raises(PermissionDenied):
            decline_award(award=issued, by=person, at=NOW)
    assert not awards_to_collect(unproven).exists()


def test_what_was_collected_stays_with_the_account_that_did(issued, holder):
    claim_award(award=issued, by=holder, at=NOW)
    holder.emailaddress_set.all().delete()
    new_owner = UserFactory()
    VerifiedAddressFactory(user=new_owner, email=issued.email)

    with pytest.raises(Refused, match="another account"):
        claim_award(award=issued, by=new_owner, at=NOW)

    assert list(held_awards(holder)) == [issued]


@pytest.mark.parametrize("state", [AwardState.WITHDRAWN, AwardState.REPLACED])
def test_what_ended_is_not_collected_any_more(state):
    ended = issued_award(state=state)

    with pytest.raises(Refused, match="nothing to collect"):
        claim_award(award=ended, by=holder_of(ended), at=NOW)


def test_what_is_still_being_signed_cannot_be_collected():
    released = award()

    with pytest.raises(Refused, match="nothing to collect"):
        claim_award(award=released, by=holder_of(released), at=NOW)


def test_who_declines_keeps_no_page_and_may_change_their_mind(issued, holder):
    claim_award(award=issued, by=holder, at=NOW)
    share = open_share(
        award=issued,
        label="LinkedIn",
        show_name="full",
        show_result=False,
        until=None,
        on_linkedin=True,
        by=holder,
        at=NOW,
    )

    decline_award(award=issued, by=holder, at=NOW)

    assert not held_awards(holder).exists()
    assert not awards_to_collect(holder).exists()
    assert not Share.objects.open_on(NOW.date()).exists()
    issued.refresh_from_db()
    assert issued.state == AwardState.ISSUED

    claim_award(award=issued, by=holder, at=NOW)
    share.refresh_from_db()
    assert list(held_awards(holder)) == [issued]
    assert share.stopped_at == NOW
