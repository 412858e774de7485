"""Hand spoilt input to every reader of the library, and see that only named errors come out.

Usage: FUZZ_SECONDS=600 python scripts/fuzz.py [READER …]

Readers take turns until the time is over. What breaks one is shrunk by Hypothesis and printed, so
that it can be made into a test. An input that costs a reader more than four seconds of computing
counts as broken too.
"""

import base64
import io
import json
import os
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from microcredentials import NoNetwork, Signed, read_trust, verify, write_trust  # noqa: E402
from microcredentials.carriers import bundle, png, svg  # noqa: E402
from microcredentials.carriers.attachments import attachments  # noqa: E402
from microcredentials.carriers.pdf import certificate  # noqa: E402
from microcredentials.carriers.qr import qr_png, qr_texts  # noqa: E402
from microcredentials.carriers.reading import read  # noqa: E402
from microcredentials.carriers.standards import OPEN_BADGE_2  # noqa: E402
from microcredentials.dates import moment  # noqa: E402
from microcredentials.errors import (  # noqa: E402
    CredentialError,
    InvalidDocument,
    UncheckableProof,
    Unreadable,
    UntrustedProof,
)
from microcredentials.keys import (  # noqa: E402
    did_web_url,
    method_in,
    read_jwk,
    read_multikey,
    self_naming,
)
from microcredentials.proofs.data_integrity import proofs, sign  # noqa: E402
from microcredentials.proofs.screening import described_twice, screen  # noqa: E402
from microcredentials.proofs.suites import EDDSA_JCS  # noqa: E402
from microcredentials.proofs.vc_jwt import decode as decode_token  # noqa: E402
from microcredentials.proofs.vc_jwt import sign_jwt, token_proof  # noqa: E402
from microcredentials.status import decode  # noqa: E402
from microcredentials.strict_json import parse  # noqa: E402
from microcredentials.verifying.lists import read_places  # noqa: E402
from tests.microcredentials import chain, mutations, test_foreign  # noqa: E402
from tests.microcredentials.images import png as picture  # noqa: E402
from tests.microcredentials.pages import page, pdf  # noqa: E402
from tests.microcredentials.test_qr import photo, saved  # noqa: E402

MOST_SECONDS = 4.0
TURN = 150
AWARD = chain.award_json()
BADGE = [test_foreign.ASSERTION, test_foreign.BADGE, test_foreign.ISSUER]
EUROPEAN = test_foreign.european()
PAGES = {url: json.loads(page) for url, page in chain.SIGNED_PAGES.items()}
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg'><g id='a'/></svg>"
IMAGES = [
    png.bake(picture(), chain.AWARD_TEXT),
    png.bake(picture(), BADGE[0]["id"], OPEN_BADGE_2),
    picture(),
]
DRAWINGS = [
    svg.bake(DRAWING, chain.AWARD_TEXT),
    svg.bake(DRAWING, BADGE[0]["id"], OPEN_BADGE_2),
    DRAWING,
]
KEYS = {
    "id": "did:web:badges.example",
    "verificationMethod": [
        {
            "id": "did:web:badges.example#key-1",
            "type": "Multikey",
            "controller": "did:web:badges.example",
            "publicKeyMultibase": chain.VU_SIGNER.key_id.partition("#")[2],
        },
        {
            "id": "did:web:badges.example#key-2",
            "type": "JsonWebKey",
            "controller": "did:web:badges.example",
            "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43},
        },
    ],
    "assertionMethod": ["did:web:badges.example#key-1", "did:web:badges.example#key-2"],
}
TRUST = json.loads(write_trust(chain.TRUST))
CERTIFICATES = [
    certificate(chain.AWARD_TEXT, [page()]),
    pdf(
        ("credential.json", chain.AWARD_TEXT.encode(), "/Source"), ("1.json", b"{}", "/Supplement")
    ),
]
CODES = [qr_png("https://keurmerk.example/m/x"), saved(photo()), picture()]

# How a reader is fed, what it does with it, and the errors that it names.
Reader = tuple[st.SearchStrategy[Any], Callable[[Any], object], tuple[type[Exception], ...]]


def chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place + 12 <= len(file):
        length, kind = struct.unpack_from(">I4s", file, place)
        yield kind, file[place + 8 : place + 8 + length]
        place += length + 12


@st.composite
def images(draw: Callable[..., Any]) -> bytes:
    """An image whose chunks were spoilt, with sums that are right again."""
    found = list(chunks(draw(st.sampled_from(IMAGES))))
    number = draw(st.integers(0, len(found) - 1))
    kind, content = found[number]
    found[number] = (kind, draw(mutations.files([content])))
    body = b"".join(
        struct.pack(">I", len(inside))
        + name
        + inside
        + struct.pack(">I", zlib.crc32(name + inside))
        for name, inside in found
    )
    return b"\x89PNG\r\n\x1a\n" + body


