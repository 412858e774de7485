from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import BaseUserManager

if TYPE_CHECKING:
    from keurmerk.accounts.models import User  # noqa: F401


class UserManager(BaseUserManager["User"]):
    """Finds people; allauth creates them."""
