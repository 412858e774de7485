"""What the demo says when it starts: per role, where to go and how to sign in."""

from django.utils import timezone

from keurmerk.holding.models import Share
from keurmerk.institutions.models import Membership, Role

WHERE = {
    Role.PROGRAMME_DIRECTOR: "Programmes: write a programme, submit it for the mark",
    Role.QUALITY_REVIEWER: "Reviews: judge BADS-M4 point by point",
    Role.BOARD_SECRETARY: "Reviews: decide on the mark",
    Role.AWARD_OFFICER: "Awards: bring in the cohort file of BADS-M2",
    Role.EXAMINER: "Awards: release what a colleague prepared",
    Role.REGISTRAR: "Awards: the register of everything that was awarded",
    Role.ADMINISTRATOR: "Institution: people, units, bodies, keys, house rules",
    Role.OPERATOR: "Operator: admit institutions, look after the register",
}


def shared() -> str:
    """The address of a microcredential that a learner shares."""
    share = Share.objects.open_on(timezone.localdate()).order_by("created_at").first()
    return f" /m/{share.token}" if share else " the ones above"


def guide() -> str:
    """One line per role with somebody who has it; learners and employers below."""
    lines = [
        "",
        "Sign in as anybody at /demo/ (only the demo has it); mails are read at /demo/inbox/.",
        "In real use everybody signs in at /account/login/ with a code that is mailed to them.",
        "",
    ]
    for role, where in WHERE.items():
        held = Membership.objects.filter(role=role).order_by("pk").first()
        if held:
            lines.append(f"  {role.value:<20} {held.user.email:<28} {where}")
    lines += [
        f"  {'learner':<20} {'noor@thuis.example':<28} My microcredentials: collect, share",
        f"  {'employer':<20} {'(no account)':<28} /check/ with a share link:{shared()}",
        "",
    ]
    return "\n".join(lines)
