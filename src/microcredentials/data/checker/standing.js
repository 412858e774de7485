// Checks 6 and 7: not withdrawn or suspended, and within its period.

import { HOUR, dayAt } from "./dates.js";
import { UncheckableProof } from "./errors.js";
import { cut } from "./keys.js";
import { REVOCATION, entriesOf, placeOf, signedByIssuer } from "./lists.js";
import { SKEW } from "./registry.js";
import { LAST_KNOWN, failed, passed, unknown } from "./report.js";
import { subjectOf, textOf, typesOf } from "./statement.js";

// A day starts up to 14 hours earlier somewhere else.
const EARLIEST_ZONE = 14 * HOUR;
const URN_UUID = "urn:uuid:";

// Check 7: within its period, and not from the future.
export function checkPeriod({ statement, proof, at }) {
  const latest = Math.max(statement.validFrom, proof.created);
  if (latest > at + SKEW || statement.awardedOn > dayAt(at + EARLIEST_ZONE)) {
    return unknown("period", "award_in_future");
  }
  if (statement.validUntil !== null) {
    if (statement.validUntil < statement.validFrom) return failed("period", "dates");
    if (at >= statement.validUntil) return failed("period", "expired");
  }
  return passed("period");
}

// Check 6: what the institution's signed lists say about this award; and its note, if any.
export async function checkStatus(examined) {
  const places = [];
  let trouble = null;
  const named = entriesOf(examined);
  for (const entry of named) {
    try {
      if (entry instanceof UncheckableProof) throw entry;
      const place = await placeOf(examined, entry);
      if (place.isSet) return takenBack(examined, place);
      places.push(place);
    } catch (error) {
      if (!(error instanceof UncheckableProof)) throw error;
      trouble ??= error;
    }
  }
  const source = named.find((entry) => !(entry instanceof UncheckableProof))?.url ?? "";
  if (trouble) return [unknown("status", trouble.code, source), null];
  return [clear(places), null];
}

function clear(places) {
  const oldest = places.reduce((found, place) => (place.signedAt < found.signedAt ? place : found));
  const isFresh = places.every((place) => place.isFresh);
  return passed("status", isFresh ? "" : LAST_KNOWN, oldest.url, oldest.signedAt);
}

async function takenBack(examined, place) {
  const note = await noteOn(examined, place.url);
  let reason = "suspended";
  if (place.purpose === REVOCATION) reason = note?.status === "replaced" ? "replaced" : "withdrawn";
  const check = { ...failed("status", reason, place.url), sourceTime: place.signedAt };
  return [check, note?.status === reason ? note : null];
}

function noteUrl(list, award) {
  const host = cut(list.startsWith("https://") ? list.slice("https://".length) : list, "/")[0];
  return `https://${host}/status/note/${award.slice(URN_UUID.length)}`;
}

async function noteOn(examined, list) {
  const { id } = examined.statement;
  if (!id.startsWith(URN_UUID)) return null;
  try {
    const { document } = await signedByIssuer(examined, noteUrl(list, id));
    const subject = subjectOf(document);
    if (!typesOf(subject).includes("KeurmerkStatusNote") || subject.id !== id) return null;
    return {
      status: textOf(subject, "awardStatus"),
      reason: textOf(subject, "statusReason"),
      since: textOf(subject, "statusDate"),
      replacedBy: textOf(subject, "replacedBy"),
    };
  } catch (error) {
    if (error instanceof UncheckableProof) return null;
    throw error;
  }
}
