"""How far an award is on its way to the person, in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from keurmerk.awards.documents import ready_key
from keurmerk.awards.models import Award
from keurmerk.awards.states import AwardState
from keurmerk.holding.models import Claim
from keurmerk.mail.models import Message, MessageState

KINDS = {
    AwardState.TO_BE_SIGNED: "busy",
    AwardState.HELD_BACK: "stop",
    AwardState.ISSUED: "good",
    AwardState.SUSPENDED: "note",
    AwardState.WITHDRAWN: "stop",
    AwardState.REPLACED: "note",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One award with its message and its claim."""

    award: Award
    message: Message | None
    claim: Claim | None

    @property
    def kind(self) -> str:
        return KINDS[AwardState(self.award.state)]

    @property
    def mailed(self) -> tuple[str, str]:
        """The icon and the words for the mail to the person."""
        if self.message is None:
            return ("todo", _("not yet"))
        if self.message.state == MessageState.SENT:
            return ("good", _("sent"))
        if self.message.state == MessageState.DEAD:
            return ("stop", _("could not be sent"))
        return ("busy", _("on its way"))

    @property
    def collected(self) -> tuple[str, str]:
        """The icon and the words for what the person did with it."""
        if self.claim is None:
            return ("todo", _("not yet"))
        if self.claim.declined:
            return ("aside", _("declined"))
        return ("good", _("collected"))


def deliveries(awards: Iterable[Award]) -> list[Delivery]:
    """The deliveries of these awards, in two questions to the database."""
    page = list(awards)
    claims = {claim.award_id: claim for claim in Claim.objects.filter(award__in=page)}
    keys = {ready_key(award): award.pk for award in page}
    sent = {
        keys[message.key]: message for message in Message.objects.filter(key__in=keys).defer("body")
    }
    return [Delivery(award, sent.get(award.pk), claims.get(award.pk)) for award in page]


def state_sums(numbers: Counter[str]) -> list[tuple[str, str]]:
    """How many awards are in each state, each with its icon."""
    return [
        (KINDS[state], _("%(number)d %(state)s") % {"number": numbers[state], "state": state.label})
        for state in AwardState
        if numbers[state]
    ]
