// Status lists of any kind that is in use: which lists a file names, and what one says of it.

import { HOUR, moment } from "./dates.js";
import { fromBase64, unpacked } from "./encoding.js";
import { KeyProblem, UncheckableProof, Unreachable, Unreadable, UntrustedProof } from "./errors.js";
import { prove, proveEmbedded, proveToken } from "./proving.js";
import { SKEW, checkKeyIn, knows } from "./registry.js";
import { has, isNumber, isObject, isText, listOf, numberOf } from "./shapes.js";
import { issuerOf, subjectOf, textOf, typesOf } from "./statement.js";
import { parse } from "./strict_json.js";
import { openToken } from "./tokens.js";
import { sourcesOf } from "./trust.js";

export const FRESH = 24 * HOUR;
export const [REVOCATION, SUSPENSION] = ["revocation", "suspension"];
const JUDGED = [REVOCATION, SUSPENSION];
const MAXIMUM_ENTRIES = 8;
const MAXIMUM_TEXT = 4 * 1024 * 1024;
const MAXIMUM_VALUES = 200_000;
const MAXIMUM_BITS_BYTES = 2 * 1024 * 1024;
const MINIMUM_LENGTH = 131_072;
const INDEX = /^(0|[1-9][0-9]{0,8})$/;
const KINDS = {
  BitstringStatusListEntry: "BitstringStatusListCredential",
  StatusList2021Entry: "StatusList2021Credential",
};
const [BITSTRING, DRAFT] = Object.values(KINDS);

// Every list that may take this award back, or why one cannot be read.
export function entriesOf({ statement }) {
  const { status, suspension } = statement;
  const named = listOf(status);
  if (status === null || named.length === 0) return [new UncheckableProof("no_status")];
  const found = named.slice(0, MAXIMUM_ENTRIES).map(readEntry);
  const judged = found.filter((one) => one instanceof UncheckableProof || JUDGED.includes(one.purpose));
  if (judged.length === 0 || named.length > MAXIMUM_ENTRIES) judged.push(new UncheckableProof("unsupported_status"));
  // Open Badges 3.0 has room for one entry: ours names the sibling list with the same places.
  if (suspension !== null && !(judged[0] instanceof UncheckableProof)) {
    judged.push({ purpose: SUSPENSION, url: suspension, index: judged[0].index, kind: BITSTRING });
  }
  return judged;
}

function readEntry(status) {
  if (!isObject(status)) return new UncheckableProof("unsupported_status");
  if (status.type === "1EdTechRevocationList" && textOf(status, "id").startsWith("https://")) {
    return { purpose: REVOCATION, url: status.id, index: null, kind: status.type };
  }
  const { statusPurpose: purpose, statusListIndex: index, statusListCredential: url } = status;
  const size = has(status, "statusSize") ? numberOf(status.statusSize) : 1;
  const isKnown = isText(status.type) && has(KINDS, status.type) && [purpose, index, url].every(isText);
  if (!isKnown || (size !== 1 && size !== true && JUDGED.includes(purpose))) {
    return new UncheckableProof("unsupported_status");
  }
  if (!INDEX.test(index)) return new UncheckableProof("status_index");
  return { purpose, url, index: Number(index), kind: KINDS[status.type] };
}

// What the list says of this award; throws `UncheckableProof` if it says nothing.
export async function placeOf(examined, entry) {
  if (entry.index === null) return namedPlace(examined, entry);
  const found = await signedByIssuer(examined, entry.url);
  const bits = await bitsOf(entry, found.document);
  if (entry.index >= bits.length * 8) throw new UncheckableProof("status_index");
  const isSet = Boolean(bits[entry.index >> 3] & (0x80 >> (entry.index & 7)));
  const signedAt = found.proof.created;
  const isFresh = found.isLive && examined.at - signedAt <= FRESH;
  // Withdrawn is final: a set bit counts however old the list is.
  if (!isSet || entry.purpose !== REVOCATION) checkAge(examined, entry.url, found);
  return { url: entry.url, purpose: entry.purpose, isSet, signedAt, isFresh };
}

async function bitsOf({ url, kind, purpose }, document) {
  const types = typesOf(document);
  if (document.id !== url || !types.includes(kind)) throw new UncheckableProof("status_other");
  const subject = subjectOf(document);
  if (!listOf(subject.statusPurpose).includes(purpose)) throw new UncheckableProof("status_purpose");
  let encoded = textOf(subject, "encodedList");
  // The draft has no sign before the text, and was written in either alphabet of base64.
  if (types.includes(DRAFT)) encoded = `u${encoded.replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_")}`;
  checkTimeToLive(subject);
  return decodeList(encoded);
}

function checkTimeToLive(subject) {
  const ttl = has(subject, "ttl") ? subject.ttl : 0;
  if (!isNumber(ttl) || numberOf(ttl) < 0) throw new UncheckableProof("status_format");
}

