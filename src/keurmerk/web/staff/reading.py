"""A version for reading: its content, how it stands, and what one may do with it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keurmerk.accounts.models import User
from keurmerk.programmes import policy
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.programmes.states import VersionState
from keurmerk.quality.models import MarkApplication, MarkDecision
from keurmerk.quality.states import DecisionState
from keurmerk.web.staff.content import both_contents
from keurmerk.web.staff.forms_submission import ReturnForm
from keurmerk.web.staff.history import history_of_version

STATE_KINDS = {
    VersionState.DRAFT: "todo",
    VersionState.SUBMITTED: "busy",
    VersionState.RETURNED: "note",
    VersionState.MARKED: "busy",
    VersionState.REFUSED: "stop",
    VersionState.PUBLISHED: "good",
}
MARK_KINDS = {
    DecisionState.TO_BE_SIGNED: "busy",
    DecisionState.IN_FORCE: "good",
    DecisionState.REFUSED: "stop",
    DecisionState.SUSPENDED: "note",
    DecisionState.WITHDRAWN: "stop",
}
SENTENCES = {
    VersionState.DRAFT: gettext_lazy("The director of the programme is writing this version."),
    VersionState.SUBMITTED: gettext_lazy(
        "Submitted for the quality mark. The content cannot be changed now."
    ),
    VersionState.RETURNED: gettext_lazy(
        "The director of the programme was asked to change or answer something."
    ),
    VersionState.MARKED: gettext_lazy("The quality mark was granted and is being signed."),
    VersionState.REFUSED: gettext_lazy(
        "The quality mark was refused. A next version can be submitted."
    ),
    VersionState.PUBLISHED: gettext_lazy(
        "Published. This version never changes; changes make a next version."
    ),
}


def reading(version: ProgrammeVersion, user: User) -> dict[str, object]:
    """What the page of a version shows to somebody who does not write it."""
    application = MarkApplication.objects.visible_to(user).filter(version=version).first()
    decision = MarkDecision.objects.visible_to(user).filter(version=version).first()
    return {
        "version": version,
        "state_kind": STATE_KINDS[VersionState(version.state)],
        "sentence": _sentence(version),
        "contents": both_contents(version),
        "application": application,
        "decision": decision,
        "mark_kind": MARK_KINDS[DecisionState(decision.state)] if decision else "",
        "is_edubadge": version.programme.kind == Kind.EDUBADGE,
        "is_published": version.state == VersionState.PUBLISHED,
        "can_copy": policy.can_copy(user, version),
        "can_publish": policy.can_publish_edubadge(user, version),
        "next_here": [("next", reverse("staff:version", args=[version.pk]))],
        "form": ReturnForm(),
        "history": history_of_version(version),
        "others": version.programme.versions.exclude(pk=version.pk).order_by("-number"),
    }


def _sentence(version: ProgrammeVersion) -> str:
    """How the version stands, in one sentence."""
    if version.programme.kind == Kind.EDUBADGE and version.state == VersionState.SUBMITTED:
        return _("Submitted. A second person reads the edubadge and publishes it.")
    return str(SENTENCES[VersionState(version.state)])
