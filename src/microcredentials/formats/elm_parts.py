"""European Learning Model: the small parts from which a credential is built.

Readers of these files go through the tree, so a thing that occurs twice is written out twice,
under the same id. Texts are maps from language to words.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from microcredentials.document import Achievement, Party, PartyIdentifier, PartyIdentifierKind
from microcredentials.formats.european_concepts import BASE64, COUNTRIES, PNG, Concept

Text = dict[str, str]

_WORDS = {
    "en": {
        "microcredential": "has earned this microcredential",
        "edubadge": "has earned this edubadge",
        "mark": "Quality mark: {}",
        "final": "Final result",
        "passed": "Passed",
        "completed": "Completed",
        "from": "passed from {}",
        "level": "Why this level: {}",
        "group": "For whom: {}",
        "stackable": "Stackable towards another credential",
        "stand-alone": "Stand-alone, not meant to be stacked",
        "fee": "Fee: {}",
        "decision": "Decision {}",
        "previous": "Previous version ({})",
        "replaces": "Takes the place of {}",
        "evidence": "Evidence: {}",
    },
    "nl": {
        "microcredential": "heeft deze microcredential behaald",
        "edubadge": "heeft deze edubadge behaald",
        "mark": "Keurmerk: {}",
        "final": "Eindresultaat",
        "passed": "Behaald",
        "completed": "Afgerond",
        "from": "voldoende vanaf {}",
        "level": "Waarom dit niveau: {}",
        "group": "Doelgroep: {}",
        "stackable": "Te stapelen tot een groter geheel",
        "stand-alone": "Staat op zichzelf, niet bedoeld om te stapelen",
        "fee": "Deelnamekosten: {}",
        "decision": "Besluit {}",
        "previous": "Vorige versie ({})",
        "replaces": "Komt in de plaats van {}",
        "evidence": "Bewijs: {}",
    },
}


@dataclass(frozen=True, slots=True)
class Languages:
    """One version in one or two languages, the language of the award first."""

    versions: tuple[Achievement, ...]

    def text(self, of: Callable[[Achievement], str]) -> Text:
        """Return a text of the version in each language that has it."""
        return {version.language: of(version) for version in self.versions if of(version)}

    def same(self, text: str) -> Text:
        """Return a text that is the same in every language, such as a name."""
        return {version.language: text for version in self.versions} if text else {}

    def own(self, text: str) -> Text:
        """Return what was written for this award alone, in the language of the award."""
        return {self.versions[0].language: text} if text else {}

    def words(self, word: str, said: Text | None = None) -> Text:
        """Return a fixed sentence; with `said` in it where there is something to say."""
        if said is None:
            return {version.language: _WORDS[version.language][word] for version in self.versions}
        return {language: _WORDS[language][word].format(text) for language, text in said.items()}


def node(kind: str, name: str, **properties: Any) -> dict[str, Any]:
    """Return an object of the model; properties that say nothing are left out."""
    said = {word: value for word, value in properties.items() if value not in ("", [], {}, None)}
    return {"id": f"urn:epass:{kind[0].lower()}{kind[1:]}:{name}", "type": kind} | said


def concept(found: Concept) -> dict[str, Any]:
    """Return an entry of a list, with the list: checkers look at that."""
    rendered: dict[str, Any] = {"id": found.id, "type": "Concept"}
    if found.scheme:
        rendered["inScheme"] = {"id": found.scheme, "type": "ConceptScheme"}
    return rendered | ({"prefLabel": dict(found.words)} if found.words else {})


def note(name: str, text: Text) -> dict[str, Any]:
    """Return a text as a note, or an empty object for no text."""
    return node("Note", name, noteLiteral=text) if text else {}


def notes(*found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the notes that say something."""
    return [each for each in found if each]


def web_page(name: str, address: str, title: Text | None = None) -> dict[str, Any]:
    """Return a web page, or an empty object for no address."""
    return node("WebResource", name, contentURL=address, title=title) if address else {}


def picture(name: str, png: bytes) -> dict[str, Any]:
    """Return an image in the file itself."""
    return node(
        "MediaObject",
        name,
        content=base64.b64encode(png).decode(),
        contentEncoding=concept(BASE64),
        contentType=concept(PNG),
    )


def organisation(name: str, party: Party, languages: Languages) -> dict[str, Any]:
    """Return an institution or body; raises KeyError for a country that is not in the list."""
    country = concept(COUNTRIES[party.country])
    legal = {identifier.kind: identifier for identifier in party.identifiers}
    address = node(
        "Address",
        name,
        countryCode=country,
        fullAddress=note(f"{name}-address", languages.same(party.address)),
    )
    return node(
        "Organisation",
        name,
        legalName=languages.same(party.name),
        location=node("Location", name, address=address),
        eIDASIdentifier=_legal(name, legal.get(PartyIdentifierKind.EIDAS), country),
        registration=_legal(name, legal.get(PartyIdentifierKind.KVK), country),
        identifier=[identifier(f"{name}-did", "DID", party.id), *_lists(name, party.identifiers)],
        homepage=web_page(name, party.url),
        contactPoint=mailbox(name, party.email),
    )


def _legal(name: str, found: PartyIdentifier | None, country: Mapping[str, Any]) -> dict[str, Any]:
    if found is None:
        return {}
    return node(
        "LegalIdentifier",
        f"{name}-{found.kind.lower()}",
        notation=found.value,
        schemeName=found.kind.value,
        spatial=country,
    )


def _lists(name: str, identifiers: tuple[PartyIdentifier, ...]) -> list[dict[str, Any]]:
    legal = {PartyIdentifierKind.EIDAS, PartyIdentifierKind.KVK}
    return [
        identifier(f"{name}-{each.kind.lower()}", each.kind.value, each.value)
        for each in identifiers
        if each.kind not in legal
    ]


def identifier(name: str, scheme: str, value: str) -> dict[str, Any]:
    """Return what a thing is called in a list named `scheme`."""
    return node("Identifier", name, schemeName=scheme, notation=value)


def mailbox(name: str, email: str) -> dict[str, Any]:
    """Return an e-mail address as a way to reach somebody, or an empty object."""
    if not email:
        return {}
    address = {"id": f"mailto:{email}", "type": "Mailbox"}
    return node("ContactPoint", name, emailAddress=address)
