// Verify: ask every question about an award, and answer each.

import { checkAdmitted, checkKey, checkMark } from "./chain.js";
import { day } from "./dates.js";
import { UncheckableProof, Unreadable, UntrustedProof } from "./errors.js";
import { examineEuropean, examineHosted, isEuropean, isHosted } from "./older.js";
import { isUnproved, proveAward } from "./proving.js";
import { read } from "./reading.js";
import { loadRegistry } from "./registry.js";
import { failed, passed, skipped, unknown, verdictOf } from "./report.js";
import { checkPeriod, checkStatus } from "./standing.js";
import { MICROCREDENTIAL, alignedLevel, issuerOf, readStatement, subjectOf, textOf } from "./statement.js";

// Check the bytes of a file; `at` in milliseconds. Throws on nothing that it is given.
export async function verify(bytes, { trust, resolver, at, register = "", copies: held = {} }) {
  let examined;
  try {
    const found = await read(bytes);
    const believed = { ...trust, carried: { ...held, ...found.copies } };
    examined = await examine(found, { trust: believed, resolver, at, register });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    examined = { checks: [failed("readable", error.code), ...skipped("unchanged")], facts: {}, document: null };
  }
  const checks = [...examined.checks, unknown("log", "no_log")];
  return { verdict: verdictOf(checks), checks, checkedAt: at, document: examined.document, facts: examined.facts };
}

async function examine(found, { trust, resolver, at, register }) {
  const { document, token } = found;
  if (isHosted(document)) return examineHosted(document, Boolean(token));
  if (isEuropean(document)) return examineEuropean(document, Boolean(token), at);
  const statement = readStatement(document);
  const readable = passed("readable", statement.isBearer ? "bearer" : "");
  const [unchanged, proof] = await checkUnchanged(found, { resolver, at });
  if (proof === null) {
    return { checks: [readable, unchanged, ...skipped("key")], facts: factsOf(statement), document };
  }
  const registry = await registryFor(statement, { trust, resolver, at }, register);
  const examined = { statement, proof, registry, trust, resolver, at };
  const [status, note] = await checkStatus(examined);
  const rest = [
    checkKey(examined),
    await checkAdmitted(examined),
    await checkMark(examined),
    status,
    checkPeriod(examined),
  ];
  return { checks: [readable, unchanged, ...rest], facts: factsOf(statement, proof, status, note), document };
}

async function checkUnchanged(found, asking) {
  try {
    const proof = await proveAward(found, asking);
    const note = (await isUnproved(found.document)) ? "endorsement_unchecked" : "";
    return [passed("unchanged", note, "", proof.created), proof];
  } catch (error) {
    if (error instanceof UntrustedProof) return [failed("unchanged", error.code), null];
    if (error instanceof UncheckableProof) return [unknown("unchanged", error.code), null];
    throw error;
  }
}

// Only an operator that the checker believes is asked: a file cannot send us anywhere.
async function registryFor(statement, believing, register) {
  const believed = believing.trust.operatorKeys.map(({ operator }) => operator);
  if (believed.length === 0) return new UncheckableProof("no_trust");
  const [operator] = issuerOf(statement.admission);
  try {
    return await loadRegistry(believed.includes(operator) ? operator : believed[0], believing, register);
  } catch (error) {
    if (error instanceof UncheckableProof) return error;
    throw error;
  }
}

function factsOf(statement, proof = null, status = null, note = null) {
  // On an edubadge no mark is checked, so none is told of.
  const mark = statement.kind === MICROCREDENTIAL ? statement.mark : null;
  const version = statement.achievement;
  return {
    issuerId: statement.issuerId,
    issuerName: statement.issuerName,
    title: textOf(version, "name"),
    learnerName: statement.learnerName,
    awardedOn: statement.awardedOn,
    kind: statement.kind,
    ects: textOf(version, "ects"),
    hours: Number.isInteger(version.studyLoadHours) ? version.studyLoadHours : null,
    eqfLevel: String(statement.eqfLevel ?? alignedLevel(version)),
    validUntil: statement.validUntil,
    signedAt: proof?.created ?? null,
    keyId: proof?.keyId ?? "",
    markedBy: issuerOf(mark)[1],
    decisionNumber: textOf(subjectOf(mark), "decisionNumber"),
    admittedBy: issuerOf(statement.admission)[1],
    statusOn: status?.sourceTime ?? null,
    statusReason: note?.reason ?? "",
    statusSince: note ? day(note.since) : null,
    replacedBy: note?.replacedBy ?? "",
    replaces: statement.replaces,
  };
}
