"""The states of what an institution has: its admission and its keys."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AdmissionState(TextChoices):
    PREPARED = "prepared", _("prepared")
    TO_BE_SIGNED = "to_be_signed", _("being signed")
    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", _("ended")


ADMISSION_TRANSITIONS: dict[str, frozenset[str]] = {
    AdmissionState.PREPARED: frozenset({AdmissionState.TO_BE_SIGNED}),
    # Back to prepared only when the key it was released for is compromised.
    AdmissionState.TO_BE_SIGNED: frozenset({AdmissionState.IN_FORCE, AdmissionState.PREPARED}),
    AdmissionState.IN_FORCE: frozenset({AdmissionState.ENDED}),
    AdmissionState.ENDED: frozenset(),
}


class KeyState(TextChoices):
    TO_BE_MADE = "to_be_made", _("being made")
    ACTIVE = "active", _("in use")
    RETIRED = "retired", _("retired")
    COMPROMISED = "compromised", _("compromised")


KEY_TRANSITIONS: dict[str, frozenset[str]] = {
    KeyState.TO_BE_MADE: frozenset({KeyState.ACTIVE}),
    KeyState.ACTIVE: frozenset({KeyState.RETIRED, KeyState.COMPROMISED}),
    KeyState.RETIRED: frozenset({KeyState.COMPROMISED}),
    KeyState.COMPROMISED: frozenset(),
}
