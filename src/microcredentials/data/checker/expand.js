// JSON-LD 1.1 expansion, in which a word without meaning is an error and not silently lost.

import { NO_WORDS, expandIri, isAbsolute, isKeyword, refuseJsonLd, withContext } from "./context.js";
import { UntrustedProof } from "./errors.js";
import { has, isObject, isText, listOf, sortedTexts } from "./shapes.js";

const SCHEMES = new Set(["data", "did", "http", "https", "info", "mailto", "tel", "urn"]);
const IRI = /^([A-Za-z][A-Za-z0-9+.-]*):[^\x00-\x20<>"{}|\\^`]*$/;

// Return the expanded nodes of a document; throws `UntrustedProof` if a part would go unsigned.
export function expandDocument(document) {
  const expander = new Expander();
  const found = expander.expand(NO_WORDS, null, document);
  if (expander.lost > 0) throw new UntrustedProof("unsigned_terms");
  checkAddresses(found);
  return found === null ? [] : listOf(found);
}

class Expander {
  constructor() {
    this.lost = 0;
  }

  expand(active, property, element, inList = false) {
    if (element === null) return null;
    if (Array.isArray(element)) return this.array(active, property, element, inList);
    if (isObject(element)) return this.object(active, property, element, inList);
    return property === null && !inList ? null : expandValue(active, property, element);
  }

  array(active, property, element, inList) {
    const isList = inList || containersOf(active, property).includes("@list");
    const found = [];
    for (const member of element) {
      const expanded = this.expand(active, property, member, isList);
      if (isList && Array.isArray(expanded)) found.push({ "@list": expanded });
      else if (Array.isArray(expanded)) found.push(...expanded);
      else if (expanded !== null) found.push(expanded);
    }
    return found;
  }

  object(active, property, element, inList) {
    const scoped = property === null ? null : active.term(property)?.context;
    let here = scopeOfNode(active, element);
    if (scoped) here = withContext(here, scoped, { overrideProtected: true });
    if (has(element, "@context")) here = withContext(here, element["@context"]);
    const typing = here;
    const found = Object.create(null);
    this.members(ofTypes(here, element), typing, element, found);
    return finished(found, property, inList);
  }

  members(active, typing, element, found) {
    for (const word of sortedTexts(Object.keys(element))) {
      if (word === "@context") continue;
      const iri = expandIri(active, word, true);
      if (iri === null || !(isAbsolute(iri) || isKeyword(iri))) this.lost += 1;
      else if (isKeyword(iri)) keyword(active, typing, iri, element[word], found);
      else this.property(active, word, iri, element[word], found);
    }
  }

  property(active, word, iri, value, found) {
    const term = active.term(word);
    const context = term?.context;
    const here = context ? withContext(active, context, { overrideProtected: true }) : active;
    let expanded =
      term?.type === "@json" ? { "@type": "@json", "@value": value } : this.expand(here, word, value);
    if (expanded === null) return;
    const containers = term?.containers ?? [];
    if (containers.includes("@list") && !(isObject(expanded) && has(expanded, "@list"))) {
      expanded = { "@list": listOf(expanded) };
    }
    if (containers.includes("@graph")) {
      expanded = listOf(expanded).map((member) => ({ "@graph": [member] }));
    }
    found[iri] = [...(found[iri] ?? []), ...listOf(expanded)];
  }
}

function containersOf(active, property) {
  return property === null ? [] : (active.term(property)?.containers ?? []);
}

// The words of a type hold for one node: inside it the words from before it count again.
function scopeOfNode(active, element) {
  if (!active.previous) return active;
  const words = Object.keys(element);
  const isValue = words.length <= 2 && has(element, "@value");
  const isReference = words.length === 1 && expandIri(active, words[0], true) === "@id";
  return isValue || isReference ? active : active.previous;
}

function ofTypes(active, element) {
  let here = active;
  for (const word of sortedTexts(Object.keys(element))) {
    if (expandIri(active, word, true) !== "@type") continue;
    for (const type of sortedTexts(listOf(element[word]).filter(isText))) {
      const context = active.term(type)?.context;
      if (context && context[0] !== null) here = withContext(here, context, { propagate: false });
    }
  }
  return here;
}

function keyword(active, typing, iri, value, found) {
  if (has(found, iri) && iri !== "@type") refuseJsonLd();
  if (iri === "@id") found[iri] = isText(value) ? expandIri(active, value, false) : refuseJsonLd();
  else if (iri === "@type") {
    const names = listOf(value);
    if (!names.every(isText)) refuseJsonLd();
    const types = names.map((name) => expandIri(typing, name, true));
    if (types.length > 0) found[iri] = [...(found[iri] ?? []), ...types];
  } else if (iri === "@value") found[iri] = value;
  else if (iri === "@language") found[iri] = value.toLowerCase();
  else refuseJsonLd();
}

function finished(found, property, inList) {
  if (has(found, "@value")) {
    if (has(found, "@type")) refuseJsonLd();
    return property === null && !inList ? null : found;
  }
  const words = Object.keys(found);
  if (words.length === 1 && has(found, "@language")) return null;
  const isBare = words.length === 0 || (words.length === 1 && has(found, "@id"));
  return property === null && !inList && isBare ? null : found;
}

function expandValue(active, property, value) {
  const term = active.term(property);
  if (isText(value) && (term?.type === "@id" || term?.type === "@vocab")) {
    return { "@id": expandIri(active, value, term.type === "@vocab") };
  }
  const isTyped = term?.type && !["@id", "@vocab", "@none"].includes(term.type);
  return isTyped ? { "@type": term.type, "@value": value } : { "@value": value };
}

function checkAddresses(value) {
  if (Array.isArray(value)) value.forEach(checkAddresses);
  else if (isObject(value)) {
    for (const word of Object.keys(value)) {
      if (word === "@id") checkAddress(value[word]);
      else if (word === "@type") listOf(value[word]).forEach(checkType);
      else if (!word.startsWith("@") && !IRI.test(word)) throw new UntrustedProof("relative_iri");
      checkAddresses(value[word]);
    }
  }
}

function checkAddress(value) {
  const found = isText(value) ? IRI.exec(value) : null;
  if (!found) throw new UntrustedProof("relative_iri");
  if (!SCHEMES.has(found[1].toLowerCase())) throw new UntrustedProof("iri_scheme");
}

function checkType(name) {
  if (!isText(name) || !IRI.test(name)) throw new UntrustedProof("unsigned_terms");
}
