"""The states of an application for the mark, a review, and a decision."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApplicationState(TextChoices):
    OPEN = "open", _("under review")
    RETURNED = "returned", _("returned to the applicant")
    DECIDED = "decided", _("decided")


APPLICATION_TRANSITIONS: dict[str, frozenset[str]] = {
    ApplicationState.OPEN: frozenset({ApplicationState.RETURNED, ApplicationState.DECIDED}),
    ApplicationState.RETURNED: frozenset({ApplicationState.OPEN}),
    ApplicationState.DECIDED: frozenset(),
}


class ReviewState(TextChoices):
    OPEN = "open", _("open")
    CONCLUDED = "concluded", _("concluded")
    STEPPED_BACK = "stepped_back", _("stepped back")


REVIEW_TRANSITIONS: dict[str, frozenset[str]] = {
    ReviewState.OPEN: frozenset({ReviewState.CONCLUDED, ReviewState.STEPPED_BACK}),
    ReviewState.CONCLUDED: frozenset(),
    ReviewState.STEPPED_BACK: frozenset(),
}


class DecisionState(TextChoices):
    """Granted decisions are signed before they count; lapsed is computed, never stored."""

    TO_BE_SIGNED = "to_be_signed", _("being signed")
    IN_FORCE = "in_force", _("in force")
    REFUSED = "refused", _("refused")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")


D = DecisionState
DECISION_TRANSITIONS: dict[str, frozenset[str]] = {
    D.TO_BE_SIGNED: frozenset({D.IN_FORCE}),
    D.IN_FORCE: frozenset({D.SUSPENDED, D.WITHDRAWN}),
    D.SUSPENDED: frozenset({D.IN_FORCE, D.WITHDRAWN}),
    D.REFUSED: frozenset(),
    D.WITHDRAWN: frozenset(),
}
