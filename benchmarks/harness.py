"""What every benchmark shares: rounds in turns, CPU time, medians, and one line per goal.

A script measures and shows:

    def main() -> int:
        ours, peer = in_turns(lambda: bake(IMAGE, TEXT), lambda: bake_with_pillow(IMAGE, TEXT))
        return show(Figure(name="PNG bake against Pillow", value=ratio(peer, ours), unit="×",
                           must=1_000))

    if __name__ == "__main__":
        sys.exit(main())
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

ROUNDS = 7
DIGITS = 3
# Long enough that starting a round costs nothing against it.
ROUND_SECONDS = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value beside what it must be; `at_most` turns the comparison round."""

    name: str
    value: float
    unit: str
    must: float
    goal: float | None = None
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.value <= self.must if self.at_most else self.value >= self.must

    def __str__(self) -> str:
        sign = "≤ " if self.at_most else ""
        goal = f", goal {sign}{_written(self.goal)}" if self.goal is not None else ""
        must = f"must {sign}{_written(self.must)}"
        return f"{self.name}: {_written(self.value)} {self.unit} ({must}{goal})"


def _written(value: float) -> str:
    whole = value == int(value) or value >= 10**DIGITS
    return f"{value:,.0f}" if whole else f"{value:.{DIGITS}g}"


def in_turns(*works: Callable[[], object], rounds: int = ROUNDS) -> list[list[float]]:
    """Return, per work, the CPU seconds of one call in each round; the works take turns.

    What else the machine does meanwhile slows all of them alike, so only ratios of one round
    mean anything. Every work is called once beforehand: caches are warm, imports are done.
    """
    counts = [_calls_per_round(work) for work in works]
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, count, seconds in zip(works, counts, taken, strict=True):
            seconds.append(_cpu_seconds(work, count) / count)
    return taken


def _calls_per_round(work: Callable[[], object]) -> int:
    work()
    once = max(_cpu_seconds(work, 1), 1e-7)
    return max(1, int(ROUND_SECONDS / once))


def _cpu_seconds(work: Callable[[], object], count: int) -> float:
    started = time.process_time()
    for _ in range(count):
        work()
    return time.process_time() - started


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    """Return how many times `fast` goes into `slow`: the median over the rounds."""
    return median(one / other for one, other in zip(slow, fast, strict=True))


def milliseconds(seconds: Sequence[float]) -> float:
    """Return the median in milliseconds."""
    return median(seconds) * 1_000


def show(*figures: Figure) -> int:
    """Print a line per figure; return 1 if one of them misses what it must reach, else 0."""
    for figure in figures:
        print(figure, flush=True)
    return int(not all(figure.reached for figure in figures))
