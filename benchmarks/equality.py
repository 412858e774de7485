"""Ten thousand random and awkward awards: the fast paths, PyLD and pyoxigraph, byte for byte."""

import random
import sys

from benchmarks.harness import Figure, show
from tests.microcredentials import random_awards
from tests.microcredentials.test_equality import compare

AWARDS = 10_000


def main() -> int:
    drawn = random.Random(AWARDS)  # noqa: S311  # the same awards in every run
    # Stops with an error at the first that differs.
    alike = sum(1 for award in random_awards.awards(drawn, AWARDS) if compare(award))
    return show(
        Figure(name="awards read alike by all", value=alike, unit="awards", must=AWARDS),
    )


if __name__ == "__main__":
    sys.exit(main())
