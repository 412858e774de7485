"""Contexts cut down to the words that a document uses: an engine reads them at every object."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import orjson

from microcredentials.contexts import context
from microcredentials.proofs.nquads import NoTemplate
from microcredentials.proofs.outline import Outline
from microcredentials.proofs.recent import Recent

# Below these words other contexts hold than those of the document.
SCOPED = frozenset(
    {
        "cnf",
        "credentialSchema",
        "proofPurpose",
        "refreshService",
        "service",
        "statusMessage",
        "verifiableCredential",
    }
)
_MEMBER = b'"@context":'
_PRUNED: Recent[tuple[tuple[str, ...], frozenset[str]], bytes] = Recent(128)


def with_pruned_contexts(document: dict[str, Any], outline: Outline) -> bytes:
    """Return `document` as JSON with its contexts in place, as far as it uses their words.

    `outline` is that of the document. Raises NoTemplate if it is no JSON.
    """
    contexts = document.get("@context")
    try:
        text = orjson.dumps({"@context": contexts} | _said_once(document, contexts))
    except TypeError as error:
        raise NoTemplate("the document is no JSON") from error
    words = frozenset(_words(outline))
    for addresses in set(_contexts(outline)):
        named = (addresses,) if isinstance(addresses, str) else addresses
        key = (named, words)
        pruned = _PRUNED.get(key) or _PRUNED.keep(key, orjson.dumps(_pruned(*key)))
        # In JSON a quote stands bare only where a text begins or ends, so this is a member.
        text = text.replace(_MEMBER + orjson.dumps(addresses), _MEMBER + pruned)
    return text


def _said_once(value: Any, contexts: object) -> Any:
    """Return a part of a document without the contexts that hold there already."""
    match value:
        case dict():
            return {
                word: member if word in SCOPED else _said_once(member, contexts)
                for word, member in value.items()
                if word != "@context" or member != contexts
            }
        case list():
            return [_said_once(member, contexts) for member in value]
        case _:
            return value


def _contexts(outline: Outline) -> Iterator[str | tuple[str, ...]]:
    for word, part in pairwise(outline):
        if word == "@context" and isinstance(part, str | tuple):
            yield part


def _words(outline: Outline) -> Iterator[str]:
    for part in outline:
        if isinstance(part, str):
            yield part
        elif isinstance(part, tuple):
            yield from part


def _pruned(addresses: Iterable[str], words: frozenset[str]) -> list[object]:
    return [_cut(context(name)["@context"], words | _prefixes(name)) for name in addresses]


def _cut(part: object, words: frozenset[str]) -> object:
    match part:
        case list():
            return [_cut(member, words) for member in part]
        case dict():
            return {
                word: _cut_definition(meaning, words)
                for word, meaning in part.items()
                if word[0] == "@" or word in words
            }
        case _:
            return part


def _cut_definition(meaning: object, words: frozenset[str]) -> object:
    if isinstance(meaning, dict) and "@context" in meaning:
        return meaning | {"@context": _cut(meaning["@context"], words)}
    return meaning


@lru_cache(maxsize=64)
def _prefixes(address: str) -> frozenset[str]:
    """Return the words by which a context shortens its own addresses."""
    return frozenset(text.partition(":")[0] for text in _texts(context(address)["@context"]))


def _texts(part: object) -> Iterator[str]:
    match part:
        case str():
            yield part
        case dict():
            for member in part.values():
                yield from _texts(member)
        case list():
            for member in part:
                yield from _texts(member)
