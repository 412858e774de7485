"""Ten thousand random and awkward awards: the fast paths, PyLD and pyoxigraph, byte for byte."""

import random
import sys

from benchmarks.harness import Figure, show
from microcredentials import Microcredential
from tests.microcredentials import random_awards
from tests.microcredentials.test_equality import compare

AWARDS = 10_000


def is_alike(award: Microcredential) -> bool:
    try:
        compare(award)
    except AssertionError:
        return False
    return True


def main() -> int:
    drawn = random.Random(AWARDS)  # noqa: S311  # the same awards in every run
    alike = sum(map(is_alike, random_awards.awards(drawn, AWARDS)))
    return show(
        Figure(name="random awards read alike by all", value=alike, unit="awards", must=AWARDS)
    )


if __name__ == "__main__":
    sys.exit(main())
