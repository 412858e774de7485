"""A pytest plugin that writes down every file the suite verifies, and what came of it.

With it the second implementation, in JavaScript, can be asked the same questions. One JSON
object a line, in the file that RECORD_TO names.
"""

import base64
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import microcredentials
from microcredentials import NoNetwork, Signed, Trust, Unreadable, contexts, verifying, write_trust

_pinned = frozenset(contexts.PINNED)
_verify, _read = verifying.verify, microcredentials.read


class _Listening:
    """A resolver that remembers what it answered."""

    def __init__(self, resolver):
        self.resolver = resolver
        self.pages = {}

    def fetch(self, url):
        page = self.resolver.fetch(url)
        self.pages[url] = page
        return page


def _letters(data):
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return base64.b64encode(raw).decode()


def _is_read(signed):
    try:
        return _read(signed.text).document == signed.document
    except Unreadable:
        return False


def _recorded(signed, trust, resolver, *, at, register="", person=None):
    listening = _Listening(resolver)
    report = _verify(signed, trust, listening, at=at, register=register, person=person)
    opened = isinstance(signed, Signed)
    # A test may hold what no file holds, or teach us more words than the checker has.
    if contexts.PINNED.keys() != _pinned or (opened and not _is_read(signed)):
        return report
    case = {
        "name": os.environ.get("PYTEST_CURRENT_TEST", "").partition(" ")[0],
        "file": _letters(signed.text if opened else signed),
        "enveloped": opened and signed.enveloped,
        "carried": dict(signed.copies) if opened else {},
        "trust": write_trust(trust),
        "pages": {url: _letters(page) for url, page in listening.pages.items()},
        "offline": isinstance(resolver, NoNetwork),
        "register": register,
        "at": at.isoformat(),
        "verdict": report.verdict,
        "checks": [
            [check.code, check.outcome, check.reason]
            for check in report.checks
            if check.code != "person"
        ],
    }
    with Path(os.environ["RECORD_TO"]).open("a", encoding="utf-8") as target:
        target.write(json.dumps(case) + "\n")
    return report


def _recorded_read(data):
    _recorded(data, Trust(), NoNetwork(), at=datetime(2026, 7, 20, tzinfo=UTC))
    return _read(data)


if "RECORD_TO" in os.environ:
    # Before a test module takes the name: all of them ask the recorder.
    verifying.verify = microcredentials.verify = _recorded
    microcredentials.read = _recorded_read
