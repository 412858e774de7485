"""S, a correctly signed sample, and what a check of something made from it may do."""

import json

import pytest

from microcredentials import Verdict, verify
from tests.microcredentials import chain

GOOD = frozenset({Verdict.GENUINE, Verdict.LAST_KNOWN})
# What a check of S asks for; a row that adds to it says so.
ASKED = frozenset({chain.REGISTER.id, chain.REVOCATION_LIST, chain.SUSPENSION_LIST})


def check(given, web=None, *, trust=chain.TRUST, at=chain.NOW, asked=ASKED):
    """Check what was handed in, and see that nothing else was asked for than `asked`."""
    web = web or chain.web()
    web.asked.clear()

    report = verify(given, trust, web, at=at)

    assert set(web.asked) <= asked
    return report


def reason(report):
    """The first check that did not pass, with the reason it gives."""
    found = next(check for check in report.checks if check.outcome != "passed")
    return found.reason


def altered(change):
    """S with a change after signing."""
    document = chain.award_json()
    change(document)
    return json.dumps(document, ensure_ascii=False)


def signed(change, signer=chain.VU_SIGNER, **options):
    """S with a change before signing, past our own linter."""
    document = chain.award_json()
    change(document)
    return chain.forged(document, signer, **options)


def achievement(document):
    return document["credentialSubject"]["achievement"]


def rows(table):
    """Parameters of a table whose keys start with the id of a row."""
    return [pytest.param(*values, id=name) for name, values in table.items()]
