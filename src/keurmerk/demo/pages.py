"""Two pages that only the demo has: sign in as anybody, and read every mail that was sent."""

from django.conf import settings
from django.contrib.auth import login
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from keurmerk.accounts.models import User
from keurmerk.demo.people import COHORT_FILE
from keurmerk.institutions.models import Membership
from keurmerk.mail.models import Message

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEWEST = 100


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    memberships = Membership.objects.select_related("user", "institution", "body").order_by("pk")
    learners = User.objects.filter(memberships=None).order_by("created_at", "email")
    return render(
        request,
        "demo/people.html",
        {
            "operators": [m for m in memberships if m.institution is None],
            "staff": [m for m in memberships if m.institution is not None],
            "learners": learners,
        },
    )


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    user = get_object_or_404(User, email=request.POST.get("email", ""))
    login(request, user, backend=BACKEND)
    page = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return redirect(page if safe else "start")


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    mails = list(Message.objects.order_by("-created_at", "-pk")[:NEWEST])
    for mail in mails:
        # The public name of a demo is https; its listener is not.
        mail.body = mail.body.replace(settings.PUBLIC_URL, f"http://{request.get_host()}")
    return render(request, "demo/inbox.html", {"mails": mails})


@require_GET
def cohort_file(request: HttpRequest) -> FileResponse:
    return FileResponse(COHORT_FILE.open("rb"), as_attachment=True, filename=COHORT_FILE.name)
