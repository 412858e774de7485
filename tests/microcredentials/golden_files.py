"""What fixed keys and fixed records give, byte by byte, in every format: kept for ever.

    python -m tests.microcredentials.golden_files

writes the files that are not there yet. A file that is there is never written again: a change in
its bytes would break the signatures of what is in people's hands, so it is a mistake until
somebody shows that it is not.
"""

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa

from microcredentials import LocalSigner, issue
from microcredentials.carriers import png, svg
from microcredentials.carriers.standards import OPEN_BADGE_2
from microcredentials.formats import european_learning_model, open_badge_2
from microcredentials.formats.open_badge_3 import content_bytes
from microcredentials.formats.register import compact
from microcredentials.issuing import render
from microcredentials.proofs.vc_jwt import TokenForm, sign_jwt
from tests.microcredentials import chain
from tests.microcredentials.images import POINT
from tests.microcredentials.test_clr import RECORD
from tests.microcredentials.test_issuing import EDUBADGE

FOLDER = Path(__file__).parent / "golden"
HERE = f"https://{chain.HOST}/ob2"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'

# Two primes: an RSA key that signs nothing else.
_P = int(
    "caf70326ec2bedaec7650ab2416e31a0e84ea8107471fa1f50939512676ad7df5682d193d8b1262696371ef017"
    "212b1efb7cf2ecaaf571e8e86d9f87f40ed70d611177452ae5c95da54946a01f7f9c0380aa1d34444c70ea8160"
    "89f1fb1abfcbcda30c483d93e678b01524e1ca7980bb26ab4fb891efd9e5b442322bd957a43f",
    16,
)
_Q = int(
    "b5cfd5601c68143b60c376ac69b9259d8e4df34eda30b6a43a7ee744e0bf31af1308d187f46f5c7de2a1e0d600"
    "3d15dfc382224751cf71f15f4c377887f96df52f59010495b685d3f5651f86cc2359821349e1269bde0f8d0370"
    "f675cb8434e8130afee0a6bd66ccbd33f124c5fca5cc0ee9d30dc917ccb90b56bdce64c90b09",
    16,
)


def rsa_signer():
    public = rsa.RSAPublicNumbers(65537, _P * _Q)
    secret = pow(65537, -1, (_P - 1) * (_Q - 1))
    numbers = rsa.RSAPrivateNumbers(
        p=_P,
        q=_Q,
        d=secret,
        dmp1=rsa.rsa_crt_dmp1(secret, _P),
        dmq1=rsa.rsa_crt_dmq1(secret, _Q),
        iqmp=rsa.rsa_crt_iqmp(_P, _Q),
        public_numbers=public,
    )
    return LocalSigner.from_private_key(chain.VU.id, numbers.private_key())


def token(signer, **options):
    award, _ = render(chain.full_award())
    return sign_jwt(award, signer, **options).encode()


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
    badge = open_badge_2.of_version(
        chain.FULL_ACHIEVEMENT,
        address=f"{HERE}/badges/1",
        issuer=f"{HERE}/issuers/vu",
        open_badge_3=chain.VERSION,
    )
    return compact(badge).encode()


def hosted_assertion():
    assertion = open_badge_2.of_award(
        chain.full_award(), address=f"{HERE}/assertions/1", badge=f"{HERE}/badges/1"
    )
    return compact(assertion).encode()


def hosted_revoked():
    return compact(open_badge_2.revoked(address=f"{HERE}/assertions/1")).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "award.json": lambda: signed(chain.AWARD, chain.VU_SIGNER),
    "award.full.json": full,
    "edubadge.json": lambda: signed(EDUBADGE, chain.VU_SIGNER),
    "award.jwt": lambda: token(chain.VU_SIGNER),
    "award.rsa.jwt": lambda: token(rsa_signer()),
    "award.vc.jwt": lambda: token(chain.VU_SIGNER, form=TokenForm.VC_JOSE),
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
