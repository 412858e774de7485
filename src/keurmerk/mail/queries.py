from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from datetime import datetime

    from keurmerk.mail.models import Message  # noqa: F401


class MessageQuerySet(models.QuerySet["Message"]):
    def to_be_sent(self, at: datetime) -> Self:
        return self.filter(state="queued", not_before__lte=at).order_by("not_before", "pk")
