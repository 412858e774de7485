"""Build and sign a status list of which one place in a hundred is set, at random places."""

import random
import sys
from dataclasses import replace
from functools import partial

from benchmarks.harness import Figure, in_turns, milliseconds, show
from microcredentials import StatusList, issue_all
from tests.microcredentials import chain

SHARE_SET = 0.01
# Length of the list, and the milliseconds it may take.
LENGTHS = {131_072: 1, 1_048_576: 5}


def listed(length: int) -> StatusList:
    places = random.Random(length).sample(range(length), int(length * SHARE_SET))  # noqa: S311  # the same list in every run
    return replace(chain.REVOCATIONS, set_indexes=frozenset(places), length=length)


def signed(document: StatusList) -> str:
    (text,) = issue_all([document], chain.VU_SIGNER)
    return str(text)


def main() -> int:
    works = [partial(signed, listed(length)) for length in LENGTHS]
    figures = [
        Figure(
            name=f"status list of {length:,} places, built and signed",
            value=milliseconds(seconds),
            unit="ms",
            must=must,
            at_most=True,
        )
        for (length, must), seconds in zip(LENGTHS.items(), in_turns(*works), strict=True)
    ]
    return show(*figures)


if __name__ == "__main__":
    sys.exit(main())
