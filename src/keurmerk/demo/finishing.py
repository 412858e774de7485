"""Do the worker's part at a moment of the demo's own history."""

from datetime import datetime

from keurmerk.audit.sweeps import chain_events
from keurmerk.awards.sweeps import issue_awards, sign_status_lists
from keurmerk.institutions.sweeps import make_keys, sign_admissions
from keurmerk.quality.sweeps import publish_register, sign_decisions

SWEEPS = (
    make_keys,
    sign_admissions,
    sign_decisions,
    issue_awards,
    sign_status_lists,
    publish_register,
    chain_events,
)


def finish(*, at: datetime) -> None:
    """Sign what was decided up to `at`."""
    for sweep in SWEEPS:
        sweep(at=at)
