// Whether a document is unchanged since it was signed, with everything inside it.

import { Unreachable, UncheckableProof, UntrustedProof } from "./errors.js";
import { checkMoment, methodOf } from "./keys.js";
import { holds, proofsOf } from "./proof.js";
import { embedded, isDescribedTwice } from "./screening.js";
import { isNumber, isObject, isText, numberOf, sameValue } from "./shapes.js";
import { issuerOf } from "./statement.js";
import { MAXIMUM_BYTES } from "./strict_json.js";
import { openToken, tokenHolds, tokenProof } from "./tokens.js";

export const KEURMERK_CONTEXT = "https://w3id.org/keurmerk/v1";
const AWARD_CONTEXTS = [
  "https://www.w3.org/ns/credentials/v2",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
  "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
  KEURMERK_CONTEXT,
];

export const NO_NETWORK = {
  async get() {
    throw new Unreachable("offline");
  },
};

// Prove an award, and apart from it every endorsement that stands in it.
export async function proveAward({ document, token }, { resolver, at }) {
  const proof = token ? await proveToken(token, resolver, at) : await prove(document, resolver, at);
  const contexts = document["@context"];
  if (contexts.includes(KEURMERK_CONTEXT) && !sameValue(contexts, AWARD_CONTEXTS)) {
    throw new UntrustedProof("context_order");
  }
  if (isDescribedTwice(document)) throw new UntrustedProof("node_described_twice");
  const endorsements = [...embedded(document)];
  // One that stands inside another is proved again: a file could make us work without end.
  const size = endorsements.reduce((sum, endorsement) => sum + sizeOf(endorsement), 0);
  if (size > MAXIMUM_BYTES) throw new UncheckableProof("too_many_endorsements");
  for (const endorsement of endorsements) await checkEndorsement(endorsement);
  return proof;
}

async function checkEndorsement(endorsement) {
  try {
    await proveEmbedded(endorsement);
  } catch (error) {
    if (error instanceof UntrustedProof) throw new UntrustedProof("endorsement_altered");
    // What cannot be checked is not relied on: `isUnproved` tells that it is there.
    if (!(error instanceof UncheckableProof)) throw error;
  }
}

// Say whether an endorsement inside a document is one that we cannot check.
export async function isUnproved(document) {
  for (const endorsement of embedded(document)) {
    try {
      await proveEmbedded(endorsement);
    } catch (error) {
      if (error instanceof UncheckableProof) return true;
      throw error;
    }
  }
  return false;
}

const proved = new WeakMap();

// Prove a document that comes with its key in its key id; the answer is remembered.
export function proveEmbedded(document) {
  if (!proved.has(document)) proved.set(document, prove(document, NO_NETWORK));
  return proved.get(document);
}

// Return the proof of a document by its issuer, or else its first, after all were proved.
// One that had expired `at` that moment does not count.
export async function prove(document, resolver, at = null) {
  const [issuer] = issuerOf(document);
  const found = [];
  for (const proof of proofsOf(document)) {
    const method = await methodOf(proof.keyId, issuer, resolver);
    checkMoment(method, proof.created);
    if (!(await holds(document, proof, method.key))) throw new UntrustedProof("signature");
    found.push({ ...proof, controller: method.controller });
  }
  found.forEach((proof) => checkUse(proof, at));
  return found.find(({ controller }) => controller === issuer) ?? found[0];
}

function checkUse({ expires }, at) {
  if (at !== null && expires !== null && at >= expires) throw new UntrustedProof("proof_expired");
}

// Return the proof of a credential in a signed token. Proofs that stand in the credential itself
// were made before it was put there, and must hold.
export async function proveToken(token, resolver, at = null) {
  const opened = openToken(token);
  const proof = tokenProof(opened);
  const method = await methodOf(proof.keyId, issuerOf(opened.document)[0], resolver);
  checkMoment(method, proof.created);
  checkUse(proof, at);
  if (!(await tokenHolds(opened, proof, method.key))) throw new UntrustedProof("signature");
  if ("proof" in opened.document) await prove(opened.document, resolver, at);
  return { ...proof, controller: method.controller };
}

// The length of a value as JSON in ASCII, with a space after each comma and colon.
function sizeOf(value) {
  if (isText(value)) return JSON.stringify(value).replace(/[^\x00-\x7e]/g, "\\u0000").length;
  if (isNumber(value)) return String(numberOf(value)).length;
  if (Array.isArray(value)) return separators(value.length) + sum(value.map(sizeOf));
  if (!isObject(value)) return String(value).length;
  const sizes = Object.keys(value).map((word) => sizeOf(word) + 2 + sizeOf(value[word]));
  return separators(sizes.length) + sum(sizes);
}

function separators(count) {
  return 2 + 2 * Math.max(0, count - 1);
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
