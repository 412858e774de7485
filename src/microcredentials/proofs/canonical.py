"""Canonical statements of a document (RDFC-1.0): bounded, and nothing silently lost."""

import hashlib
import json
import math
import re
import threading
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pyoxigraph
from pyld import jsonld
from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver

from microcredentials.contexts import context
from microcredentials.errors import UncheckableProof, UntrustedProof
from microcredentials.proofs import quick
from microcredentials.proofs.nquads import NoTemplate
from microcredentials.proofs.outline import outline
from microcredentials.proofs.pruning import with_pruned_contexts

MAXIMUM_STATEMENTS = 20_000
MAXIMUM_BLANK_NODES = 128
MAXIMUM_ALIKE = 6
# The most that a known document takes is 468.
MAXIMUM_CALLS = 1_000
# PyLD compares each value of a word with all before it: a thousand of one word make half of this.
MAXIMUM_COMPARED = 1_000_000
# Of this thread's own work, so that a busy machine does not turn a file down.
DEADLINE_SECONDS = 2.0

_SCHEMES = frozenset({"data", "did", "http", "https", "info", "mailto", "tel", "urn"})
_IRI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):[^\x00-\x20<>\"{}|\\^`]*")
_RELATIVE = "The file names a thing by an address that is not complete."

# PyLD keeps its caches without a lock, and a server checks in several threads at once.
_LOCK = threading.Lock()

_TRIPPED = (
    jsonld.JsonLdError,
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
)


def statements(document: dict[str, Any]) -> str:
    """Return the canonical N-Quads of `document`; raise if a part of it would go unsigned."""
    found = quick.canonical(
        document, maximum_statements=MAXIMUM_STATEMENTS, maximum_nodes=MAXIMUM_BLANK_NODES
    )
    return _explained(json.dumps(document)) if found is None else found


@lru_cache(maxsize=8)
def _explained(text: str) -> str:
    # Remembered, for every proof of a document asks for the same statements.
    with _LOCK:
        return _canonical(_dataset(json.loads(text), MAXIMUM_COMPARED))


def first_opinion(document: dict[str, Any]) -> str:
    """Return the canonical N-Quads as PyLD sees them, within bounds."""
    with _LOCK:
        return _canonical(_dataset(document))


def statements_by_sha384(document: dict[str, Any]) -> str:
    """Return the canonical N-Quads as suites on P-384 want them: another hash orders the nodes."""
    with _LOCK:
        return _canonical(_dataset(document, MAXIMUM_COMPARED), "sha384")


def _load(address: str, options: object) -> dict[str, Any]:
    # The tag lets PyLD keep what it worked out of a context between two documents.
    found = {"contextUrl": None, "documentUrl": address, "document": context(address)}
    return found | {"tag": "static"}


# Our own cache: PyLD's is shared with every other user of PyLD in the process.
_CONTEXTS: dict[str, Any] = {}


class _Checked(jsonld.JsonLdProcessor):  # type: ignore[misc]  # PyLD has no types
    """Expansion that raises where PyLD silently drops a word or an address, or would take long."""

    def __init__(self, most_compared: float) -> None:
        super().__init__()
        self.left = most_compared

    def _create_node_map(  # noqa: PLR0917  # PyLD's own method
        self,
        input_: object,
        graph_map: dict[str, Any],
        active_graph: str,
        issuer: object,
        active_subject: str | None = None,
        active_property: str | None = None,
        list_: object = None,
    ) -> None:
        subject = graph_map.get(active_graph, {}).get(active_subject, {})
        self.left -= len(subject.get(active_property, ()))
        if self.left < 0:
            _refuse_graph()
        super()._create_node_map(
            input_, graph_map, active_graph, issuer, active_subject, active_property, list_
        )

    def expand(self, input_: object, options: dict[str, Any]) -> object:
        lost: list[str] = []
        self.on_property_dropped = lambda word: lost.append(str(word))
        expanded = super().expand(input_, options)
        if lost:
            message = f"“{lost[0][:80]}” has no known meaning, so it was not signed."
            raise UntrustedProof("unsigned_terms", message)
        _check_addresses(expanded)
        return expanded


