"""Everything that applies for, judges, grants, suspends and withdraws the quality mark."""

from keurmerk.quality.actions.applying import (
    apply_for_mark,
    remind_of_condition,
    resubmit,
    return_to_applicant,
)
from keurmerk.quality.actions.deciding import decide_mark, put_in_force
from keurmerk.quality.actions.following import (
    meet_condition,
    reinstate_mark,
    release_again,
    suspend_mark,
    withdraw_mark,
)
from keurmerk.quality.actions.reviewing import (
    conclude_review,
    record_finding,
    record_findings,
    start_review,
    step_back,
)

__all__ = [
    "apply_for_mark",
    "conclude_review",
    "decide_mark",
    "meet_condition",
    "put_in_force",
    "record_finding",
    "record_findings",
    "reinstate_mark",
    "release_again",
    "remind_of_condition",
    "resubmit",
    "return_to_applicant",
    "start_review",
    "step_back",
    "suspend_mark",
    "withdraw_mark",
]
