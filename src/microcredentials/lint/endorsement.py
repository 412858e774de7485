"""Rules for a quality mark and an admission."""

from collections.abc import Callable, Iterator

from microcredentials.document import Admission, QualityMark
from microcredentials.lint.register import ends_after_it_starts

_LEVELS = range(1, 9)


def names_the_decision(mark: QualityMark) -> Iterator[str]:
    # Design: a decision has a number, and is about exactly one version of one programme.
    if not mark.decision_number.strip():
        yield "the decision number is missing"
    if not mark.contents or not all(content.digest.startswith("u") for content in mark.contents):
        yield "the mark names no content"


def states_a_range(mark: QualityMark) -> Iterator[str]:
    # Framework HBO/WO, condition V1.
    if not 0 < mark.ec_minimum <= mark.ec_maximum:
        yield "the range of EC is empty"
    yield from ends_after_it_starts(mark.awards_from, mark.awards_until)


def admits_within_reason(document: Admission) -> Iterator[str]:
    lowest, highest = document.levels
    if not (lowest in _LEVELS and highest in _LEVELS and lowest <= highest):
        yield "the levels of the admission do not exist"
    if not document.bodies:
        yield "the admission names no designated body"
    if document.institution.id in document.bodies:
        yield "an institution cannot be its own designated body"
    if document.institution.id == document.operator.id:
        yield "the operator cannot admit itself"
    yield from ends_after_it_starts(document.awards_from, document.awards_until)


MARK_RULES: tuple[Callable[[QualityMark], Iterator[str]], ...] = (
    names_the_decision,
    states_a_range,
)
ADMISSION_RULES: tuple[Callable[[Admission], Iterator[str]], ...] = (admits_within_reason,)
