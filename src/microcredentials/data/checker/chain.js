// Checks 3, 4 and 5: the key, the admission, the mark.

import { day } from "./dates.js";
import { digest, joined, utf8, writeBase64url } from "./encoding.js";
import { KeyProblem, UncheckableProof } from "./errors.js";
import { canonicalJson } from "./jcs.js";
import { proveEmbedded } from "./proving.js";
import { checkKeyIn, checkOperator, keyIn, knows } from "./registry.js";
import { LAST_KNOWN, failed, ofKey, passed, passedBy, unknown } from "./report.js";
import { has, isObject, isText, listOf, without } from "./shapes.js";
import { EDUBADGE, MICROCREDENTIAL, issuerOf, subjectOf, textOf } from "./statement.js";

const SHA2_256 = Uint8Array.of(0x12, 0x20);
const DECIMAL = /^\s*([-+]?)(\d*)(?:\.(\d*))?\s*$/;

// Check 3: did the key belong to the institution when it signed?
export function checkKey({ statement, proof, registry }) {
  const issuer = statement.issuerId;
  if (proof.controller !== issuer) return failed("key", "key_not_of_issuer");
  if (registry instanceof UncheckableProof) return unknown("key", registry.code);
  if (!knows(registry, issuer)) return failed("key", "issuer_unknown", registry.url);
  try {
    checkKeyIn(registry, proof, issuer, "issuing");
  } catch (problem) {
    return problemOf("key", problem, registry.url);
  }
  return passedBy("key", registry);
}

function problemOf(code, problem, source) {
  if (problem instanceof KeyProblem) return ofKey(code, problem, source);
  if (problem instanceof UncheckableProof) return unknown(code, problem.code);
  throw problem;
}

// Check 4: had the operator admitted the institution on the award date?
export async function checkAdmitted(examined) {
  const { statement, trust } = examined;
  const { admission } = statement;
  if (trust.operatorKeys.length === 0) return failed("admitted", "no_trust");
  if (admission === null) return failed("admitted", "not_admitted");
  const [operator] = issuerOf(admission);
  try {
    checkOperator(await proveEmbedded(admission), operator, trust);
  } catch (problem) {
    return problemOf("admitted", problem, operator);
  }
  return admissionContent(examined, admission);
}

function admissionContent({ statement, registry }, admission) {
  const subject = subjectOf(admission);
  if (subject.id !== statement.issuerId) return failed("admitted", "admission_other");
  if (!covers(subject, statement.awardedOn)) return failed("admitted", "admission_period");
  if (statement.kind === MICROCREDENTIAL && !isWithinLevels(statement, subject)) {
    return failed("admitted", "admission_level");
  }
  // The operator's own signature stands in the file; only a later end cannot be seen.
  if (registry instanceof UncheckableProof) return passed("admitted", LAST_KNOWN);
  const registered = registry.admissions.find((one) => one.id === admission.id);
  if (!registered) return failed("admitted", "admission_unknown", registry.url);
  if (covers(subjectOf(registered), statement.awardedOn)) return passedBy("admitted", registry);
  return failed("admitted", "admission_period", registry.url);
}

// Check 5: does the mark cover exactly this version, and was it in force?
export async function checkMark(examined) {
  const { statement } = examined;
  const { mark } = statement;
  if (statement.kind === EDUBADGE) return passed("mark", "edubadge");
  if (mark === null) return failed("mark", "mark_missing");
  let proof;
  try {
    proof = await proveEmbedded(mark);
  } catch (problem) {
    return problemOf("mark", problem, "");
  }
  const [body] = issuerOf(mark);
  const bodies = listOf(subjectOf(statement.admission).designatedBody).filter(isText);
  if (body === statement.issuerId) return failed("mark", "self_endorsement");
  if (!bodies.includes(body)) return failed("mark", "mark_body_not_designated");
  return markContent(examined, mark, proof, body);
}