async function decodeList(text) {
  const letters = text.slice(1);
  if (!text.startsWith("u") || !/^[A-Za-z0-9_-]*$/.test(letters) || letters.length % 4 === 1) refuseFormat();
  let bits;
  try {
    const packed = fromBase64(letters.replaceAll("-", "+").replaceAll("_", "/"));
    bits = await unpacked(packed, "gzip", MAXIMUM_BITS_BYTES);
  } catch (error) {
    if (error instanceof TypeError) refuseFormat();
    throw error;
  }
  if (bits === null) throw new UncheckableProof("status_too_large");
  if (bits.length * 8 < MINIMUM_LENGTH) throw new UncheckableProof("status_length");
  return bits;
}

function refuseFormat() {
  throw new UncheckableProof("status_format");
}

function checkAge({ at, trust }, url, { document, proof, isLive }) {
  const [start, end] = ["validFrom", "validUntil"].map((word) =>
    has(document, word) ? (moment(document[word]) ?? refuseFormat()) : null,
  );
  if (Math.max(proof.created, start ?? proof.created) > at + SKEW) throw new UncheckableProof("status_future");
  const seen = Object.hasOwn(trust.minimumDates, url) ? trust.minimumDates[url] : null;
  if (seen !== null && proof.created < seen) throw new UncheckableProof("status_rollback");
  if (isLive && end !== null && end < at) throw new UncheckableProof("status_too_old");
}

// Look for the award in an unsigned list of ids, as Open Badges 3.0 describes it.
async function namedPlace(examined, { url }) {
  const [source] = await foundAt(examined, url);
  // Nobody signed it: a copy could be anybody's.
  if (!source.isLive) throw new UncheckableProof("status_unavailable");
  const document = parseList(source.text, MAXIMUM_VALUES);
  const listed = document.revokedCredential;
  if (document.id !== url || !Array.isArray(listed)) throw new UncheckableProof("status_other");
  const names = listed.map(nameOf);
  const isSet = names.includes(examined.statement.id);
  return { url, purpose: REVOCATION, isSet, signedAt: examined.at, isFresh: true };
}

function nameOf(entry) {
  if (isText(entry)) return entry;
  if (!isObject(entry) || !isText(entry.id)) refuseFormat();
  const isRevoked = has(entry, "revoked") ? entry.revoked : true;
  if (typeof isRevoked !== "boolean") refuseFormat();
  return isRevoked ? entry.id : null;
}

function parseList(text, maximumValues) {
  try {
    return parse(text, maximumValues);
  } catch (error) {
    if (error instanceof Unreadable) refuseFormat();
    throw error;
  }
}

// What stands at an address, signed by the issuer of the award; of copies the newest.
export async function signedByIssuer(examined, url) {
  const found = [];
  let trouble = null;
  for (const source of await foundAt(examined, url)) {
    try {
      found.push(await provedList(examined, source));
    } catch (error) {
      if (!(error instanceof UncheckableProof)) throw error;
      trouble ??= error;
    }
  }
  if (found.length === 0) throw trouble;
  return found.reduce((best, one) => (one.proof.created > best.proof.created ? one : best));
}

async function foundAt(examined, url) {
  try {
    const found = await sourcesOf(url, examined);
    if (found.some(({ text }) => text.length > MAXIMUM_TEXT)) throw new UncheckableProof("status_too_large");
    return found;
  } catch (error) {
    if (error instanceof Unreachable) throw new UncheckableProof("status_unavailable");
    throw error;
  }
}

async function provedList(examined, { text, isLive }) {
  const { statement, registry } = examined;
  const issuer = statement.issuerId;
  const { document, proof } = await openedList(text.trim(), examined.resolver);
  const isByIssuer = issuerOf(document)[0] === issuer && proof.controller === issuer;
  if (!isByIssuer) throw new UncheckableProof("status_issuer");
  if (!(registry instanceof UncheckableProof) && knows(registry, issuer)) checkListKey(registry, proof, issuer);
  return { document, proof, isLive };
}

function checkListKey(registry, proof, issuer) {
  try {
    checkKeyIn(registry, proof, issuer, "issuing");
  } catch (error) {
    if (error instanceof KeyProblem) throw new UncheckableProof("status_issuer");
    throw error;
  }
}

async function openedList(text, resolver) {
  if (text.startsWith("{")) {
    const document = parseList(text);
    return { document, proof: await proofOf(document, resolver) };
  }
  try {
    return { document: openToken(text).document, proof: await proveToken(text, resolver) };
  } catch (error) {
    if (error instanceof UntrustedProof || error instanceof Unreadable) refuseFormat();
    throw error;
  }
}

async function proofOf(document, resolver) {
  try {
    return await proveEmbedded(document);
  } catch (error) {
    if (error instanceof UntrustedProof) refuseFormat();
    // The key does not name itself: its owner publishes it.
    if (!(error instanceof UncheckableProof) || error.code !== "key_unknown") throw error;
  }
  try {
    return await prove(document, resolver);
  } catch (error) {
    if (error instanceof UntrustedProof) refuseFormat();
    throw error;
  }
}
