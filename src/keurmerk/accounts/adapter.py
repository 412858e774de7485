"""How django-allauth behaves here: accounts begin with something to collect or a role."""

import uuid
from collections.abc import Mapping

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from keurmerk.accounts.actions import choose_language
from keurmerk.accounts.models import User
from keurmerk.mail.actions import queue_message

TEMPLATES = {
    "account/email/login_code": "login_code",
    "account/email/email_confirmation": "address_code",
    "account/email/account_already_exists": "address_in_use",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Sign-in by code only; nobody makes an account out of nothing."""

    error_messages: Mapping[str, object] = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Please check it and type it again."),
        "too_many_login_attempts": _("That was too often. Please wait a few minutes."),
        "rate_limited": _("That was too often. Please wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and keep the language that was chosen on the way."""
        super().login(request, user)
        choose_language(user=user, language=request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, object]) -> None:
        """Leave the mail to the outbox; of what allauth knows only the code goes along."""
        template = TEMPLATES[template_prefix]
        queue_message(
            template=template,
            to=email,
            language=get_language() or "nl",
            key=f"{template}.{uuid.uuid4()}",
            at=timezone.now(),
            context={"code": context.get("code", "")},
        )
