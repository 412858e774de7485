"""The states of a cohort, of a row brought in, and of an award."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CohortState(TextChoices):
    DRAFT = "draft", _("in preparation")
    PRESENTED = "presented", _("waiting for release")
    RELEASED = "released", _("released")


COHORT_TRANSITIONS: dict[str, frozenset[str]] = {
    CohortState.DRAFT: frozenset({CohortState.PRESENTED}),
    CohortState.PRESENTED: frozenset({CohortState.DRAFT, CohortState.RELEASED}),
    # Rows that became ready after a release are presented and released in their turn.
    CohortState.RELEASED: frozenset({CohortState.PRESENTED}),
}


class RowState(TextChoices):
    READY = "ready", _("ready")
    CHOICE = "choice", _("needs a choice")
    BLOCKED = "blocked", _("blocked")
    SET_ASIDE = "set_aside", _("set aside")
    AWARDED = "awarded", _("awarded")


class AwardState(TextChoices):
    TO_BE_SIGNED = "to_be_signed", _("being signed")
    HELD_BACK = "held_back", _("held back")
    ISSUED = "issued", _("issued")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REPLACED = "replaced", _("replaced")


# Whoever has one of these cannot get the same version again.
ENDED = frozenset({AwardState.WITHDRAWN, AwardState.REPLACED})
# Signed and not ended: it can be collected, shared and put before others.
SHOWABLE = frozenset({AwardState.ISSUED, AwardState.SUSPENDED})

A = AwardState
AWARD_TRANSITIONS: dict[str, frozenset[str]] = {
    A.TO_BE_SIGNED: frozenset({A.ISSUED, A.HELD_BACK}),
    A.HELD_BACK: frozenset({A.TO_BE_SIGNED, A.WITHDRAWN}),
    A.ISSUED: frozenset({A.SUSPENDED, A.WITHDRAWN, A.REPLACED}),
    A.SUSPENDED: frozenset({A.ISSUED, A.WITHDRAWN}),
    A.WITHDRAWN: frozenset(),
    A.REPLACED: frozenset(),
}
