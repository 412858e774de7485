// JSON-LD 1.1 contexts: from the definitions of words to what each word means.
// Only as much as the pinned contexts use: no @vocab, @base, @import, @nest, @reverse, @index.

import { UncheckableProof, UntrustedProof } from "./errors.js";
import { has, isObject, isText, listOf, sameValue } from "./shapes.js";

const KEYWORDS = new Set(
  ("@base @container @context @default @direction @embed @explicit @first @graph @id @import " +
    "@included @index @json @language @list @nest @none @omitDefault @propagate @protected " +
    "@preserve @requireAll @reverse @set @type @value @version @vocab").split(" "),
);
const KNOWN_IN_CONTEXT = new Set(["@version", "@protected"]);
const KNOWN_IN_TERM = new Set(["@id", "@type", "@container", "@context", "@protected"]);
const KEYWORD_LIKE = /^@[a-zA-Z]+$/;
const ABSOLUTE = /^([A-Za-z][A-Za-z0-9+\-.]*|_):\S*$/;
const ENDS_AS_PREFIX = /[:/?#[\]@]$/;

const pinned = new Map();

// Make the contexts known: an object of addresses and what stands there.
export function pinContexts(contexts) {
  for (const [address, found] of Object.entries(contexts)) pinned.set(address, found);
}

export function pinnedContext(address) {
  if (!pinned.has(address)) throw new UncheckableProof("context_unknown");
  return pinned.get(address)["@context"];
}

export function isKeyword(word) {
  return KEYWORDS.has(word);
}

export function isAbsolute(address) {
  return isText(address) && ABSOLUTE.test(address);
}

export function refuseJsonLd() {
  throw new UntrustedProof("json_ld");
}

// The words that are known at one place; `previous` is where those of a type end.
export class ActiveContext {
  constructor(terms = new Map(), previous = null) {
    this.terms = terms;
    this.previous = previous;
  }

  term(word) {
    return this.terms.get(word) ?? null;
  }
}

export const NO_WORDS = new ActiveContext();
const processed = new WeakMap();

// Return `active` with the words of `local` (addresses, definitions, null) added.
export function withContext(active, local, { overrideProtected = false, propagate = true } = {}) {
  let found = active;
  if (!propagate && !active.previous) found = new ActiveContext(active.terms, active);
  for (const part of flat(local)) {
    found = part === null ? cleared(found, overrideProtected) : defined(found, part, overrideProtected);
  }
  return found;
}

function* flat(local) {
  for (const part of listOf(local)) {
    if (isText(part)) yield* flat(pinnedContext(part));
    else yield part;
  }
}

function cleared(active, overrideProtected) {
  const isProtected = [...active.terms.values()].some((term) => term?.isProtected);
  if (isProtected && !overrideProtected) refuseJsonLd();
  return NO_WORDS;
}

function defined(active, local, overrideProtected) {
  const known = processed.get(active)?.get(local);
  if (known && known.overrideProtected === overrideProtected) return known.found;
  const definer = new Definer(active, local, overrideProtected);
  const found = definer.all();
  if (!processed.has(active)) processed.set(active, new Map());
  processed.get(active).set(local, { overrideProtected, found });
  return found;
}

// Defines the words of one context, each after the words that it is written with.
class Definer {
  constructor(active, local, overrideProtected) {
    this.local = local;
    this.overrideProtected = overrideProtected;
    this.found = new ActiveContext(new Map(active.terms), active.previous);
    this.done = new Map();
  }

  all() {
    for (const word of Object.keys(this.local)) {
      if (!isKeyword(word)) this.define(word);
      else if (!KNOWN_IN_CONTEXT.has(word)) refuseJsonLd();
    }
    for (const word of Object.keys(this.local)) {
      const term = this.found.term(word);
      // A context that could not be used is refused even if nothing uses it.
      if (term?.context) withContext(this.found, term.context, { overrideProtected: true });
    }
    return this.found;
  }

  define(word) {
    if (this.done.get(word)) return;
    if (this.done.has(word)) refuseJsonLd();
    this.done.set(word, false);
    const previous = this.found.term(word);
    this.found.terms.delete(word);
    const term = this.term(word, this.local[word]);
    if (previous?.isProtected && !this.overrideProtected) {
      term.isProtected = true;
      if (!sameValue(previous, term)) refuseJsonLd();
    }
    this.found.terms.set(word, term);
    this.done.set(word, true);
  }

  term(word, definition) {
    const isSimple = isText(definition) || definition === null;
    const value = isSimple ? { "@id": definition } : definition;
    if (!isObject(value) || !Object.keys(value).every((key) => KNOWN_IN_TERM.has(key))) refuseJsonLd();
    const iri = this.iri(word, value);
    return {
      iri,
      type: has(value, "@type") ? this.type(value["@type"]) : null,
      containers: has(value, "@container") ? listOf(value["@container"]) : [],
      context: has(value, "@context") ? (value["@context"] ?? [null]) : null,
      isProtected: value["@protected"] ?? this.local["@protected"] ?? false,
      isPrefix: isSimple && iri !== null && !word.includes(":") && ENDS_AS_PREFIX.test(iri),
    };
  }

  iri(word, value) {
    const written = has(value, "@id") ? value["@id"] : word;
    if (written === null) return null;
    if (written === word && !word.includes(":")) refuseJsonLd();
    const iri = written === word ? this.compact(word) : this.expand(written);
    if (!isAbsolute(iri) && !isKeyword(iri)) refuseJsonLd();
    return iri;
  }

  type(written) {
    if (["@id", "@vocab", "@json", "@none"].includes(written)) return written;
    const iri = this.expand(written);
    return isAbsolute(iri) ? iri : refuseJsonLd();
  }

  // A word or address inside the context, which may use a word that is defined later.
  expand(written) {
    if (isKeyword(written)) return written;
    if (has(this.local, written)) this.define(written);
    return this.found.term(written)?.iri ?? this.compact(written);
  }

  compact(written) {
    const [prefix] = written.split(":", 1);
    if (prefix !== written && has(this.local, prefix)) this.define(prefix);
    return expandCompact(this.found, written);
  }
}

function expandCompact(active, written) {
  const colon = written.indexOf(":");
  if (colon <= 0 || written.startsWith("//", colon + 1)) return written;
  const prefix = active.term(written.slice(0, colon));
  return prefix?.isPrefix ? prefix.iri + written.slice(colon + 1) : written;
}

// The address that a word (if `isWord`) or a compact address stands for; null if it has none.
export function expandIri(active, written, isWord) {
  if (isKeyword(written)) return written;
  if (KEYWORD_LIKE.test(written)) return null;
  if (isWord && active.terms.has(written)) return active.terms.get(written).iri;
  return expandCompact(active, written);
}
