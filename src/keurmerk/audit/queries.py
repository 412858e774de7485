from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from keurmerk.audit.models import Event  # noqa: F401


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> Self:
        """The history of one object, oldest first."""
        return self.filter(
            subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
        ).order_by("created_at", "pk")

    def not_chained(self) -> Self:
        return self.filter(sequence=None).order_by("pk")
