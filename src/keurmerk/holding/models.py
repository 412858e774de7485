"""The learner's hold on a microcredential: collecting it, and who may look."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from keurmerk.awards.models import Award
from keurmerk.holding.queries import ClaimQuerySet, ShareQuerySet


def new_token() -> str:
    """128 random bits that open one page."""
    return secrets.token_urlsafe(16)


class Claim(models.Model):
    """Delivery of an award to the person who proved to be its holder.

    The award does not depend on it. A declined claim stays, without a page.
    """

    award = models.OneToOneField(Award, models.PROTECT, related_name="claim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="claims")
    confirmed_at = models.DateTimeField()
    declined = models.BooleanField(default=False)

    objects = ClaimQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.award)


class ShareName(models.TextChoices):
    FULL = "full", _("my full name")
    INITIALS = "initials", _("initials only")
    NONE = "none", _("no name")


class Share(models.Model):
    """A page for others, with a label, a scope and an end date.

    What stands on a LinkedIn profile or on a printed certificate has no end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="shares")
    label = models.CharField(_("for whom is this link?"), max_length=120)
    show_name = models.CharField(_("what is shown"), max_length=8, choices=ShareName)
    show_result = models.BooleanField(_("also my result"), default=False)
    on_linkedin = models.BooleanField(default=False)
    in_print = models.BooleanField(default=False)
    until = models.DateField(_("until when"), null=True, blank=True)
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    visits = models.PositiveIntegerField(default=0)

    objects = ShareQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label

    @property
    def shows_all(self) -> bool:
        """Whether it shows all that the signed file says of a person, so that the file is open."""
        return self.show_name == ShareName.FULL and (self.show_result or not self.award.result)
