"""The fast paths and two engines that know nothing of them say the same, byte for byte."""

import random

import orjson

from microcredentials.formats.open_badge_3 import award
from microcredentials.issuing import bulk, templates
from microcredentials.proofs import quick
from microcredentials.proofs.canonical import (
    MAXIMUM_BLANK_NODES,
    MAXIMUM_STATEMENTS,
    first_opinion,
    second_opinion,
)
from microcredentials.proofs.recent import Recent
from tests.microcredentials import random_awards

LIMITS = {"maximum_statements": MAXIMUM_STATEMENTS, "maximum_nodes": MAXIMUM_BLANK_NODES}


COHORTS = Recent(8)


def compare(document):
    """Return whether each fast path had an answer; fail if an answer is another than others."""
    cohort = bulk._cohort(document, COHORTS)
    rendered = orjson.dumps(award(document, cohort.common))
    plain = award(document)
    expected = first_opinion(plain)
    issued = templates.canonical(rendered, cohort.whole)
    read = quick.canonical(plain, **LIMITS)

    assert orjson.loads(cohort.whole(rendered)) == plain
    assert second_opinion(plain) == expected
    assert issued is None or issued.decode() == expected
    assert read is None or read == expected
    return issued is not None, read is not None


def test_random_and_awkward_awards_are_read_alike_by_all():
    drawn = random.Random(2026)  # noqa: S311  # the same awards in every run

    answers = [compare(document) for document in random_awards.awards(drawn, 500)]

    # Most have an answer, and some of the awkward ones must take the long way.
    for path in zip(*answers, strict=True):
        assert 200 < sum(path) < 500
