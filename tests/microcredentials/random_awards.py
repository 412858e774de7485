"""Awards with values that engines might read differently, drawn at random, the same every time."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from microcredentials import Result
from microcredentials.document import Evidence
from tests.microcredentials import chain
from tests.microcredentials.test_issuing import EDUBADGE

PIECES = [
    *"abcXYZ019 .,:;-_~#?&=/'()[]{}|^`@$!*+",
    '"',
    "\\",
    "\n",
    "\t",
    "\r",
    "%",
    "%b",
    "%41",
    "<",
    ">",
    "<b>",
    " .\n",
    "^^<x>",
    "@en",
    "_:c14n0",
    "\\u0041",
    "é",
    "e\u0301",
    "ß",
    "İ",
    "ﬁ",
    "א",
    "שלום",
    "مرحبا",
    "\u200f",
    "\u200d",
    "👩\u200d🎓",
    "🇳🇱",
    "\U00020000",
    "\ufffd",
    "\ufeff",
    "\u2028",
    "\u2029",
    "\u00a0",
    "你好",
    "\ue000",
    "\uffee",
    "https://a.example/",
    "urn:x:",
]
# Few names for many things, so that some are the same.
NAMES = [
    "urn:uuid:00000000-0000-4000-8000-00000000000a",
    "urn:uuid:00000000-0000-4000-8000-00000000000b",
    "urn:x:1",
    "urn:x:10",
    "did:web:keurmerk.example:issuers:vu",
    "https://keurmerk.example/v/bads-m2-1",
    "https://keurmerk.example/v/bads-m2-1#outcome-1",
    "https://keurmerk.example",
    "https://a.example/?q=a%20b&c=d#e/f?g",
    "http://a.example:8080/~x",
    "mailto:a@b.example",
]


def text(drawn):
    return "".join(drawn.choices(PIECES, k=drawn.randint(0, 12)))


def name(drawn):
    if drawn.random() < 0.15:
        return drawn.choice(NAMES)
    return f"urn:uuid:{drawn.getrandbits(32):08x}-0000-4000-8000-{drawn.getrandbits(48):012x}"


def version(drawn):
    """An achievement, some of whose outcomes and skills may be the same."""
    some = [text(drawn) for _ in range(3)]
    base = drawn.choice([chain.ACHIEVEMENT_EN, chain.FULL_ACHIEVEMENT, EDUBADGE.achievement])
    return replace(
        base,
        name=drawn.choice(some),
        description=text(drawn),
        outcomes=tuple(drawn.choice(some) for _ in range(drawn.randint(1, 5))),
        skills=tuple(replace(skill, name=drawn.choice(some)) for skill in base.skills * 2),
        ects=Decimal(drawn.randint(1, 60)) / 2,
        prerequisites=drawn.choice(some),
        target_group=drawn.choice(some),
        tags=tuple(drawn.choice(some) for _ in range(drawn.randint(0, 3))),
        image_url=drawn.choice([base.image_url, *NAMES[5:10]]),
    )


def award(drawn, achievement):
    """An award of this achievement; it need not keep any rule but that of being written."""
    few = [text(drawn) for _ in range(2)]
    return replace(
        chain.AWARD,
        achievement=achievement,
        mark=drawn.choice([chain.SIGNED_MARK, None]),
        id=name(drawn),
        learner=replace(
            chain.AWARD.learner,
            id=name(drawn),
            name=drawn.choice([text(drawn), *few]),
            email=drawn.choice(["", text(drawn)]),
            salt=drawn.choice([text(drawn), *few]),
        ),
        valid_from=chain.RELEASED + timedelta(seconds=drawn.randint(0, 10**7)),
        valid_until=drawn.choice([None, chain.NOW]),
        status=replace(chain.AWARD.status, index=drawn.randint(0, 131_071)),
        result=drawn.choice(
            [None, Result(value=drawn.choice(few), scale=drawn.choice(few), passed_from="")]
        ),
        replaces=drawn.choice([None, name(drawn)]),
        evidence=tuple(
            Evidence(name=drawn.choice(few), id=drawn.choice(["", name(drawn)]), genre=few[0])
            for _ in range(drawn.choice([0, 0, 1, 2]))
        ),
        narrative=drawn.choice(["", text(drawn)]),
    )


def awards(drawn, count, per_version=20):
    """Yield so many awards, a number of them of each version."""
    achievement = version(drawn)
    for number in range(count):
        if number % per_version == 0:
            achievement = version(drawn)
        yield award(drawn, achievement)
