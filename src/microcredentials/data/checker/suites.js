// The signature suites of Data Integrity: what exactly is hashed and signed under which name.

import { pinnedContext } from "./context.js";
import { statementsOf } from "./canonical.js";
import { digest, joined, utf8 } from "./encoding.js";
import { canonicalJson } from "./jcs.js";
import { ED25519, P256, P384 } from "./keys.js";
import { CREDENTIALS_V1 } from "./screening.js";
import { has, isObject, isText, listOf, withMembers } from "./shapes.js";

const DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2";
const EDDSA = { [ED25519]: "SHA-256" };
const ECDSA = { [P256]: "SHA-256", [P384]: "SHA-384" };

// Name → the hash per kind of key, and whether statements are signed or the JSON itself.
export const SUITES = new Map([
  ["eddsa-rdfc-2022", { hashes: EDDSA, ofStatements: true }],
  ["eddsa-jcs-2022", { hashes: EDDSA, ofStatements: false }],
  ["ecdsa-rdfc-2019", { hashes: ECDSA, ofStatements: true }],
  ["ecdsa-jcs-2019", { hashes: ECDSA, ofStatements: false }],
  ["Ed25519Signature2020", { hashes: EDDSA, ofStatements: true }],
]);

// The name a proof gives its suite; empty if that is no text.
export function suiteName(proof) {
  const name = proof.type === "DataIntegrityProof" ? (proof.cryptosuite ?? proof.type) : proof.type;
  return isText(name) ? name : "";
}

// Return the bytes that are signed: the hash of the options, then that of the document.
export async function messageOf(document, options, hash) {
  const suite = SUITES.get(suiteName(options));
  const parts = suite.ofStatements ? asStatements(document, options) : asJson(document, options);
  const texts = [];
  for (const part of parts) {
    texts.push(suite.ofStatements ? await statementsOf(part, hash) : canonicalJson(part));
  }
  const hashes = await Promise.all(texts.map((text) => digest(utf8(text), hash)));
  return joined(...hashes);
}

function asStatements(document, options) {
  const whole = withProofTerms(document);
  return [withMembers(options, { "@context": whole["@context"] }), whole];
}

function asJson(document, options) {
  const contexts = options["@context"] ?? document["@context"];
  return [options, withMembers(document, { "@context": contexts })];
}

// Data model 1.1 does not define the words of a proof (Data Integrity v1.0, section 2.4.1).
export function withProofTerms(document) {
  const contexts = listOf(document["@context"]);
  if (!contexts.includes(CREDENTIALS_V1) || contexts.some(definesProofs)) return document;
  return withMembers(document, { "@context": [...contexts, DATA_INTEGRITY] });
}

function definesProofs(address) {
  return listOf(pinnedContext(address)).some((part) => isObject(part) && has(part, "DataIntegrityProof"));
}
