"""The states of a programme version, as one table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionState(TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned to the applicant")
    MARKED = "marked", _("granted the quality mark")
    REFUSED = "refused", _("refused")
    PUBLISHED = "published", _("published")


S = VersionState
VERSION_TRANSITIONS: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.RETURNED, S.MARKED, S.REFUSED, S.PUBLISHED}),
    S.RETURNED: frozenset({S.SUBMITTED}),
    S.MARKED: frozenset({S.PUBLISHED}),
    S.REFUSED: frozenset(),
    S.PUBLISHED: frozenset(),
}
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
