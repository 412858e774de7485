"""What a holder sees of an award in the list, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keurmerk.awards.models import Award
from keurmerk.awards.states import SHOWABLE, AwardState
from keurmerk.holding.models import Share

KINDS = {
    AwardState.ISSUED: "good",
    AwardState.SUSPENDED: "note",
    AwardState.REPLACED: "note",
    AwardState.WITHDRAWN: "stop",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One award in the backpack: its state and where it is shared."""

    award: Award
    shares: Sequence[Share]

    @classmethod
    def of(cls, award: Award, shares: Sequence[Share]) -> Self:
        """The piece of this award, with those of these links that are its own."""
        return cls(award, [share for share in shares if share.award_id == award.pk])

    @property
    def kind(self) -> str:
        return KINDS.get(AwardState(self.award.state), "busy")

    @property
    def word(self) -> str:
        return self.award.get_state_display()

    @property
    def shareable(self) -> bool:
        return may_be_shown(self.award)

    @property
    def uid(self) -> str:
        return str(self.award.pk)[:8]

    @property
    def shared(self) -> str:
        return shared_where(self.shares)


def may_be_shown(award: Award) -> bool:
    """Only what is signed and not ended can be put forward to others."""
    return award.state in SHOWABLE


def shared_where(shares: Sequence[Share]) -> str:
    """Say where an award is shared: on LinkedIn, with people."""
    on_linkedin = any(share.on_linkedin for share in shares)
    people = sum(not share.on_linkedin for share in shares)
    links = ngettext("by %(number)d link", "by %(number)d links", people) % {"number": people}
    if on_linkedin and people:
        return _("Shared on LinkedIn and %(links)s") % {"links": links}
    if on_linkedin:
        return _("Shared on LinkedIn")
    if people:
        return _("Shared %(links)s") % {"links": links}
    return _("Not shared")
