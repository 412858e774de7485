"""What must hold of the JSON before its statements mean what they seem to mean.

A signature covers statements (RDF), not JSON. Every way to write the same statements in other
JSON, or JSON that makes no statement at all, is refused here or in `canonical`.
"""

import re
from collections.abc import Iterator
from typing import Any

from microcredentials.contexts import CREDENTIALS_V1, CREDENTIALS_V2, context
from microcredentials.errors import UntrustedProof
from microcredentials.strict_json import CONTROL_CHARACTERS

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_VALUE_KEYWORDS = frozenset({"@value", "@language"})
# The two places where one credential stands inside another.
# An award in a learning record keeps the contexts under which it was signed.
RECORDED = "verifiableCredential"
EMBEDDING = frozenset({"endorsement", RECORDED})


def screen(document: dict[str, Any]) -> None:
    """Raise unless the contexts are known, in order, and nothing hides between the lines."""
    contexts = document.get("@context")
    _screen_contexts(contexts)
    for key, value in document.items():
        if key != "@context":
            _screen_key(key)
            _screen_value(value, contexts, key)


def _screen_contexts(contexts: object) -> None:
    if isinstance(contexts, str):
        contexts = [contexts]
    if not isinstance(contexts, list) or not contexts:
        raise UntrustedProof("context_missing", "The file does not say what its words mean.")
    for address in contexts:
        if not isinstance(address, str):
            raise UntrustedProof("inline_context", "The file brings its own meaning of words.")
        context(address)
    roots = {CREDENTIALS_V1, CREDENTIALS_V2}
    if not roots.intersection(contexts):
        raise UntrustedProof("context_missing", "The file is not a verifiable credential.")
    if contexts[0] not in roots or len(set(contexts)) != len(contexts):
        raise UntrustedProof("context_order", "The contexts of the file are in the wrong order.")


def _screen_key(key: str) -> None:
    # A full address as key makes the same statement as the word, but a reader would miss it.
    if key.startswith("@") or ":" in key:
        message = f"The file uses “{key[:80]}” where only plain words belong."
        raise UntrustedProof("keyword_not_allowed", message)
    _screen_text(key)


def _screen_value(value: object, contexts: object, parent: str) -> None:
    match value:
        case dict():
            _screen_object(value, contexts, parent)
        case list():
            for member in value:
                if isinstance(member, list):
                    # It makes the same statements as one list, but hides what stands in it.
                    message = f"The file holds a list inside the list of “{parent}”."
                    raise UntrustedProof("keyword_not_allowed", message)
                _screen_value(member, contexts, parent)
        case str():
            _screen_text(value)
        case None:
            message = f"“{parent}” is empty, so it was not signed."
            raise UntrustedProof("unsigned_terms", message)


def _screen_object(value: dict[str, Any], contexts: object, parent: str) -> None:
    if "@value" in value:
        _screen_language_value(value)
        return
    if "@context" in value and value["@context"] != contexts and parent == RECORDED:
        contexts = value["@context"]
        _screen_contexts(contexts)
    elif "@context" in value and (parent not in EMBEDDING or value["@context"] != contexts):
        message = "A part of the file brings its own meaning of words."
        raise UntrustedProof("nested_context", message)
    for key, member in value.items():
        if key != "@context":
            _screen_key(key)
            _screen_value(member, contexts, key)


def _screen_language_value(value: dict[str, Any]) -> None:
    if not value.keys() <= _VALUE_KEYWORDS or not all(isinstance(v, str) for v in value.values()):
        raise UntrustedProof("keyword_not_allowed", "The file holds a value we cannot read.")
    _screen_text(value["@value"])
    if not _LANGUAGE_TAG.fullmatch(value.get("@language", "nl")):
        raise UntrustedProof("language_tag", "The file names a language that cannot exist.")


def _screen_text(text: str) -> None:
    if CONTROL_CHARACTERS.search(text):
        raise UntrustedProof("control_char", "The file holds invisible control characters.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UntrustedProof("lone_surrogate", "The file holds half a character.") from error


def described_twice(document: dict[str, Any]) -> str | None:
    """Return an id that is described in two places of `document`, or None.

    In RDF two objects with one id are one thing, so a property could be moved from one to the
    other under the same signature. Embedded endorsements are proved alone; of their subject only
    the words must differ from those of the object it is about.
    """
    seen: dict[str, set[str]] = {}
    for node in _objects(document):
        name = node["id"]
        words = _words(node)
        if name in seen and _full(words) and _full(seen[name]):
            return str(name)
        seen[name] = seen.get(name, set()) | words
    for subject in _endorsed(document):
        if subject["id"] in seen and _words(subject) & seen[subject["id"]]:
            return str(subject["id"])
    return None


def _words(node: dict[str, Any]) -> set[str]:
    types = node.get("type", [])
    return (node.keys() - {"id", "type"}) | {
        f"type:{name}" for name in (types if isinstance(types, list) else [types])
    }


def _full(words: set[str]) -> bool:
    return any(not word.startswith("type:") for word in words)


def _objects(value: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    _add_objects(value, found)
    return found


def _add_objects(value: object, found: list[dict[str, Any]]) -> None:
    if isinstance(value, list):
        for member in value:
            _add_objects(member, found)
    elif isinstance(value, dict):
        if isinstance(value.get("id"), str):
            found.append(value)
        for key, member in value.items():
            if key not in EMBEDDING and key != "proof":
                _add_objects(member, found)


def embedded(value: object) -> list[dict[str, Any]]:
    """Return the credentials that stand inside `value`, outermost first."""
    found: list[dict[str, Any]] = []
    _add_embedded(value, found)
    return found


def _add_embedded(value: object, found: list[dict[str, Any]]) -> None:
    if isinstance(value, list):
        for member in value:
            _add_embedded(member, found)
    elif isinstance(value, dict):
        for key, member in value.items():
            if key in EMBEDDING:
                found += _credentials(member)
            if isinstance(member, dict | list):
                _add_embedded(member, found)


def _credentials(value: object) -> Iterator[dict[str, Any]]:
    for member in value if isinstance(value, list) else [value]:
        if isinstance(member, dict):
            yield member


def _endorsed(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for endorsement in embedded(document):
        match endorsement:
            case {"credentialSubject": {"id": str()} as subject}:
                yield subject
