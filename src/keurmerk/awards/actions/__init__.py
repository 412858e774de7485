"""Everything a person does with cohorts and awards."""

from keurmerk.awards.actions.ending import lift_suspension, suspend_award, withdraw_award
from keurmerk.awards.actions.presenting import present_cohort, take_back_cohort
from keurmerk.awards.actions.releasing import release_again, release_cohort
from keurmerk.awards.actions.rows import (
    Added,
    add_rows,
    choose,
    edit_row,
    put_back,
    set_aside,
    start_cohort,
)

__all__ = [
    "Added",
    "add_rows",
    "choose",
    "edit_row",
    "lift_suspension",
    "present_cohort",
    "put_back",
    "release_again",
    "release_cohort",
    "set_aside",
    "start_cohort",
    "suspend_award",
    "take_back_cohort",
    "withdraw_award",
]
