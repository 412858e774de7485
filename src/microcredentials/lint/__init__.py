"""The rules before anything is signed. Each yields a sentence per problem and quotes its source.

The European elements M1 to M11: Council Recommendation of 16 June 2022 on a European approach to
micro-credentials (2022/C 243/02), Annex I.
"""

from collections.abc import Callable, Iterator
from typing import Any

from microcredentials.document import (
    Admission,
    Document,
    LearningRecord,
    Microcredential,
    QualityMark,
    Register,
    StatusList,
)
from microcredentials.lint.award import AWARD_RULES
from microcredentials.lint.endorsement import ADMISSION_RULES, MARK_RULES
from microcredentials.lint.learning_record import RECORD_RULES
from microcredentials.lint.register import LIST_RULES, NOTE_RULES, REGISTER_RULES
from microcredentials.lint.texts import is_named, texts_of
from microcredentials.lint.version import VERSION_RULES

__all__ = ["SAME_IN_EVERY_AWARD", "of_award", "of_version", "problems"]

# What awards of one version by one institution share.
SAME_IN_EVERY_AWARD = frozenset({"issuer", "admission", "achievement", "mark"})
_Rules = tuple[Callable[[Any], Iterator[str]], ...]


def problems(document: Document) -> list[str]:
    """Return what is wrong with `document`, in sentences; empty if it may be signed."""
    match document:
        case Microcredential():
            return of_version(document) + of_award(document)
        case LearningRecord():
            rules: _Rules = RECORD_RULES
        case QualityMark():
            rules = MARK_RULES
        case Admission():
            rules = ADMISSION_RULES
        case Register():
            rules = REGISTER_RULES
        case StatusList():
            rules = LIST_RULES
        case _:
            rules = NOTE_RULES
    return [*texts_of(document), *is_named(document), *_found(rules, document)]


def of_version(document: Microcredential) -> list[str]:
    """Return the problems in issuer, admission, achievement and mark: once for many awards."""
    texts = texts_of(document, only=SAME_IN_EVERY_AWARD)
    return [*texts, *_found(VERSION_RULES, document)]


def of_award(document: Microcredential) -> list[str]:
    """Return the problems in what differs from award to award, such as the learner and dates."""
    texts = texts_of(document, leaving_out=SAME_IN_EVERY_AWARD)
    return [*texts, *is_named(document), *_found(AWARD_RULES, document)]


def _found(rules: _Rules, document: Document) -> Iterator[str]:
    for rule in rules:
        yield from rule(document)
