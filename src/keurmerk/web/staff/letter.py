"""The decision on the mark: the form with the text that will be signed, and the letter after it."""

import json
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.quality import policy
from keurmerk.quality.actions.deciding import REFUSED
from keurmerk.quality.documents import mark_document
from keurmerk.quality.models import MarkApplication, MarkDecision
from keurmerk.quality.rules import size_rule
from keurmerk.quality.states import DecisionState
from keurmerk.web.staff.case import readable_reviews, reasons
from keurmerk.web.staff.forms_decisions import DecisionForm, MarkEventForm, WithdrawalForm
from keurmerk.web.staff.history import history_of_version
from microcredentials.issuing import render


def deciding_page(
    application: MarkApplication, user: User, form: DecisionForm, *, shown: bool
) -> dict[str, object]:
    """The form, what the reviewers advise, and on request the text that will be signed."""
    now = timezone.now()
    on = timezone.localdate(now)
    return {
        "application": application,
        "version": application.version,
        "form": form,
        "reviews": readable_reviews(application, user, on),
        "reasons": reasons(application, on),
        "shown": shown,
        "text": signed_text(application, form, now) if shown else "",
    }


def signed_text(application: MarkApplication, form: DecisionForm, at: datetime) -> str:
    """The mark as it will be signed; a refusal is not signed."""
    values = form.cleaned_data
    bounds = size_rule(application.version, timezone.localdate(at))
    if values["outcome"] == REFUSED or bounds is None:
        return ""
    decision = MarkDecision(
        application=application,
        version=application.version,
        body=application.body,
        framework=application.framework,
        number=values["number"],
        awards_from=values["awards_from"],
        awards_until=values["awards_until"],
        ec_minimum=bounds.minimum,
        ec_maximum=bounds.maximum,
        digest_nl=application.version.digest_nl,
        digest_en=application.version.digest_en,
        decided_at=at.replace(microsecond=0),
    )
    document, _author = render(mark_document(decision))
    return json.dumps(document, indent=2, ensure_ascii=False)


def decided_page(decision: MarkDecision, user: User) -> dict[str, object]:
    """The letter, what happened since, and what the secretary may still do."""
    in_force = decision.state == DecisionState.IN_FORCE
    may_change = policy.can_withdraw_mark(user, decision)
    return {
        "application": decision.application,
        "decision": decision,
        "version": decision.version,
        "sentence": decision_sentence(decision),
        "conditions": decision.conditions.order_by("due", "pk"),
        "events": decision.events.order_by("at", "pk"),
        "being_signed": decision.state == DecisionState.TO_BE_SIGNED,
        "suspend_form": MarkEventForm(prefix="suspend") if may_change and in_force else None,
        "reinstate_form": (
            MarkEventForm(prefix="reinstate") if may_change and not in_force else None
        ),
        "withdraw_form": WithdrawalForm(prefix="withdraw") if may_change else None,
        "next_here": [("next", reverse("staff:decision", args=[decision.application_id]))],
        "may_meet": policy.is_secretary(user, decision.application),
        "history": history_of_version(decision.version),
    }


def decision_sentence(decision: MarkDecision) -> str:
    """The outcome in one sentence."""
    match decision.state:
        case DecisionState.REFUSED:
            return _("The quality mark is refused for this version.")
        case DecisionState.SUSPENDED:
            return _("The quality mark is suspended: for now it does not count for new awards.")
        case DecisionState.WITHDRAWN:
            return _("The quality mark is withdrawn. Earlier awards keep it, unless stated here.")
    if decision.conditions.exists():
        return _("The quality mark is granted to this version, with conditions.")
    return _("The quality mark is granted to this version.")
