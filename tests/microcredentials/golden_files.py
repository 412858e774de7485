"""What fixed keys and fixed records give, byte by byte, in every format: kept for ever.

    python -m tests.microcredentials.golden_files

writes the files that are not there yet. A file that is there is never written again: a change in
its bytes would break the signatures of what is in people's hands, so it is a mistake until
somebody shows that it is not.
"""

from collections.abc import Callable
from pathlib import Path

from microcredentials import issue
from microcredentials.carriers import png, svg
from microcredentials.carriers.standards import OPEN_BADGE_2
from microcredentials.formats import european_learning_model, open_badge_2
from microcredentials.formats.open_badge_3 import content_bytes
from microcredentials.formats.register import compact
from tests.microcredentials import chain
from tests.microcredentials.images import POINT
from tests.microcredentials.test_clr import RECORD
from tests.microcredentials.test_issuing import EDUBADGE

FOLDER = Path(__file__).parent / "golden"
HERE = f"https://{chain.HOST}/ob2"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'


def signed(document, signer):
    return issue(document, signer).encode()


def full():
    return signed(chain.full_award(), chain.VU_SIGNER)


def dutch():
    """The full version in Dutch, and the English one, of which the award is."""
    return chain.replace(
        chain.FULL_ACHIEVEMENT,
        language="nl",
        name=chain.ACHIEVEMENT_NL.name,
        outcomes=chain.ACHIEVEMENT_NL.outcomes,
    )


def european():
    return compact(
        european_learning_model.credential(
            chain.full_award(), pages={"en": [POINT], "nl": [POINT]}, translation=dutch()
        )
    ).encode()


def hosted_issuer():
    issuer = open_badge_2.issuer(
        chain.FULL_PARTY, address=f"{HERE}/issuers/vu", open_badge_3=f"https://{chain.HOST}/vu"
    )
    return compact(issuer).encode()


def hosted_badge():
    badge = open_badge_2.badge_class(
        chain.FULL_ACHIEVEMENT,
        address=f"{HERE}/badges/1",
        issuer=f"{HERE}/issuers/vu",
        open_badge_3=chain.VERSION,
    )
    return compact(badge).encode()


def hosted_assertion():
    assertion = open_badge_2.assertion(
        chain.full_award(), address=f"{HERE}/assertions/1", badge=f"{HERE}/badges/1"
    )
    return compact(assertion).encode()


def hosted_revoked():
    return compact(open_badge_2.revoked(address=f"{HERE}/assertions/1")).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "award.json": lambda: signed(chain.AWARD, chain.VU_SIGNER),
    "award.full.json": full,
    "edubadge.json": lambda: signed(EDUBADGE, chain.VU_SIGNER),
    "mark.json": lambda: signed(chain.MARK, chain.BODY_SIGNER),
    "admission.json": lambda: signed(chain.ADMISSION, chain.OPERATOR_SIGNER),
    "register.json": lambda: signed(chain.REGISTER, chain.OPERATOR_SIGNER),
    "status-list.json": lambda: signed(chain.REVOCATIONS, chain.VU_SIGNER),
    "status-note.json": lambda: signed(chain.note(), chain.VU_SIGNER),
    "content.en.json": lambda: content_bytes(chain.FULL_ACHIEVEMENT),
    "learning-record.json": lambda: signed(RECORD, chain.VU_SIGNER),
    "european.jsonld": european,
    "hosted-issuer.json": hosted_issuer,
    "hosted-badge-class.json": hosted_badge,
    "hosted-assertion.json": hosted_assertion,
    "hosted-revoked.json": hosted_revoked,
    "award.png": lambda: png.bake(POINT, full()),
    "award.svg": lambda: svg.bake(PICTURE, full().decode()),
    "hosted.png": lambda: png.bake(POINT, f"{HERE}/assertions/1", OPEN_BADGE_2),
}


def write_new(folder: Path = FOLDER) -> list[str]:
    """Write the files that are not there yet, and return their names."""
    new = [name for name in FILES if not (folder / name).exists()]
    for name in new:
        with (folder / name).open("xb") as file:
            file.write(FILES[name]())
    return new


if __name__ == "__main__":
    print("\n".join(write_new()))  # noqa: T201  # a program of the workshop
