"""Verify without network: awards of others, of a kind seen before and not, and our own; by PyLD.

A foreign award has no mark and no words of ours. Ours is judged by all checks, against a register
and two status lists, by the first call to `verify` with that text; PyLD only proves three
signatures.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle

from benchmarks.harness import Figure, in_turns, ratio, show
from benchmarks.subject import cohort, verify_by_pyld
from microcredentials import NoNetwork, Verdict, issue_all, verify
from microcredentials.contexts import AWARD_CONTEXTS, KEURMERK_CONTEXT
from microcredentials.issuing import render
from microcredentials.proofs.data_integrity import sign
from microcredentials.strict_json import parse
from microcredentials.verifying.proving import prove
from tests.microcredentials import chain

CONTEXTS = [address for address in AWARD_CONTEXTS if address != KEURMERK_CONTEXT]
# More kinds than are remembered, so that each comes back as a new one.
KNOWN, KINDS, OWN = 60, 160, 300
STANDARD_WORDS = frozenset(
    [
        "id",
        "type",
        "name",
        "description",
        "criteria",
        "image",
        "creator",
        "alignment",
        "related",
        "inLanguage",
        "version",
        "humanCode",
        "achievementType",
        "creditsAvailable",
    ]
)


def foreign(number: int, tags: int) -> str:
    """Return an award as others make them, signed; `tags` and `number` give it its kind."""
    award, _ = render(cohort(number + 1)[number])
    del award["suspension"], award["issuer"]["endorsement"]
    version = award["credentialSubject"]["achievement"]
    award["credentialSubject"]["achievement"] = {
        word: value for word, value in version.items() if word in STANDARD_WORDS
    } | {"type": ["Achievement"], "tag": [f"tag {tag}" for tag in range(tags)]}
    award["credentialSubject"].pop("result")
    award["@context"] = CONTEXTS
    return json.dumps(sign(award, chain.VU_SIGNER, created=chain.RELEASED))


def prove_text(text: str) -> None:
    prove(parse(text).document, NoNetwork())


def each(work: Callable[[str], object], texts: Iterator[str]) -> Callable[[], object]:
    return lambda: work(next(texts))


def judge(text: str) -> None:
    report = verify(text, chain.TRUST, WEB, at=chain.NOW)
    if report.verdict is not Verdict.GENUINE:
        raise ValueError(report.verdict)


NOTHING = frozenset[int]()
WEB = chain.web(
    revocations=replace(chain.REVOCATIONS, set_indexes=NOTHING),
    suspensions=replace(chain.SUSPENSIONS, set_indexes=NOTHING),
)


def signed(count: int) -> list[str]:
    return [str(text) for text in issue_all(cohort(count), chain.VU_SIGNER)]


def main() -> int:
    kinds = [foreign(0, tags) for tags in range(1, KINDS + 1)]
    known = [foreign(number, 3) for number in range(KNOWN)]
    own = signed(OWN)
    new, seen, ours, by_pyld, own_by_pyld = in_turns(
        each(prove_text, cycle(kinds)),
        each(prove_text, cycle(known)),
        each(judge, cycle(own)),
        each(verify_by_pyld, cycle(known)),
        each(verify_by_pyld, cycle(own)),
    )
    return show(
        figure("verifying awards of others, of a new kind", ratio(by_pyld, new), 4),
        figure("verifying awards of others, of a known kind", ratio(by_pyld, seen), 20, 34),
        figure("verifying our own awards, all checks", ratio(own_by_pyld, ours), 60),
    )


def figure(name: str, value: float, must: float, goal: float | None = None) -> Figure:
    return Figure(name=name, value=value, unit="×", must=must, goal=goal)


if __name__ == "__main__":
    sys.exit(main())
