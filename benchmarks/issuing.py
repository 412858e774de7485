"""Issue the full document, mark and admission inside: against PyLD, and against the limit.

The limit is what no implementation can leave out: the signature, SHA-256 of the canonical
statements, and the JSON. That we check each signature before it leaves is our own rule, and
counts against us.
"""

import sys
from hashlib import sha256
from itertools import count

import orjson

from benchmarks.harness import Figure, in_turns, ratio, show
from benchmarks.subject import COHORT, cohort, signed_by_pyld
from microcredentials import issue_all
from microcredentials.issuing import render
from microcredentials.proofs.canonical import first_opinion
from tests.microcredentials import chain

AWARDS = cohort()
DOCUMENT, _ = render(AWARDS[0])
STATEMENTS = first_opinion(DOCUMENT).encode()
_number = count()


def ours() -> None:
    for _ in issue_all(AWARDS, chain.VU_SIGNER):
        pass


def peer() -> None:
    signed_by_pyld(AWARDS[next(_number) % COHORT])


def limit() -> None:
    chain.VU_SIGNER.sign(sha256(STATEMENTS).digest() * 2)
    orjson.dumps(DOCUMENT)


def main() -> int:
    alone = [signed_by_pyld(award) for award in AWARDS[:3]]
    if alone != list(issue_all(AWARDS[:3], chain.VU_SIGNER)):
        print("The peer signs something else.")
        return 1
    all_of_ours, peers, limits = in_turns(ours, peer, limit)
    each = [seconds / COHORT for seconds in all_of_ours]
    return show(
        Figure(
            name="issuing against PyLD, one core",
            value=ratio(peers, each),
            unit="×",
            must=60,
            goal=120,
        ),
        Figure(
            name="issuing, share of the limit (signature, SHA-256, JSON)",
            value=100 * ratio(limits, each),
            unit="%",
            must=30,
            goal=50,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
