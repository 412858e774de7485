"""Issue many documents: what awards have in common is rendered, judged and put in order once."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, islice
from typing import NamedTuple

import orjson

from microcredentials import lint
from microcredentials.contexts import AWARD_CONTEXTS, STATUS_CONTEXTS
from microcredentials.dates import timestamp
from microcredentials.document import Document, Microcredential, StatusList
from microcredentials.errors import CredentialError, UntrustedProof
from microcredentials.formats.open_badge_3 import Common, award, common_to
from microcredentials.formats.status import status_list
from microcredentials.issuing.rules import breaks_a_rule
from microcredentials.issuing.single import issue
from microcredentials.issuing.templates import Whole, canonical
from microcredentials.keys import Algorithm, Signer, fits
from microcredentials.multibase import base58_of_signature
from microcredentials.proofs.data_integrity import eddsa_options
from microcredentials.proofs.recent import Recent
from microcredentials.proofs.suites import rdfc

_KEPT = 256
_TOGETHER = 64
_OF_AWARDS, _OF_LISTS = tuple(AWARD_CONTEXTS), tuple(STATUS_CONTEXTS)


@dataclass(frozen=True, slots=True)
class _Shared:
    """A part that many awards have alike, as JSON, and the mark that stands in its place."""

    mark: bytes
    text: bytes


@dataclass(frozen=True, slots=True)
class _Cohort:
    """Awards of one version by one institution under one mark and one admission."""

    # Held, so that no other object can get their place in memory.
    of: tuple[object, ...]
    shared: tuple[_Shared, _Shared]
    common: Common
    breaks_a_rule: bool

    def whole(self, award: bytes) -> bytes:
        for part in self.shared:
            award = award.replace(part.mark, part.text)
        return award


_Cohorts = Recent[tuple[int, ...], _Cohort]


class _Rendered(NamedTuple):
    """A document as JSON; `whole` replaces the marks of what it has in common with others."""

    unsigned: bytes
    whole: Whole
    created: str
    contexts: tuple[str, ...]


class _Draft(NamedTuple):
    """An award ready to be signed: the two hashes, and the proof before and after its value."""

    rendered: _Rendered
    message: bytes
    before: bytes
    after: bytes


def issue_all(documents: Iterable[Document], signer: Signer) -> Iterator[str | CredentialError]:
    """Yield each document, signed as `issue` signs it, or the error that `issue` raises.

    In order, and few are read ahead: there may be any number of them. Awards and status lists are
    fast; awards that have issuer, admission, achievement and mark in common are so if these are
    the same objects.
    """
    cohorts: _Cohorts = Recent(_KEPT)
    coming = iter(documents)
    while some := list(islice(coming, _TOGETHER)):
        yield from _signed(some, signer, cohorts)


def _signed(
    documents: Sequence[Document], signer: Signer, cohorts: _Cohorts
) -> Iterator[str | CredentialError]:
    """Sign some documents, one step after the other: each step then has the processor's cache."""
    rendered = [_rendered(document, signer, cohorts) for document in documents]
    drafts = [award and _draft(award, signer) for award in rendered]
    signatures = [draft and _signature(draft, signer) for draft in drafts]
    checked = [
        fits(signer.public, signature, draft.message)
        if draft and isinstance(signature, bytes)
        else False
        for draft, signature in zip(drafts, signatures, strict=True)
    ]
    for document, draft, signature, is_right in zip(
        documents, drafts, signatures, checked, strict=True
    ):
        if draft is None or signature is None:
            yield _alone(document, signer)
        elif isinstance(signature, CredentialError):
            yield signature
        elif is_right:
            yield _text(draft, signature)
        else:
            yield UntrustedProof("signature", "The key made a signature that does not hold.")


def _alone(document: Document, signer: Signer) -> str | CredentialError:
    try:
        return issue(document, signer)
    except CredentialError as error:
        return error


def _rendered(document: Document, signer: Signer, cohorts: _Cohorts) -> _Rendered | None:
    """Return a document as JSON, or None if it takes the long way."""
    if signer.algorithm is not Algorithm.ED25519:
        return None
    match document:
        case Microcredential() if signer.key_id.startswith(f"{document.issuer.id}#"):
            return _rendered_award(document, _cohort(document, cohorts))
        case StatusList() if signer.key_id.startswith(f"{document.issuer.id}#"):
            return _rendered_list(document)
        case _:
            return None


def _rendered_award(document: Microcredential, cohort: _Cohort) -> _Rendered | None:
    if cohort.breaks_a_rule or breaks_a_rule(document):
        return None
    unsigned = orjson.dumps(award(document, cohort.common))
    return _Rendered(unsigned, cohort.whole, timestamp(document.valid_from), _OF_AWARDS)


def _rendered_list(document: StatusList) -> _Rendered | None:
    if lint.problems(document):
        return None
    unsigned = orjson.dumps(status_list(document))
    return _Rendered(unsigned, bytes, timestamp(document.created), _OF_LISTS)


def _draft(rendered: _Rendered, signer: Signer) -> _Draft | None:
    """Return what is to be signed, or None if it takes the long way."""
    statements = canonical(rendered.unsigned, rendered.whole)
    if statements is None:
        return None
    configuration, before, after = _configuration(
        signer.key_id, rendered.created, rendered.contexts
    )
    message = configuration + hashlib.sha256(statements).digest()
    return _Draft(rendered, message, before, after)


def _signature(draft: _Draft, signer: Signer) -> bytes | CredentialError:
    try:
        return signer.sign(draft.message)
    except CredentialError as error:
        return error


def _text(draft: _Draft, signature: bytes) -> str:
    unsigned = draft.rendered.unsigned
    signed = b"".join([unsigned[:-1], draft.before, base58_of_signature(signature), draft.after])
    return draft.rendered.whole(signed).decode()


def _cohort(document: Microcredential, cohorts: _Cohorts) -> _Cohort:
    of = (document.issuer, document.admission, document.achievement, document.mark)
    place = tuple(map(id, of))
    return cohorts.get(place) or cohorts.keep(place, _new_cohort(of, document))


def _new_cohort(of: tuple[object, ...], document: Microcredential) -> _Cohort:
    common = common_to(document)
    shared = _once(common.issuer), _once(common.achievement)
    issuer, achievement = (orjson.Fragment(part.mark) for part in shared)
    return _Cohort(
        of=of,
        shared=shared,
        common=Common(issuer=issuer, achievement=achievement),
        breaks_a_rule=bool(lint.of_version(document)),
    )


_SHARED: Recent[bytes, _Shared] = Recent(_KEPT)
_numbers = count()


def _once(content: object) -> _Shared:
    """Return one and the same for equal contents."""
    text = orjson.dumps(content)
    # No JSON holds a bare control character, so the mark cannot be anything else.
    return _SHARED.get(text) or _SHARED.keep(text, _Shared(b"\0%d\0" % next(_numbers), text))


@lru_cache(maxsize=_KEPT)
def _configuration(
    key_id: str, created: str, contexts: tuple[str, ...]
) -> tuple[bytes, bytes, bytes]:
    """Return the hash of what a proof states, and its JSON before and after the signature."""
    options = eddsa_options(key_id, created)
    stated = rdfc(options | {"@context": list(contexts)})
    text = orjson.dumps({"proof": [options | {"proofValue": "z"}]})
    return hashlib.sha256(stated).digest(), b"," + text[1:-4], text[-4:]
