"""Issue with two processes against one, by the clock on the wall: two cores are needed for it."""

import multiprocessing
import sys
import time
from statistics import median

from benchmarks.harness import Figure, show
from benchmarks.subject import cohort
from microcredentials import issue_all
from tests.microcredentials import chain

AWARDS = cohort(2_000)
ROUNDS = 5
TIMES = 4


def issue_share(_number: int) -> int:
    return sum(len(str(text)) for text in issue_all(AWARDS, chain.VU_SIGNER))


def wall_seconds(processes: int) -> float:
    """Return how long this many processes take over the same work together."""
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        pool.map(issue_share, range(processes))
        started = time.perf_counter()
        pool.map(issue_share, range(TIMES), chunksize=1)
        return time.perf_counter() - started


def main() -> int:
    ratios = [wall_seconds(1) / wall_seconds(2) for _ in range(ROUNDS)]
    return show(
        Figure(
            name="issuing with two processes against one",
            value=median(ratios),
            unit="×",
            must=1.7,
            goal=1.85,
        )
    )


if __name__ == "__main__":
    sys.exit(main())
