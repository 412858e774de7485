"""How django-allauth behaves here: accounts begin with something to collect or a role."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by code only."""
