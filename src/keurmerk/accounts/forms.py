"""The sign-in forms of django-allauth, in our words and without placeholders."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
)
from django.forms import Field
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "code": _("Code from the e-mail"),
}


class OurWords:
    """Gives the fields our labels."""

    fields: dict[str, Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & LABELS.keys():
            self.fields[name].label = LABELS[name]
            self.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(OurWords, LoginForm):  # type: ignore[misc] # allauth ships no types
    """Asks for the address that a code goes to."""


class RequestCodeForm(OurWords, RequestLoginCodeForm):  # type: ignore[misc] # allauth, as above
    """Asks for the address that a code goes to."""


class SignInCodeForm(OurWords, ConfirmLoginCodeForm):  # type: ignore[misc] # allauth, as above
    """Takes the code back."""


class AddressForm(OurWords, AddEmailForm):  # type: ignore[misc] # allauth, as above
    """Asks for one more address of the same person."""


class AddressCodeForm(OurWords, ConfirmEmailVerificationCodeForm):  # type: ignore[misc] # as above
    """Takes back the code that proves the new address."""
