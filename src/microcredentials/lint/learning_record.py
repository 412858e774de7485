"""Rules for a learning record: awards of one learner, and nothing that points outside of it."""

from collections.abc import Callable, Iterator
from typing import Any

from microcredentials.document import LearningRecord
from microcredentials.lint.texts import URN_UUID, are_web_addresses

# More make a graph that a checker, ours too, calls too large to check (RDFC-1.0).
_MAXIMUM_AWARDS = 6


def holds_awards_of_this_learner(record: LearningRecord) -> Iterator[str]:
    # CLR 2.0: at least one credential. Design: who is in the record is in every award.
    if not record.awards:
        yield "a learning record holds at least one award"
    if len(record.awards) > _MAXIMUM_AWARDS:
        yield f"a learning record holds at most {_MAXIMUM_AWARDS} awards"
    if not all(record.learner.name in _names(award) for award in record.awards):
        yield "an award in the record is of somebody else"
    if not all(award.get("proof") for award in record.awards):
        yield "an award in the record is not signed"


def _names(award: dict[str, Any]) -> list[str]:
    return [
        entry["identityHash"]
        for entry in award["credentialSubject"]["identifier"]
        if entry["identityType"] == "name"
    ]


def names_learner_and_record(record: LearningRecord) -> Iterator[str]:
    if not record.name.strip():
        yield "the name of the learning record is missing"
    subjects = [award["credentialSubject"]["id"] for award in record.awards]
    if not URN_UUID.fullmatch(record.learner.id) or record.learner.id in subjects:
        yield "the learner needs an urn:uuid of their own for this record"


def associates_what_is_in_it(record: LearningRecord) -> Iterator[str]:
    # CLR 2.0: sourceId and targetId are ids of achievements.
    awarded = [award["credentialSubject"]["achievement"]["id"] for award in record.awards]
    larger = [award.id for award in record.larger_awards]
    yield from are_web_addresses(*larger)
    for association in record.associations:
        for address in (association.source, association.target):
            if address not in (*awarded, *larger):
                yield f"the record associates {address[:80]}, which is not in it"


RECORD_RULES: tuple[Callable[[LearningRecord], Iterator[str]], ...] = (
    holds_awards_of_this_learner,
    names_learner_and_record,
    associates_what_is_in_it,
)
