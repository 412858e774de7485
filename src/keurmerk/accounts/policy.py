"""Which addresses are somebody's: only those to which a code was sent and typed back."""

from allauth.account.models import EmailAddress

from keurmerk.accounts.models import User


def proven_addresses(user: User) -> set[str]:
    """Every address at which this person proved to receive mail, in small letters."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {address.lower() for address in proven}


def holds_address(user: User, email: str) -> bool:
    """Whether this person proved to receive mail at this address."""
    proven = EmailAddress.objects.filter(user=user, email__iexact=email, verified=True)
    return bool(proven.exists())
