"""Expand JSON-LD and say which words had no meaning; for tests of what we write."""

from typing import Any

from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdProcessor


def expand(document: dict[str, Any], contexts: dict[str, Any]) -> tuple[Any, list[str]]:
    """Return the expanded document, and each word that was dropped."""

    def load(address, options):
        return {"contextUrl": None, "documentUrl": address, "document": contexts[address]}

    lost: list[str] = []
    processor = JsonLdProcessor(on_property_dropped=lambda word: lost.append(str(word)))
    options = {"base": None, "documentLoader": load, "contextResolver": ContextResolver({}, load)}
    return processor.expand(document, options), lost


def words_lost(document, contexts):
    """Return the words of a document that mean nothing under these contexts."""
    return expand(document, contexts)[1]
