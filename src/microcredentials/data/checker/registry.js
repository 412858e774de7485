// The operator's register: proved, and asked about keys, admissions and marks.

import { MINUTE, day, moment } from "./dates.js";
import { KeyProblem, Trouble, UncheckableProof, Unreachable, Unreadable } from "./errors.js";
import { cut, unquote } from "./keys.js";
import { NO_NETWORK, prove } from "./proving.js";
import { Real, has, isObject, isText, numberOf } from "./shapes.js";
import { typesOf } from "./statement.js";
import { parse } from "./strict_json.js";
import { sourcesOf } from "./trust.js";

export const SKEW = 5 * MINUTE;
const MAXIMUM_BYTES = 4 * 1024 * 1024;
const MAXIMUM_VALUES = 200_000;
const KEY_KINDS = ["operator", "issuing", "mark"];
const EVENT_KINDS = ["suspended", "resumed", "withdrawn"];

export function registerUrl(operator) {
  const name = operator.startsWith("did:web:") ? operator.slice("did:web:".length) : operator;
  return `https://${unquote(cut(name, ":")[0])}/register.json`;
}

// Throw `KeyProblem` unless a key was in use, and safe, at the time of the signature.
function checkWindow(key, created) {
  if (created < key.activeFrom || (key.activeUntil !== null && created > key.activeUntil)) {
    throw new KeyProblem("key_window");
  }
  if (key.compromisedSince === null) return;
  if (created >= key.compromisedSince) throw new KeyProblem("key_compromised");
  throw new KeyProblem("key_later_compromised", true);
}

// Throw `KeyProblem` unless a key of an operator that we believe signed.
export function checkOperator(proof, operator, trust) {
  const key = trust.operatorKeys.find((one) => one.id === proof.keyId && one.operator === operator);
  if (!key) throw new KeyProblem("operator_unknown");
  checkWindow(key, proof.created);
}

export function keyIn(registry, keyId) {
  return registry.keys.find((key) => key.id === keyId) ?? null;
}

export function knows(registry, institution) {
  return registry.institutions.includes(institution);
}

// Throw `KeyProblem` unless this key of `controller` might sign at that time.
export function checkKeyIn(registry, proof, controller, kind) {
  const key = keyIn(registry, proof.keyId);
  if (key === null || key.controller !== controller) throw new KeyProblem("key_not_of_issuer");
  if (key.kind !== kind) throw new KeyProblem("key_kind");
  checkWindow(key, proof.created);
}

// Return the operator's register; throws `UncheckableProof` if there is none to rely on.
export async function loadRegistry(operator, believing, register) {
  const url = registerUrl(operator);
  const sources = register ? [{ text: register, url, isLive: true }] : await registersAt(url, believing);
  const found = [];
  let trouble = null;
  for (const source of sources) {
    try {
      found.push(await provedRegister(source, operator, believing));
    } catch (error) {
      if (!(error instanceof UncheckableProof)) throw error;
      trouble ??= error;
    }
  }
  if (found.length === 0) throw trouble;
  return found.reduce((best, one) => (one.sequence > best.sequence ? one : best));
}

async function registersAt(url, believing) {
  try {
    return await sourcesOf(url, believing);
  } catch (error) {
    if (error instanceof Unreachable) throw new UncheckableProof("register_unavailable");
    throw error;
  }
}

async function provedRegister({ text, url, isLive }, operator, { trust, at }) {
  const found = await readProved(text, operator, trust);
  if (found.id !== url || found.operator !== operator || found.created > at + SKEW) {
    throw new UncheckableProof("register_invalid");
  }
  if (found.sequence < trust.seenSequence) throw new UncheckableProof("register_older");
  return { ...found, url, isFresh: isLive && at <= found.validUntil };
}

async function readProved(text, operator, trust) {
  try {
    if (text.length > MAXIMUM_BYTES) throw new Unreadable("too_large");
    const document = parse(text, MAXIMUM_VALUES);
    const proof = await prove(document, NO_NETWORK);
    if (!typesOf(document).includes("KeurmerkRegister")) throw new Unreadable("misshapen");
    const found = readRegister(document);
    checkOperator(proof, operator, trust);
    return found;
  } catch (error) {
    if (error instanceof UncheckableProof || !(error instanceof Trouble)) throw error;
    throw new UncheckableProof("register_invalid");
  }
}

function readRegister(document) {
  const subject = need(document.credentialSubject, isObject);
  const issuer = need(document.issuer, isObject);
  need(issuer.name, isGiven);
  const keys = entries(subject.registeredKey).map(readKey);
  // In RDF they are one key: what ends it could be left out of the one that is read.
  need(keys, () => new Set(keys.map(({ id }) => id)).size === keys.length);
  return {
    id: document.id,
    operator: need(issuer.id, isGiven),
    sequence: readInteger(subject.sequence),
    created: needMoment(document.validFrom),
    validUntil: needMoment(document.validUntil),
    institutions: entries(subject.registeredInstitution).map(readInstitution),
    keys,
    admissions: entries(subject.admissionText).map(readAdmission),
    markEvents: entries(subject.markEvent).map(readEvent),
  };
}

function need(value, isRight) {
  if (!isRight(value)) throw new Unreadable("misshapen");
  return value;
}

// Several, or none: an empty text or object holds none.
function entries(value) {
  const isNone = value === "" || (isObject(value) && Object.keys(value).length === 0);
  return isNone ? [] : need(value, Array.isArray);
}

function isGiven(value) {
  return value !== undefined;
}

function needMoment(text) {
  return moment(text) ?? need(undefined, isGiven);
}

function needDay(text) {
  return day(text) ?? need(undefined, isGiven);
}

function readInteger(value) {
  if (typeof value === "number" || value instanceof Real) return Math.trunc(numberOf(value));
  if (typeof value === "boolean") return Number(value);
  return Number(need(value, (text) => isText(text) && /^\s*[-+]?[0-9]+\s*$/.test(text)));
}

function readInstitution(node) {
  const found = readParty(node);
  entries(node.registeredBody).forEach(readParty);
  return found;
}

function readParty(node) {
  need(node, isObject);
  for (const word of ["id", "name", "countryCode"]) need(node[word], isGiven);
  return node.id;
}

function readKey(node) {
  need(node, isObject);
  return {
    id: need(node.id, isGiven),
    multikey: need(node.multikey, isGiven),
    kind: need(node.keyKind, (kind) => KEY_KINDS.includes(kind)),
    controller: need(node.keyController, isGiven),
    activeFrom: needMoment(node.activeFrom),
    activeUntil: node.activeUntil ? needMoment(node.activeUntil) : null,
    compromisedSince: node.compromisedSince ? needMoment(node.compromisedSince) : null,
  };
}

function readAdmission(text) {
  return parse(need(text, isText));
}

function readEvent(node) {
  need(node, isObject);
  for (const word of ["ofMark", "byBody", "eventReason"]) need(node[word], isGiven);
  return {
    markId: node.ofMark,
    kind: need(node.eventKind, (kind) => EVENT_KINDS.includes(kind)),
    at: needMoment(node.eventTime),
    effectFrom: needDay(node.effectFrom),
    effectUntil: has(node, "effectUntil") && node.effectUntil ? needDay(node.effectUntil) : null,
  };
}
