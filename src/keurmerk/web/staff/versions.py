"""One version of a programme: writing it task by task, handing it in, reading it afterwards."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keurmerk.accounts.models import User
from keurmerk.programmes import policy
from keurmerk.programmes.actions import (
    copy_version,
    publish_edubadge,
    return_version,
    save_activities,
    save_assessments,
    save_outcomes,
    save_version_fields,
)
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import MarkApplication
from keurmerk.quality.rules import needing_reason, results
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.forms_submission import ReturnForm, SubmissionForm
from keurmerk.web.staff.forms_versions import (
    AssessmentsForm,
    OutcomesForm,
    WorkloadForm,
)
from keurmerk.web.staff.reading import reading
from keurmerk.web.staff.submission import answers, submit
from keurmerk.web.staff.tasks import BY_SLUG, TASKS, Task
from keurmerk.web.staff.wizard import TaskForm, overview, problems, surroundings, task_page


@login_required
def version(request: SignedInRequest, pk: str) -> HttpResponse:
    """The tasks of a draft for whoever may write it; the content for everybody else."""
    shown = _version(request.user, pk)
    if policy.can_edit(request.user, shown):
        return render(request, "staff/version.html", overview(shown))
    return render(request, "staff/version.html", reading(shown, request.user))


@login_required
def version_task(request: SignedInRequest, pk: str, task: str) -> HttpResponse:
    """One task of the wizard; what was typed stays as it was typed."""
    chosen, shown = BY_SLUG.get(task), _version(request.user, pk)
    if chosen is None:
        raise Http404
    if request.method == "POST":
        form = chosen.form(request.POST, version=shown)
        if form.is_valid():
            notes = _save(shown, form, request.user, timezone.now())
            for note in notes:
                messages.info(request, note)
            return redirect(_next_page(shown, chosen, stay="stay" in request.POST))
    elif policy.can_edit(request.user, shown):
        form = chosen.form(None, version=shown)
    else:
        return redirect("staff:version", shown.pk)
    return render(request, "staff/version_task.html", task_page(shown, chosen, form))


def _save(version: ProgrammeVersion, form: TaskForm, by: User, at: datetime) -> list[str]:
    """Keep what was filled in; return in sentences what was cleaned out of it."""
    match form:
        case OutcomesForm():
            return save_outcomes(version=version, outcomes=form.outcomes(), by=by, at=at)
        case AssessmentsForm():
            return save_assessments(version=version, assessments=form.drafts(), by=by, at=at)
        case WorkloadForm():
            save_activities(version=version, hours=form.activity_hours(), by=by, at=at)
    return save_version_fields(version=version, fields=form.version_fields(), by=by, at=at)


def _next_page(version: ProgrammeVersion, task: Task, *, stay: bool) -> str:
    """The next task, or this one again when it still needs attention."""
    saved = ProgrammeVersion.objects.get(pk=version.pk)
    if stay or problems(saved, results(saved, timezone.localdate()), task):
        return reverse("staff:version_task", args=[version.pk, task.slug])
    following = TASKS.index(task) + 1
    if following == len(TASKS):
        return reverse("staff:version_submit", args=[version.pk])
    return reverse("staff:version_task", args=[version.pk, TASKS[following].slug])


@login_required
def version_submit(request: SignedInRequest, pk: str) -> HttpResponse:
    """Check all answers and hand the version in."""
    shown = _version(request.user, pk)
    if request.method == "GET" and not policy.can_edit(request.user, shown):
        return redirect("staff:version", shown.pk)
    found = results(shown, timezone.localdate())
    application = MarkApplication.objects.filter(version=shown).first()
    form = SubmissionForm(
        request.POST if request.method == "POST" else None,
        asked=needing_reason(found),
        question=application.question if application else "",
        known=application.reasons if application else {},
    )
    if request.method == "POST" and form.is_valid():
        submit(shown, application, form, request.user)
        messages.success(request, _("The version is submitted. From now on it is read-only."))
        return redirect("staff:version", shown.pk)
    page = surroundings(shown, found, "submit") | answers(shown, found)
    page |= {"form": form, "application": application}
    return render(request, "staff/version_submit.html", page)


@login_required
@require_POST
def version_copy(request: SignedInRequest, pk: str) -> HttpResponse:
    """Begin the next version of the same programme."""
    shown = _version(request.user, pk)
    copy = copy_version(version=shown, by=request.user, at=timezone.now())
    messages.success(request, _("The next version begins as a copy of this one."))
    return redirect("staff:version", copy.pk)


@login_required
@require_POST
def version_publish(request: SignedInRequest, pk: str) -> HttpResponse:
    """Publish an edubadge that somebody else wrote."""
    shown = _version(request.user, pk)
    publish_edubadge(version=shown, by=request.user, at=timezone.now())
    messages.success(request, _("The edubadge is published."))
    return redirect("staff:version", shown.pk)


@login_required
@require_POST
def version_return(request: SignedInRequest, pk: str) -> HttpResponse:
    """Give an edubadge back to its director with a question."""
    shown = _version(request.user, pk)
    form = ReturnForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["question"]
        return_version(version=shown, reason=reason, by=request.user, at=timezone.now())
        messages.success(request, _("The version is back with its director."))
        return redirect("staff:version", shown.pk)
    return render(request, "staff/version.html", reading(shown, request.user) | {"form": form})


def _version(user: User, pk: str) -> ProgrammeVersion:
    """The version, if it is of one's own institution and one may see it."""
    versions = ProgrammeVersion.objects.select_related(
        "programme__institution", "programme__unit"
    ).prefetch_related("outcomes", "assessments__outcomes", "activities")
    return get_object_or_404(versions.visible_to(user), pk=pk)