async function markContent({ statement, registry }, mark, proof, body) {
  const subject = subjectOf(mark);
  if (subject.id !== statement.achievement.id) return failed("mark", "mark_other_version");
  if (!digestsOf(mark).includes(await contentDigest(statement.achievement))) {
    return failed("mark", "MARK_HASH_MISMATCH");
  }
  if (!covers(subject, statement.awardedOn)) return failed("mark", "mark_period");
  if (!isWithinRange(statement, subject)) return failed("mark", "mark_range");
  if (registry instanceof UncheckableProof) return unknown("mark", registry.code);
  return registeredMark(statement, registry, mark, proof, body);
}

function registeredMark(statement, registry, mark, proof, body) {
  if (keyIn(registry, proof.keyId)?.kind === "issuing") return failed("mark", "self_endorsement");
  try {
    checkKeyIn(registry, proof, body, "mark");
  } catch (problem) {
    return problemOf("mark", problem, registry.url);
  }
  const events = registry.markEvents.filter(({ markId }) => markId === mark.id);
  const state = stateOn(events, statement.awardedOn);
  if (state !== null) return failed("mark", `mark_${state}`, registry.url);
  const isWithdrawn = events.some(({ kind }) => kind === "withdrawn");
  return passedBy("mark", registry, isWithdrawn ? "mark_withdrawn_later" : "");
}

// In what state of trouble a mark was for awards of this day; null if in force.
function stateOn(events, awardedOn) {
  let state = null;
  for (const event of [...events].sort((one, other) => one.at - other.at)) {
    const isAfter = event.effectFrom <= awardedOn;
    if (!isAfter || (event.effectUntil !== null && awardedOn > event.effectUntil)) continue;
    if (event.kind === "withdrawn") return event.kind;
    state = event.kind === "suspended" ? event.kind : null;
  }
  return state;
}

function covers(subject, awardedOn) {
  const start = day(textOf(subject, "awardsFrom"));
  const end = day(textOf(subject, "awardsUntil") || "9999-12-31");
  const isReadable = start !== null && end !== null && (!has(subject, "awardsUntil") || isText(subject.awardsUntil));
  return isReadable && start <= awardedOn && awardedOn <= end;
}

function isWithinLevels({ eqfLevel }, subject) {
  const [lowest, highest] = [subject.levelMinimum, subject.levelMaximum];
  const isWhole = (level) => Number.isInteger(level) || typeof level === "boolean";
  return eqfLevel !== null && isWhole(lowest) && isWhole(highest) && lowest <= eqfLevel && eqfLevel <= highest;
}

function isWithinRange(statement, subject) {
  const texts = [textOf(statement.achievement, "ects"), textOf(subject, "ecMinimum"), textOf(subject, "ecMaximum")];
  const found = texts.map(decimal);
  if (found.includes(null)) return false;
  const digits = Math.max(...found.map(({ scale }) => scale), 1);
  const [ects, lowest, highest] = found.map(({ value, scale }) => value * 10n ** BigInt(digits - scale));
  return lowest <= ects && ects <= highest && (ects * 2n) % 10n ** BigInt(digits) === 0n;
}

// A decimal number as a whole number and how many of its digits are behind the point.
function decimal(text) {
  const found = DECIMAL.exec(text);
  const [, sign, whole, fraction = ""] = found ?? ["", "", "", ""];
  if (!found || whole + fraction === "") return null;
  return { value: BigInt(whole + fraction) * (sign === "-" ? -1n : 1n), scale: fraction.length };
}

function digestsOf(mark) {
  return listOf(mark.relatedResource).filter(isObject).map((resource) => textOf(resource, "digestMultibase"));
}

// The digest of an achievement found in a file, leaving out who endorsed it.
async function contentDigest(achievement) {
  const hashed = await digest(utf8(canonicalJson(without(achievement, "endorsement"))));
  return `u${writeBase64url(joined(SHA2_256, hashed))}`;
}
