"""The page where anybody checks what somebody showed them."""

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from keurmerk.web.checking import LARGEST_FILE, check
from keurmerk.web.http import reachable
from keurmerk.web.public.credential import not_public
from keurmerk.web.sharing import NotPublic

TOO_LARGE = 413


class CheckForm(forms.Form):
    """One field that takes anything, or a file."""

    what = forms.CharField(
        label=_("Address or content"),
        help_text=_("Paste the address of the page somebody shared, or the text of a file."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        help_text=_(
            "The file as it was issued: PDF, JSON, PNG, SVG, token or bundle (ZIP); or a photo of "
            "the code on it. At most 5 MB."
        ),
        required=False,
        allow_empty_file=True,
    )

    name = forms.CharField(
        label=_("Whose should it be?"),
        help_text=_("Not required. The name as you know it; we compare it with the file."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, object]:
        """Either the one or the other is filled; a chosen file goes first."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("what") and cleaned.get("file") is None and not self.errors:
            self.add_error("what", _("Paste an address or a text, or choose a file."))
        return cleaned

    @property
    def given(self) -> bytes | str:
        """What there is to check."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            return bytes(file.read(LARGEST_FILE + 1))
        return str(self.cleaned_data["what"])


# Exempt because checking changes nothing, keeps nothing and knows nobody: it has to work in a
# browser that refuses cookies, and from a link in somebody else's system.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest) -> HttpResponse:
    """Take anything, say whether it is genuine, and forget it."""
    if request.method != "POST":
        return _form(request, CheckForm())
    try:
        form = CheckForm(request.POST, request.FILES)
    except RequestDataTooBig:
        return _too_large(request)
    if not form.is_valid():
        return _form(request, form)
    try:
        checked = check(form.given, at=timezone.now(), name=form.cleaned_data["name"])
    except NotPublic as answer:
        return not_public(request, malformed=answer.malformed)
    page = {"checked": checked, "public_url": reachable(request, settings.PUBLIC_URL)}
    response = render(request, "public/check_result.html", page)
    response["Cache-Control"] = "no-store"
    return response


def _form(
    request: HttpRequest,
    form: CheckForm,
    *,
    status: int = 200,
    problems: Sequence[tuple[str, Promise]] = (),
) -> HttpResponse:
    page = {
        "form": form,
        "problems": problems,
        "public_url": reachable(request, settings.PUBLIC_URL),
    }
    return render(request, "public/check.html", page, status=status)


def _too_large(request: HttpRequest) -> HttpResponse:
    problem = ("id_file", _("This is larger than 5 MB, so we did not read it."))
    return _form(request, CheckForm(), status=TOO_LARGE, problems=[problem])