def _dataset(document: dict[str, Any], most_compared: float = math.inf) -> dict[str, Any]:
    options = {
        "base": None,
        "documentLoader": _load,
        "contextResolver": ContextResolver(_CONTEXTS, _load),
    }
    try:
        dataset: dict[str, Any] = _Checked(most_compared).to_rdf(document, options)
    except _TRIPPED as error:
        # PyLD trusts the shape of what it reads; a file that trips it is not a credential.
        raise UntrustedProof("json_ld", "The file breaks the rules of JSON-LD.") from error
    return dataset


def _check_addresses(expanded: object) -> None:
    for key, value in _pairs(expanded):
        if key == "@id":
            _check_address(value)
        elif key == "@type":
            for name in value if isinstance(value, list) else [value]:
                _check_type(name)
        elif not key.startswith("@") and not _IRI.fullmatch(key):
            raise UntrustedProof("relative_iri", _RELATIVE)


def _pairs(value: object) -> Iterator[tuple[str, Any]]:
    match value:
        case dict():
            for key, member in value.items():
                yield key, member
                yield from _pairs(member)
        case list():
            for member in value:
                yield from _pairs(member)


def _check_address(value: object) -> None:
    found = _IRI.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise UntrustedProof("relative_iri", _RELATIVE)
    if found[1].lower() not in _SCHEMES:
        raise UntrustedProof("iri_scheme", f"The file holds an address of kind {found[1]}:.")


def _check_type(name: object) -> None:
    if not isinstance(name, str) or not _IRI.fullmatch(name):
        message = f"The type “{str(name)[:80]}” has no known meaning, so it was not signed."
        raise UntrustedProof("unsigned_terms", message)


class _Bounded(URDNA2015):  # type: ignore[misc]  # PyLD has no types
    """RDFC-1.0 that stops: hostile graphs take PyLD minutes."""

    def __init__(self, digest: str) -> None:
        super().__init__()
        self.digest = digest
        self.calls = 0
        self.stop_at = time.thread_time() + DEADLINE_SECONDS

    def create_hash(self) -> object:
        return hashlib.new(self.digest)

    def hash_n_degree_quads(self, id_: str, issuer: object) -> dict[str, Any]:
        self.calls += 1
        if self.calls > MAXIMUM_CALLS:
            _refuse_graph()
        if time.thread_time() > self.stop_at:
            raise UncheckableProof("canonicalisation_time", "The file takes too long to check.")
        result: dict[str, Any] = super().hash_n_degree_quads(id_, issuer)
        return result

    def create_hash_to_related(self, id_: str, issuer: object) -> dict[str, list[str]]:
        related: dict[str, list[str]] = super().create_hash_to_related(id_, issuer)
        # Every order of equal neighbours is tried: 6 make 720, 10 make 3.6 million. The six
        # statements of a proof are such, where two awards in one file carry one admission.
        if any(len(group) > MAXIMUM_ALIKE for group in related.values()):
            _refuse_graph()
        return related


def _refuse_graph() -> None:
    message = "The file is built so that checking it would take for ever."
    raise UntrustedProof("canonicalisation_limit", message)


def _canonical(dataset: dict[str, Any], digest: str = "sha256") -> str:
    blank = {
        part["value"]
        for triples in dataset.values()
        for triple in triples
        for part in (triple["subject"], triple["object"])
        if part["type"] == "blank node"
    }
    size = sum(len(triples) for triples in dataset.values())
    if len(blank) > MAXIMUM_BLANK_NODES or size > MAXIMUM_STATEMENTS:
        _refuse_graph()
    text: str = _Bounded(digest).main(dataset, {"format": "application/n-quads"})
    return text


def second_opinion(document: dict[str, Any]) -> str:
    """Return the canonical N-Quads as pyoxigraph sees them, a second engine of other makers."""
    try:
        found, _ = outline(document)
        text = with_pruned_contexts(document, found)
        parsed = pyoxigraph.Dataset(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))
    except (NoTemplate, SyntaxError) as error:
        raise UntrustedProof("json_ld", "The file breaks the rules of JSON-LD.") from error
    parsed.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in parsed))
