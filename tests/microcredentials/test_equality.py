"""The fast paths and two engines that know nothing of them say the same, byte for byte."""

import random

from microcredentials.formats.open_badge_3 import award
from microcredentials.issuing import bulk, templates
from microcredentials.proofs import quick
from microcredentials.proofs.canonical import (
    MAXIMUM_BLANK_NODES,
    MAXIMUM_STATEMENTS,
    first_opinion,
    second_opinion,
)
from microcredentials.proofs.outline import whole
from tests.microcredentials import random_awards

LIMITS = {"maximum_statements": MAXIMUM_STATEMENTS, "maximum_nodes": MAXIMUM_BLANK_NODES}


def compare(document):
    """Return whether each fast path had an answer; fail if an answer is another than others."""
    rendered = award(document, bulk._shared(document))
    plain = whole(rendered)
    expected = first_opinion(plain)
    issued, read = templates.canonical(rendered), quick.canonical(plain, **LIMITS)

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
