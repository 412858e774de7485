"""The register: one credential in which the operator answers for keys, admissions and marks.

An admission stands in it as text, signed apart: in RDF it would describe the institution a
second time.
"""

import json
from datetime import timedelta
from typing import Any

from microcredentials.contexts import REGISTER_CONTEXTS
from microcredentials.dates import moment, read_day, timestamp
from microcredentials.document import (
    KeyKind,
    MarkEvent,
    MarkEventKind,
    Party,
    Register,
    RegisteredInstitution,
    RegisteredKey,
)

VALID_FOR = timedelta(days=7)


def register(document: Register) -> dict[str, Any]:
    """Return the register as an unsigned credential."""
    return {
        "@context": list(REGISTER_CONTEXTS),
        "id": document.id,
        "type": ["VerifiableCredential", "KeurmerkRegister"],
        "issuer": {"id": document.operator.id, "name": document.operator.name},
        "validFrom": timestamp(document.created),
        "validUntil": timestamp(document.created + VALID_FOR),
        "credentialSubject": {
            "id": f"{document.id}#content",
            "sequence": document.sequence,
            "registeredInstitution": [_institution(entry) for entry in document.institutions],
            "registeredKey": [_key(key) for key in document.keys],
            "admissionText": [compact(admission) for admission in document.admissions],
            "markEvent": [
                _event(event, f"{document.id}#event-{number}")
                for number, event in enumerate(document.mark_events, 1)
            ],
        },
    }


def compact(document: dict[str, Any]) -> str:
    """Write a signed document as one line of JSON."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _institution(entry: RegisteredInstitution) -> dict[str, Any]:
    return _party(entry.institution, "RegisteredInstitution") | {
        "registeredBody": [_party(body, "DesignatedBody") for body in entry.bodies]
    }


def _party(party: Party, kind: str) -> dict[str, Any]:
    rendered = {"id": party.id, "type": kind, "name": party.name, "countryCode": party.country}
    return rendered | ({"webAddress": party.url} if party.url else {})


def _key(key: RegisteredKey) -> dict[str, Any]:
    rendered = {
        "id": key.id,
        "type": "RegisteredKey",
        "multikey": key.multikey,
        "keyKind": key.kind.value,
        "keyController": key.controller,
        "activeFrom": timestamp(key.active_from),
    }
    if key.active_until is not None:
        rendered["activeUntil"] = timestamp(key.active_until)
    if key.compromised_since is not None:
        rendered["compromisedSince"] = timestamp(key.compromised_since)
    return rendered


def _event(event: MarkEvent, name: str) -> dict[str, Any]:
    rendered = {
        "id": name,
        "type": "MarkEvent",
        "ofMark": event.mark_id,
        "byBody": event.body,
        "eventKind": event.kind.value,
        "eventTime": timestamp(event.at),
        "effectFrom": event.effect_from.isoformat(),
        "eventReason": event.reason,
    }
    if event.effect_until is not None:
        rendered["effectUntil"] = event.effect_until.isoformat()
    return rendered


def read_register(document: dict[str, Any]) -> Register:
    """Read a register whose proof holds; raises KeyError, TypeError or ValueError if misshapen."""
    subject = document["credentialSubject"]
    keys = tuple(_read_key(node) for node in subject["registeredKey"])
    if len({key.id for key in keys}) != len(keys):
        # In RDF they are one key: what ends it could be left out of the one that is read.
        raise ValueError("a key stands in the register twice")
    return Register(
        id=document["id"],
        operator=Party(id=document["issuer"]["id"], name=document["issuer"]["name"]),
        sequence=int(subject["sequence"]),
        created=moment(document["validFrom"]),
        institutions=tuple(_read_institution(node) for node in subject["registeredInstitution"]),
        keys=keys,
        admissions=tuple(json.loads(text) for text in subject["admissionText"]),
        mark_events=tuple(_read_event(node) for node in subject["markEvent"]),
    )


def _read_institution(node: dict[str, Any]) -> RegisteredInstitution:
    bodies = tuple(_read_party(body) for body in node["registeredBody"])
    return RegisteredInstitution(institution=_read_party(node), bodies=bodies)


def _read_party(node: dict[str, Any]) -> Party:
    return Party(
        id=node["id"],
        name=node["name"],
        url=node.get("webAddress", ""),
        country=node["countryCode"],
    )


def _read_key(node: dict[str, Any]) -> RegisteredKey:
    until, since = node.get("activeUntil"), node.get("compromisedSince")
    return RegisteredKey(
        id=node["id"],
        multikey=node["multikey"],
        kind=KeyKind(node["keyKind"]),
        controller=node["keyController"],
        active_from=moment(node["activeFrom"]),
        active_until=moment(until) if until else None,
        compromised_since=moment(since) if since else None,
    )


def _read_event(node: dict[str, Any]) -> MarkEvent:
    until = node.get("effectUntil")
    return MarkEvent(
        mark_id=node["ofMark"],
        body=node["byBody"],
        kind=MarkEventKind(node["eventKind"]),
        at=moment(node["eventTime"]),
        effect_from=read_day(node["effectFrom"]),
        effect_until=read_day(until) if until else None,
        reason=node["eventReason"],
    )