@st.composite
def packed_lists(draw: Callable[..., Any]) -> str:
    text = PAGES[chain.REVOCATION_LIST]["credentialSubject"]["encodedList"][1:]
    packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    spoilt = draw(mutations.files([packed]))
    return "u" + base64.urlsafe_b64encode(spoilt).rstrip(b"=").decode()


BUNDLE = bundle.pack(chain.AWARD_TEXT, {"https://x.example/1": "{}"}, {"notes.txt": "x"})


@st.composite
def bundles(draw: Callable[..., Any]) -> bytes:
    """A bundle with a file that was spoilt, packed again."""
    with zipfile.ZipFile(io.BytesIO(BUNDLE)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(found)))
    found[name] = draw(mutations.files([found[name]]))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for kept, content in found.items():
            archive.writestr(zipfile.ZipInfo(kept), content)
    return target.getvalue()


TOKEN = sign_jwt({k: v for k, v in AWARD.items() if k != "proof"}, chain.VU_SIGNER)


def sealed_part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@st.composite
def tokens(draw: Callable[..., Any]) -> str:
    """A token whose header or payload was spoilt before it was signed."""
    header, payload = (json.loads(text) for text in parts_of(TOKEN))
    if draw(st.booleans()):
        header = draw(mutations.documents([header]))
    else:
        payload = draw(mutations.documents([payload]))
    to_sign = f"{sealed_part(header)}.{sealed_part(payload)}"
    signature = base64.urlsafe_b64encode(chain.VU_SIGNER.sign(to_sign.encode())).rstrip(b"=")
    return f"{to_sign}.{signature.decode()}"


def parts_of(token: str) -> list[bytes]:
    return [
        base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split(".")[:2]
    ]


