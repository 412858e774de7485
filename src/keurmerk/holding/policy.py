"""Who may collect an award, and who may share it."""

from keurmerk.accounts.models import User
from keurmerk.accounts.policy import holds_address
from keurmerk.awards.models import Award
from keurmerk.holding.models import Claim


def can_claim(user: User, award: Award) -> bool:
    """Only who proved to hold the address that the institution named."""
    return holds_address(user, award.email)


def holds(user: User, award: Award) -> bool:
    """Whether this person collected it; from then on their account counts, not the address."""
    return Claim.objects.held_by(user).filter(award=award).exists()
