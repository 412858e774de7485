"""Hypothesis strategies that spoil good input: member by member, and byte by byte."""

import copy
import json

from hypothesis import strategies as st

WORDS = (
    "@context", "@id", "@type", "@value", "id", "type", "proof", "issuer", "endorsement", "name",
    "achievement", "credentialSubject", "credentialStatus", "validFrom", "validUntil", "identifier",
    "verificationMethod", "publicKeyMultibase", "previousProof", "verifiableCredential", "badge",
    "statusPurpose", "encodedList", "revokedCredential", "alignment", "payload", "signatures",
)  # fmt: skip
VALUES = (
    None, True, False, 0, -1, 1, 2**53, 2.5, "", "x", "u", "z", "é", "\u202e", "\x00", "\ud800",
    "2026-07-01", "2026-07-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+14:00",
    "did:web:x.example", "did:web:%", "did:key:z6Mk", "https://x.example/1", "https://[", "urn:x",
    "_:b0", "#", "z6Mk" + "1" * 40, "sha256$", "EUR", [], {}, [[]], {"id": "x"}, {"@value": 1},
)  # fmt: skip
PIECES = (
    b"", b"\x00", b"\xff" * 4, b"\x7f\xff\xff\xff", b"<", b"]]>", b"<!DOCTYPE", b"&a;", b"{", b"[",
    b'"', b"\\u0000", b"\xed\xa0\x80", b"PK\x05\x06", b"%PDF", b"endobj", b"iTXt", b"IEND", b"~",
    b".", b"e30", b"1e999", b"-0", b"NaN",
)  # fmt: skip

values = st.sampled_from(VALUES) | st.recursive(
    st.sampled_from(VALUES) | st.text(max_size=12) | st.integers() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value, path=()):
    """The path of every member and entry in a JSON value."""
    if isinstance(value, dict | list):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from places(member, (*path, key))


def at(value, path):
    for step in path:
        value = value[step]
    return value


@st.composite
def documents(draw, seeds):
    """One of the documents with a few members replaced, taken out, copied or moved."""
    document = copy.deepcopy(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(document))
        if not found:
            break
        *branch, last = draw(st.sampled_from(found))
        holder = at(document, branch)
        match draw(st.sampled_from(["replace", "remove", "copy", "add", "wrap"])):
            case "replace":
                holder[last] = copy.deepcopy(draw(values))
            case "remove":
                del holder[last]
            case "copy":
                holder[last] = copy.deepcopy(at(document, draw(st.sampled_from(found))))
            case "wrap":
                holder[last] = [holder[last]] * draw(st.integers(1, 3))
            case _ if isinstance(holder, dict):
                holder[draw(st.sampled_from(WORDS))] = copy.deepcopy(draw(values))
    return document


def texts(seeds):
    """The same as JSON text."""
    return documents(seeds).map(json.dumps)


@st.composite
def files(draw, seeds):
    """One of the files with a few stretches of bytes cut, doubled, changed or put in."""
    file = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(file)))
        end = min(len(file), begin + draw(st.sampled_from([0, 1, 2, 4, 16, 256, 4096])))
        match draw(st.sampled_from(["flip", "cut", "double", "put", "end"])):
            case "flip" if begin < len(file):
                file[begin] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del file[begin:end]
            case "double":
                file[begin:begin] = file[begin:end]
            case "put":
                file[begin:end] = draw(st.sampled_from(PIECES) | st.binary(max_size=12))
            case "end":
                del file[begin:]
    return bytes(file)
