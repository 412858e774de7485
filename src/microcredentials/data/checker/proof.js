// Data Integrity proofs: read and checked; alone, in sets, and in chains.

import { statementsOf } from "./canonical.js";
import { moment } from "./dates.js";
import { readBase58 } from "./encoding.js";
import { UncheckableProof, UntrustedProof } from "./errors.js";
import { SIGNATURE_BYTES, verifies } from "./keys.js";
import { screen } from "./screening.js";
import { has, isObject, isText, listOf, sameValue, withMembers, without } from "./shapes.js";
import { SUITES, messageOf, suiteName, withProofTerms } from "./suites.js";

const PROOF_VALUE_CHARACTERS = 140;
const MAXIMUM_PROOFS = 4;
// A suite in a list of one makes the same statement, but would be passed over as unknown.
const TEXTS = ["id", "cryptosuite", "challenge", "nonce", "expires"];

// Read the proofs of a document; throws if there is none we can check.
export function proofsOf(document) {
  const found = [];
  let unknown = null;
  for (const entry of entriesOf(document)) {
    try {
      found.push(readProof(entry));
    } catch (error) {
      if (!(error instanceof UncheckableProof)) throw error;
      unknown = error;
    }
  }
  // In a chain each proof rests on those before it.
  if (unknown && (found.length === 0 || found.some(({ options }) => has(options, "previousProof")))) throw unknown;
  if (found.length === 0) throw new UntrustedProof("no_proof");
  return found;
}

function entriesOf(document) {
  const found = document.proof ?? null;
  const entries = found === null ? [] : listOf(found);
  if (entries.length > MAXIMUM_PROOFS) refuseEncoding();
  return entries;
}

function refuseEncoding() {
  throw new UntrustedProof("proof_encoding");
}

function readProof(entry) {
  if (!isObject(entry)) refuseEncoding();
  if (isText(entry.proofPurpose) && entry.proofPurpose !== "assertionMethod") throw new UntrustedProof("purpose");
  if (isText(entry.type) && !SUITES.has(suiteName(entry)) && isShaped(entry)) {
    throw new UncheckableProof("unsupported_suite");
  }
  const needed = ["type", "created", "verificationMethod", "proofPurpose", "proofValue"];
  if (!needed.every((word) => isText(entry[word])) || !isShaped(entry)) refuseEncoding();
  const expires = has(entry, "expires") ? readMoment(entry.expires) : null;
  return {
    keyId: entry.verificationMethod,
    created: readMoment(entry.created),
    signature: readSignature(entry),
    options: without(entry, "proofValue"),
    expires,
    controller: "",
  };
}

function isShaped(entry) {
  const texts = TEXTS.map((word) => (has(entry, word) ? entry[word] : ""));
  const domains = has(entry, "domain") ? listOf(entry.domain) : [];
  return [...domains, ...texts].every(isText);
}

function readMoment(text) {
  return moment(text) ?? refuseEncoding();
}

function readSignature(entry) {
  const signature = readBase58(entry.proofValue, PROOF_VALUE_CHARACTERS);
  const kinds = Object.keys(SUITES.get(suiteName(entry)).hashes);
  if (!kinds.some((kind) => SIGNATURE_BYTES[kind] === signature?.length)) refuseEncoding();
  return signature;
}

// Say whether a proof covers the whole of a document, unchanged, under this key.
export async function holds(document, proof, key) {
  const hash = SUITES.get(suiteName(proof.options)).hashes[key.kind];
  if (!hash || proof.signature.length !== SIGNATURE_BYTES[key.kind]) return false;
  await checkWords(document, proof.options);
  const covered = coveredBy(document, proof.options);
  return verifies(key, proof.signature, await messageOf(covered, proof.options, hash));
}

async function checkWords(document, options) {
  screen(withMembers(document, { proof: entriesOf(document).map(bare) }));
  if (SUITES.get(suiteName(options)).ofStatements) return;
  const unsigned = withProofTerms(without(document, "proof"));
  const text = await statementsOf(unsigned);
  await statementsOf(withMembers(options, { "@context": unsigned["@context"] }));
  if (has(options, "@context")) await checkContexts(unsigned, text, options["@context"]);
}

// Contexts may only be added, at the end, and without any effect on what was signed.
async function checkContexts(unsigned, text, signed) {
  const before = listOf(signed);
  const after = listOf(unsigned["@context"]);
  const isSame = sameValue(before, after);
  const isStart = sameValue(after.slice(0, before.length), before);
  if (isSame) return;
  if (!isStart || (await statementsOf(withMembers(unsigned, { "@context": signed }))) !== text) {
    throw new UntrustedProof("context_order");
  }
}

// A suite on JSON puts contexts into the proof, and only it may.
function bare(entry) {
  const suite = isObject(entry) ? SUITES.get(suiteName(entry)) : null;
  return suite && !suite.ofStatements ? without(entry, "@context") : entry;
}

// What a proof covers: the document, and the proofs that it says to build on.
function coveredBy(document, options) {
  const byId = named(entriesOf(document));
  const wanted = previousOf(options);
  if (!wanted.every((name) => byId.has(name)) || new Set(wanted).size !== wanted.length) refuseChain();
  let before = wanted;
  for (let step = 0; step < byId.size; step++) {
    before = before.filter((name) => byId.has(name)).flatMap((name) => previousOf(byId.get(name)));
  }
  // More steps back than there are proofs: they build on each other.
  if (before.length > 0) refuseChain();
  const unsigned = without(document, "proof");
  return wanted.length ? withMembers(unsigned, { proof: wanted.map((name) => byId.get(name)) }) : unsigned;
}

function named(entries) {
  const found = entries.filter((entry) => isObject(entry) && has(entry, "id"));
  const byId = new Map(found.map((entry) => [isText(entry.id) ? entry.id : JSON.stringify(entry.id), entry]));
  if (byId.size !== found.length) refuseChain();
  return byId;
}

function previousOf(options) {
  const names = has(options, "previousProof") ? listOf(options.previousProof) : [];
  if (names.length > MAXIMUM_PROOFS || !names.every(isText)) refuseChain();
  return names;
}

function refuseChain() {
  throw new UntrustedProof("proof_chain");
}
