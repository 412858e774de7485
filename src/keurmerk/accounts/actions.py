"""Accounts: one begins with something to collect or a role, never with a form for strangers."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from keurmerk.accounts.models import User


@transaction.atomic
def ensure_account(*, email: str, language: str, name: str = "") -> User:
    """Return the account that owns this address, or begin one; the first code proves it."""
    address = email.strip().lower()
    owner = User.objects.filter(emailaddress__email=address, emailaddress__verified=True).first()
    if owner is not None:
        return owner
    user, is_new = User.objects.get_or_create(
        email__iexact=address,
        defaults={
            "email": address,
            "language": language,
            "name": " ".join(name.split()),
            "password": make_password(None),
        },
    )
    if is_new:
        EmailAddress.objects.create(user=user, email=address, primary=True)
    return user


def choose_language(*, user: User, language: str) -> None:
    """Write to this person, and show the site, in this language from now on, if we speak it."""
    if language != user.language and language in dict(settings.LANGUAGES):
        User.objects.filter(pk=user.pk).update(language=language)
        user.language = language
