"""Finish what people decided: every sweep in turn, each second and whenever somebody calls."""

import logging
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from threading import Event
from time import monotonic
from types import TracebackType
from typing import Protocol

from django.db import close_old_connections

from keurmerk.audit.clock import database_now
from keurmerk.audit.sweeps import chain_events
from keurmerk.awards.sweeps import issue_awards, sign_status_lists
from keurmerk.institutions.sweeps import make_keys, sign_admissions
from keurmerk.mail.sweeps import send_messages
from keurmerk.quality.sweeps import publish_register, remind_of_conditions, sign_decisions
from keurmerk.worker.ears import open_ears

logger = logging.getLogger(__name__)
SECOND = 1.0


class Sweep(Protocol):
    """Finishes up to a batch of rows; returns how many."""

    __name__: str

    def __call__(self, *, at: datetime) -> int: ...


# In the order in which one goes on with what another finished.
AT_EVERY_TURN: tuple[Sweep, ...] = (
    make_keys,
    sign_admissions,
    sign_decisions,
    issue_awards,
    sign_status_lists,
    publish_register,
    send_messages,
    chain_events,
)
EVERY_HOUR: tuple[Sweep, ...] = (remind_of_conditions,)
HOUR = 3600.0


class Isolated:
    """Keeps a failing sweep from stopping the others; it fails again, or not, at the next turn.

    To a sweep what Django's page for a 500 is to a request: the one place that takes any error,
    because mail must still go out while signing fails. The log gets the kind of error and its
    place; the formatter leaves out the error's own words.
    """

    def __init__(self, sweep: Sweep) -> None:
        self._sweep = sweep

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(problem, Exception):
            return False
        logger.error(
            "the sweep %s failed", self._sweep.__name__, exc_info=(type(problem), problem, trace)
        )
        return True


def sweep_once(sweeps: Iterable[Sweep], *, stopping: Event | None = None) -> int:
    """Run every sweep once; return how many rows were finished."""
    done = 0
    for sweep in sweeps:
        if stopping and stopping.is_set():
            break
        with Isolated(sweep):
            done += sweep(at=database_now())
    return done


def run(stopping: Event) -> None:
    """Work until told to stop: at once while there is work, and else when called or each second."""
    hourly_at = -HOUR
    with closing(open_ears()) as ears:
        while not stopping.is_set():
            # After a database that was away, the next turn begins with a new connection.
            close_old_connections()
            if monotonic() - hourly_at >= HOUR:
                hourly_at = monotonic()
                sweep_once(EVERY_HOUR, stopping=stopping)
            if not sweep_once(AT_EVERY_TURN, stopping=stopping):
                ears.wait(SECOND)