class Web:
    """What stands at which address, as text."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = {url: page.encode("utf-8", "replace") for url, page in chain_pages().items()}
        self.pages |= {url: page.encode("utf-8", "surrogatepass") for url, page in pages.items()}

    def fetch(self, url: str) -> bytes:
        return self.pages[url] if url in self.pages else NoNetwork().fetch(url)


def chain_pages() -> dict[str, str]:
    return {url: page.decode() for url, page in chain.SIGNED_PAGES.items()}


def checked(given_: Any, pages: dict[str, str] | None = None) -> object:
    return verify(given_, chain.TRUST, Web(pages or {}), at=chain.NOW)


def forged(document: dict[str, Any]) -> object:
    """Check what an institution would have signed without looking."""
    return checked(chain.forged(document, chain.VU_SIGNER))


def forged_json(document: dict[str, Any]) -> object:
    """The same, signed as JSON instead of as statements."""
    unsigned = {word: value for word, value in document.items() if word != "proof"}
    signed = sign(unsigned, chain.VU_SIGNER, created=chain.RELEASED, suite=EDDSA_JCS)
    return checked(json.dumps(signed))


def with_page(url: str) -> Callable[[dict[str, Any]], object]:
    usual, signer = chain.PAGES[url]
    return lambda page: checked(
        chain.AWARD_TEXT, {url: chain.forged(page, signer, created=usual.created)}
    )


def with_badge(pages: list[dict[str, Any]]) -> object:
    texts = {page["id"]: json.dumps(spoilt) for page, spoilt in zip(BADGE, pages, strict=True)}
    return checked(json.dumps(BADGE[0]), texts)


def as_copies(page: dict[str, Any]) -> object:
    copies = {url: json.dumps(page) for url in PAGES}
    return verify(
        Signed(AWARD, chain.AWARD_TEXT, copies=copies), chain.TRUST, NoNetwork(), at=chain.NOW
    )


def as_text(read_it: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda file: read_it(file.decode("utf-8", "replace"))


PROOF = (UncheckableProof, UntrustedProof)
MULTIKEY = chain.VU_SIGNER.key_id.partition("#")[2].encode()
READERS: dict[str, Reader] = {
    "strict_json": (
        mutations.files([chain.AWARD_TEXT.encode()]), as_text(parse), (Unreadable,)
    ),
    "read": (
        mutations.files([chain.AWARD_TEXT.encode(), *IMAGES, *DRAWINGS]), read, (Unreadable,)
    ),
    "png": (images(), png.unbake, (Unreadable,)),
    "png_bake": (mutations.files(IMAGES), lambda file: png.bake(file, "{}"), (Unreadable,)),
    "svg": (mutations.files(DRAWINGS), svg.unbake, (Unreadable,)),
    "svg_bake": (
        mutations.files(DRAWINGS),
        lambda file: svg.bake(file, "{}"),
        (InvalidDocument, Unreadable),
    ),
    "pdf": (mutations.files(CERTIFICATES), attachments, (Unreadable,)),
    "qr": (mutations.files(CODES), qr_texts, (Unreadable,)),
    "bundle": (mutations.files([BUNDLE]), bundle.unpack, (Unreadable,)),
    "bundle_files": (bundles(), bundle.unpack, (Unreadable,)),
    "token": (tokens(), token_proof, (*PROOF, Unreadable)),
    "token_bytes": (mutations.files([TOKEN.encode()]), as_text(decode_token), (Unreadable,)),
    "verify_token": (tokens(), checked, ()),
    "verify_list_token": (
        tokens(), lambda page: checked(chain.AWARD_TEXT, {chain.REVOCATION_LIST: page}), ()
    ),
    "status": (packed_lists(), decode, (UncheckableProof,)),
    "places": (
        mutations.documents([PAGES[chain.REVOCATION_LIST]]), read_places, (UncheckableProof,)
    ),
    "multikey": (mutations.files([MULTIKEY]), as_text(read_multikey), ()),
    "key_id": (
        mutations.files([chain.VU_SIGNER.key_id.encode(), b"did:key:" + MULTIKEY]),
        as_text(self_naming),
        PROOF,
    ),
    "did_web": (
        mutations.files([b"did:web:x.example%3A8000:a:b"]), as_text(did_web_url), (ValueError,)
    ),
    "did_document": (
        mutations.documents([KEYS]),
        lambda page: [method_in(page, name, KEYS["id"]) for name in KEYS["assertionMethod"]],
        PROOF,
    ),
    "jwk": (mutations.documents([KEYS["verificationMethod"][1]["publicKeyJwk"]]), read_jwk, ()),
    "moment": (mutations.files([b"2026-07-10T10:00:00Z"]), as_text(moment), (ValueError,)),
    "trust": (mutations.texts([TRUST]), read_trust, (ValueError,)),
    "trust_bytes": (
        mutations.files([json.dumps(TRUST).encode()]), as_text(read_trust), (ValueError,)
    ),
    "proofs": (mutations.documents([AWARD]), proofs, PROOF),
    "screen": (mutations.documents([AWARD]), screen, PROOF),
    "described_twice": (mutations.documents([AWARD]), described_twice, ()),
    "verify": (mutations.texts([AWARD, *BADGE, EUROPEAN, chain.SIGNED_MARK]), checked, ()),
    "verify_bytes": (
        mutations.files([chain.AWARD_TEXT.encode(), json.dumps(EUROPEAN).encode()]), checked, ()
    ),
    "verify_forged": (mutations.documents([AWARD]), forged, (CredentialError,)),
    "verify_forged_json": (mutations.documents([AWARD]), forged_json, (CredentialError,)),
    "verify_european": (
        mutations.documents([EUROPEAN]).map(json.dumps),
        lambda text: checked(json.dumps({"payload": text, "signatures": []})),
        (),
    ),
    "verify_hosted": (
        st.tuples(*(mutations.documents([page]) | st.just(page) for page in BADGE)),
        with_badge,
        (),
    ),
    "verify_copies": (mutations.documents(list(PAGES.values())), as_copies, ()),
    **{
        f"verify_page_{number}": (
            mutations.documents([PAGES[url]]), with_page(url), (CredentialError,)
        )
        for number, url in enumerate(PAGES)
    },
}  # fmt: skip


class TooSlow(Exception):
    """A reader worked longer than any reader may."""


def turn(name: str, seed: int) -> str:
    """Give one reader a number of inputs; return what broke it, or nothing."""
    inputs, reader, named = READERS[name]
    last: list[object] = [None]

    @settings(
        max_examples=TURN,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs)
    def try_one(spoilt: object) -> None:
        last[0] = spoilt
        started = time.process_time()
        with suppress(*named):
            reader(spoilt)
        if time.process_time() - started > MOST_SECONDS:
            raise TooSlow

    try_one._hypothesis_internal_use_seed = seed  # noqa: SLF001  # as `hypothesis.seed` does
    try:
        try_one()
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what we look for
        return f"{name}: {type(error).__name__}: {error}\n  input: {last[0]!r}"
    return ""


def main() -> int:
    """Take turns until the time is over; return 1 if a reader broke."""
    chosen = sys.argv[1:] or list(READERS)
    until = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "600"))
    broken: dict[str, str] = {}
    turns = 0
    while time.monotonic() < until and len(broken) < len(chosen):
        for name in (name for name in chosen if name not in broken):
            found = turn(name, time.time_ns())
            turns += 1
            if found:
                broken[name] = found
                print(found, flush=True)
    print(f"{turns * TURN} inputs for {len(chosen)} readers, {len(broken)} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
