"""Issue many awards: what they have in common is rendered, judged and put in order once."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from microcredentials import lint
from microcredentials.contexts import AWARD_CONTEXTS
from microcredentials.dates import timestamp
from microcredentials.document import Document, Microcredential
from microcredentials.errors import CredentialError, UntrustedProof
from microcredentials.formats.open_badge_3 import Common, award, common_to
from microcredentials.issuing.rules import breaks_a_rule
from microcredentials.issuing.single import issue
from microcredentials.issuing.templates import canonical
from microcredentials.keys import Algorithm, Signer, fits
from microcredentials.proofs.base58 import encode_signature
from microcredentials.proofs.canonical import statements
from microcredentials.proofs.data_integrity import eddsa_options
from microcredentials.proofs.outline import Shared
from microcredentials.proofs.recent import Recent

_KEPT = 256


@dataclass(frozen=True, slots=True)
class _Cohort:
    """Awards of one version by one institution under one mark and one admission."""

    # Held, so that no other object can get their place in memory.
    of: tuple[object, ...]
    common: Common
    breaks_a_rule: bool


def issue_all(documents: Iterable[Document], signer: Signer) -> Iterator[str | CredentialError]:
    """Yield each document, signed as `issue` signs it, or the error that `issue` raises.

    In order, one by one: there may be any number of them. Awards that have issuer, admission,
    achievement and mark in common are fast if these are the same objects.
    """
    cohorts: Recent[tuple[int, ...], _Cohort] = Recent(_KEPT)
    for document in documents:
        yield _signed(document, signer, cohorts)


def _signed(
    document: Document, signer: Signer, cohorts: Recent[tuple[int, ...], _Cohort]
) -> str | CredentialError:
    try:
        text = None
        if isinstance(document, Microcredential) and signer.algorithm is Algorithm.ED25519:
            text = _quickly_signed(document, signer, _cohort(document, cohorts))
        return issue(document, signer) if text is None else text
    except CredentialError as error:
        return error


def _cohort(document: Microcredential, cohorts: Recent[tuple[int, ...], _Cohort]) -> _Cohort:
    of = (document.issuer, document.admission, document.achievement, document.mark)
    place = tuple(map(id, of))
    known = cohorts.get(place)
    if known is None:
        cohort = _Cohort(of, _shared(document), bool(lint.of_version(document)))
        known = cohorts.keep(place, cohort)
    return known


_SHARED: Recent[bytes, Shared] = Recent(_KEPT)


def _shared(document: Microcredential) -> Common:
    """Return what this award has in common with others, the same objects for equal contents."""
    common = common_to(document)
    return Common(issuer=_once(common.issuer), achievement=_once(common.achievement))


def _once(content: object) -> Shared:
    text = orjson.dumps(content)
    return _SHARED.get(text) or _SHARED.keep(text, Shared(content, text))


def _quickly_signed(document: Microcredential, signer: Signer, cohort: _Cohort) -> str | None:
    """Return the signed award, or None if it takes the long way."""
    key_id = signer.key_id
    if not key_id.startswith(f"{document.issuer.id}#"):
        return None
    if cohort.breaks_a_rule or breaks_a_rule(document):
        return None
    rendered = award(document, cohort.common)
    text = canonical(rendered)
    if text is None:
        return None
    options, configuration = _configuration(key_id, timestamp(document.valid_from))
    message = configuration + hashlib.sha256(text).digest()
    signature = signer.sign(message)
    if not fits(signer.public, signature, message):
        raise UntrustedProof("signature", "The key made a signature that does not hold.")
    rendered["proof"] = [options | {"proofValue": "z" + encode_signature(signature)}]
    return orjson.dumps(rendered, _text_of, orjson.OPT_PASSTHROUGH_DATACLASS).decode()


@lru_cache(maxsize=_KEPT)
def _configuration(key_id: str, created: str) -> tuple[dict[str, Any], bytes]:
    """Return the options of a proof, and the hash of what they state."""
    options = eddsa_options(key_id, created)
    stated = statements(options | {"@context": list(AWARD_CONTEXTS)})
    return options, hashlib.sha256(stated.encode()).digest()


def _text_of(shared: Shared) -> orjson.Fragment:
    return orjson.Fragment(shared.text)
