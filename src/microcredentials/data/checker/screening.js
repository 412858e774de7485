// What must hold of the JSON before its statements mean what they seem to mean.

import { pinnedContext } from "./context.js";
import { UntrustedProof } from "./errors.js";
import { has, isObject, isText, listOf, sameValue } from "./shapes.js";
import { CONTROL_CHARACTERS, LONE_SURROGATE } from "./strict_json.js";

export const CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1";
export const CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2";
const ROOTS = [CREDENTIALS_V1, CREDENTIALS_V2];
const LANGUAGE_TAG = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;
// The two places where one credential stands inside another.
const RECORDED = "verifiableCredential";
const EMBEDDING = new Set(["endorsement", RECORDED]);

// Throw unless the contexts are known, in order, and nothing hides between the lines.
export function screen(document) {
  const contexts = document["@context"];
  screenContexts(contexts);
  screenMembers(document, contexts);
}

function screenContexts(found) {
  const contexts = isText(found) ? [found] : found;
  if (!Array.isArray(contexts) || contexts.length === 0) refuse("context_missing");
  for (const address of contexts) {
    if (!isText(address)) refuse("inline_context");
    pinnedContext(address);
  }
  if (!ROOTS.some((root) => contexts.includes(root))) refuse("context_missing");
  if (!ROOTS.includes(contexts[0]) || new Set(contexts).size !== contexts.length) refuse("context_order");
}

function screenMembers(node, contexts) {
  for (const word of Object.keys(node)) {
    if (word === "@context") continue;
    if (word.startsWith("@") || word.includes(":")) refuse("keyword_not_allowed");
    screenText(word);
    screenValue(node[word], contexts, word);
  }
}

function screenValue(value, contexts, parent) {
  if (isObject(value)) screenObject(value, contexts, parent);
  else if (Array.isArray(value)) screenList(value, contexts, parent);
  else if (isText(value)) screenText(value);
  else if (value === null) refuse("unsigned_terms");
}

function screenList(members, contexts, parent) {
  for (const member of members) {
    // It makes the same statements as one list, but hides what stands in it.
    if (Array.isArray(member)) refuse("keyword_not_allowed");
    screenValue(member, contexts, parent);
  }
}

function screenObject(value, contexts, parent) {
  if (has(value, "@value")) {
    screenLanguageValue(value);
    return;
  }
  const own = has(value, "@context") ? value["@context"] : contexts;
  const isOther = !sameValue(own, contexts);
  if (isOther && parent === RECORDED) screenContexts(own);
  else if (isOther || (has(value, "@context") && !EMBEDDING.has(parent))) refuse("nested_context");
  screenMembers(value, own);
}

function screenLanguageValue(value) {
  const isPlain = Object.keys(value).every((word) => word === "@value" || word === "@language");
  if (!isPlain || !Object.values(value).every(isText)) refuse("keyword_not_allowed");
  screenText(value["@value"]);
  if (!LANGUAGE_TAG.test(value["@language"] ?? "nl")) refuse("language_tag");
}

function screenText(text) {
  if (CONTROL_CHARACTERS.test(text)) refuse("control_char");
  if (LONE_SURROGATE.test(text)) refuse("lone_surrogate");
}

function refuse(code) {
  throw new UntrustedProof(code);
}

// Say whether one id is described in two places of a document, so that parts might be moved.
export function isDescribedTwice(document) {
  const seen = new Map();
  for (const node of objects(document)) {
    const before = seen.get(node.id) ?? new Set();
    const words = wordsOf(node);
    if (isFull(words) && isFull(before)) return true;
    seen.set(node.id, new Set([...before, ...words]));
  }
  for (const endorsement of embedded(document)) {
    const subject = endorsement.credentialSubject;
    if (!isObject(subject) || !isText(subject.id) || !seen.has(subject.id)) continue;
    if ([...wordsOf(subject)].some((word) => seen.get(subject.id).has(word))) return true;
  }
  return false;
}

function wordsOf(node) {
  const words = Object.keys(node).filter((word) => word !== "id" && word !== "type");
  return new Set([...words, ...listOf(node.type ?? []).map((name) => `type:${name}`)]);
}

function isFull(words) {
  return [...words].some((word) => !word.startsWith("type:"));
}

function* objects(value) {
  if (Array.isArray(value)) for (const member of value) yield* objects(member);
  else if (isObject(value)) {
    if (isText(value.id)) yield value;
    for (const word of Object.keys(value)) {
      if (!EMBEDDING.has(word) && word !== "proof") yield* objects(value[word]);
    }
  }
}

// The credentials that stand inside `value`, outermost first.
export function* embedded(value) {
  if (Array.isArray(value)) for (const member of value) yield* embedded(member);
  else if (isObject(value)) {
    for (const word of Object.keys(value)) {
      if (EMBEDDING.has(word)) yield* listOf(value[word]).filter(isObject);
      yield* embedded(value[word]);
    }
  }
}
