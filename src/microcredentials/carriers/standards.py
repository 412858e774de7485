"""The standards that put a document into an image, and the names each gave to the place."""

from dataclasses import dataclass

from microcredentials.strict_json import MAXIMUM_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """Where a document lies: the keyword of a PNG chunk; namespace and name of an SVG element."""

    keyword: bytes
    namespace: str
    element: str


OPEN_BADGE_3 = Standard(
    keyword=b"openbadgecredential",
    namespace="https://purl.imsglobal.org/ob/v3p0",
    element="credential",
)
CLR_2 = Standard(
    keyword=b"clrcredential",
    namespace="https://purl.imsglobal.org/clr/v2p0",
    element="credential",
)
OPEN_BADGE_2 = Standard(
    keyword=b"openbadges",
    namespace="http://openbadges.org",
    element="assertion",
)

# An image may carry a document of each; the first of these is the one that is read.
STANDARDS = (OPEN_BADGE_3, CLR_2, OPEN_BADGE_2)
# What is larger could be taken out, but not read.
MAXIMUM_TEXT = MAXIMUM_BYTES
